"""What the pages of payments' office share: the page of one record, and an act on it."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vivaio_core.office.acts import ActView
from vivaio_core.office.history import told_events
from vivaio_core.payments.selectors.history import events_on

EVENTS = 30
Action = tuple[str, Any]


class Page(WagtailAdminTemplateMixin, TemplateView):
    """One record: facts, acts that its state and the reader's permissions allow, history. Subclasses give `rows`, `facts`, `acts`."""

    permission = ""
    space = ""
    title: Any = ""
    record: Any

    def rows(self) -> Any:
        """Where the record is read from."""
        raise NotImplementedError

    def facts(self) -> list[tuple[Any, Any]]:
        """Label and value of each fact; empty ones are not shown."""
        raise NotImplementedError

    def acts(self) -> list[Action]:
        """Address and label of what can be done now."""
        return []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever may see such records."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        self.record = get_object_or_404(self.rows(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def act(self, name: str, label: Any, permission: str, shown: bool = True) -> list[Action]:
        """One act of the record's section, when it is shown and the reader may."""
        if not shown or not self.request.user.has_perm(f"payments.{permission}"):
            return []
        return [(reverse(f"{self.space}:{name}", args=[self.record.pk]), label)]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the list."""
        above = {"url": reverse(f"{self.space}:index"), "label": str(self.title)}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        target = f"payments.{type(self.record).__name__}:{self.record.pk}"
        facts = [(label, value) for label, value in self.facts() if value not in (None, "")]
        return {**context, "record": self.record, "facts": facts, "acts": self.acts(), "history": told_events(events_on(target)[:EVENTS])}


class Act(ActView):
    """A step on one record; back to its page."""

    model: Any = None
    space = ""
    title: Any = ""
    header_icon = "form"
    record: Any
    related: ClassVar[tuple[str, ...]] = ()

    def prepare(self) -> None:
        """The record of the address."""
        self.record = get_object_or_404(self.model.objects.select_related(*self.related), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """What it is about."""
        return self.named()

    def named(self) -> str:
        """The record in words."""
        return str(self.record)

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"on": timezone.localdate()}

    def crumbs(self) -> list[dict[str, str]]:
        """Below the record's page."""
        return [{"url": reverse(f"{self.space}:index"), "label": str(self.title)}, {"url": self.after(), "label": self.named()}]

    def after(self) -> str:
        """The record's page."""
        return reverse(f"{self.space}:page", args=[self.record.pk])
