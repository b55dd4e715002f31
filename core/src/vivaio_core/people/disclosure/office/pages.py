"""What the lists and pages of requests about data share: the legal clock in words, whose request it is, the way back."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vivaio_core.office.acts import ActView
from vivaio_core.office.exports import Text
from vivaio_core.office.listing import Link, OfficeList
from vivaio_core.pages.numbers import day
from vivaio_core.people.disclosure.models import Asked
from vivaio_core.people.disclosure.selectors import listed, search
from vivaio_core.people.models import Party
from vivaio_core.register.clocks import Clock


def clock_of(row: Asked) -> str:
    """The legal clock of a request, in words."""
    return Clock("privacy.answer_days", "", row.due_on, row.closed_on).words(timezone.localdate())


def columns_of(space: str, *more: Column) -> list[Column]:
    """The columns of a list of requests."""
    return [
        Link("party", label=lazy("Who"), sort_key="party__search_key", get_url=lambda row: reverse(f"{space}:page", args=[row.pk])),
        *more,
        Column("received_on", label=lazy("Received on"), accessor=lambda row: day(row.received_on), sort_key="received_on"),
        Column("clock", label=lazy("Answer"), accessor=clock_of, sort_key="due_on"),
        StatusTagColumn("state", label=lazy("State"), accessor="get_state_display", sort_key="state"),
    ]


EXPORTED: dict[Text, Callable[[Any], Any]] = {
    lazy("Who"): lambda row: str(row.party),
    lazy("Received on"): lambda row: row.received_on,
    lazy("Answer until"): lambda row: row.due_on,
    lazy("Closed on"): lambda row: row.closed_on or "",
    lazy("State"): lambda row: str(row.get_state_display()),
}


class RequestList(OfficeList):
    """Search by name, filter by state."""

    empty = lazy("Nobody has asked.")
    list_filter = ["state"]
    columns_exported = EXPORTED

    def rows(self) -> QuerySet[Any]:
        """Newest first."""
        return listed(self.model)

    def searched(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By name."""
        return search(rows, words)


class _Above:
    """The list above a request's page and acts; `space` names its section, `model` its kind."""

    space = ""
    model: Any = None

    def above(self) -> dict[str, str]:
        """Address and label of the list."""
        return {"url": reverse(f"{self.space}:index"), "label": str(self.model._meta.verbose_name_plural).capitalize()}


class RequestPage(_Above, WagtailAdminTemplateMixin, TemplateView):
    """One request: whose, when, by when, what can be done."""

    permission = ""
    header_icon = "user"
    row: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever may see such requests."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        self.row = get_object_or_404(listed(self.model), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Whose request it is."""
        return str(self.row.party)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the list."""
        return [*self.breadcrumbs_items, self.above(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The request and its clock."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        may = {name: self.request.user.has_perm(f"people.{name}") for name in ("change_erasurerequest", "delete_party")}
        return {**context, "row": self.row, "clock": clock_of(self.row), "may": may, "kind": str(self.model._meta.verbose_name)}


class RequestAct(_Above, ActView):
    """An act on one request; back to its page."""

    row: Any
    header_icon = "user"

    def prepare(self) -> None:
        """The request of the address."""
        self.row = get_object_or_404(listed(self.model), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Whose it is."""
        return str(self.row.party)

    def crumbs(self) -> list[dict[str, str]]:
        """Below the request's page."""
        return [self.above(), {"url": self.after(), "label": str(self.row.party)}]

    def after(self) -> str:
        """The request's page."""
        return reverse(f"{self.space}:page", args=[self.row.pk])


class AskAct(_Above, ActView):
    """Somebody asked by letter or at the desk: write the request down from the person's page."""

    party: Party
    made: Any = None
    header_icon = "user"

    def prepare(self) -> None:
        """The person of the address."""
        self.party = get_object_or_404(Party, pk=self.kwargs["party"])

    def get_page_subtitle(self) -> str:
        """Who asks."""
        return str(self.party)

    def get_initial(self) -> dict[str, Any]:
        """Received today."""
        return {"on": timezone.localdate()}

    def crumbs(self) -> list[dict[str, str]]:
        """Below the person's page."""
        return [{"url": reverse("office_people:person", args=[self.party.pk]), "label": str(self.party)}]

    def after(self) -> str:
        """The new request, or the person's page."""
        if self.made is None:
            return reverse("office_people:person", args=[self.party.pk])
        return reverse(f"{self.space}:page", args=[self.made.pk])
