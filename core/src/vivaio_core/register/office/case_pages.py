"""What the pages of exits and transfers share: one case with its steps and clocks, an act on it, a letter to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vivaio_core.office.acts import ActView
from vivaio_core.office.history import told_events
from vivaio_core.pages.numbers import day
from vivaio_core.register.case_states import Table, possible
from vivaio_core.register.clocks import Clock
from vivaio_core.trail.models import Event

EVENTS = 40


@dataclass(frozen=True)
class Stage:
    """One stop on the way of a case: what, and the day on which it was reached; `skipped` will not be reached any more."""

    label: Any
    on: date | None = None
    skipped: bool = False


def days(value: date | None) -> str:
    """A day in words, nothing for none."""
    return day(value) if value else ""


class CasePage(WagtailAdminTemplateMixin, TemplateView):
    """One case. Subclasses give `rows`, `facts`, `stages`, `clocks`, `table`, `letters`."""

    template_name = "register/cases/page.html"
    permission = ""
    change = ""
    space = ""
    who = "party"
    record: Any

    def rows(self) -> Any:
        """Where the case is read from."""
        raise NotImplementedError

    def facts(self) -> list[tuple[Any, Any]]:
        """Label and value of each fact."""
        raise NotImplementedError

    def stages(self) -> list[Stage]:
        """The stops of the case, in their order."""
        raise NotImplementedError

    def clocks(self, on: date) -> list[Clock]:
        """The clocks that run or have run."""
        raise NotImplementedError

    def table(self) -> Table:
        """The steps that exist for such a case."""
        raise NotImplementedError

    def state(self, on: date) -> str:
        """The state on the day."""
        return str(self.record.state)

    def hidden(self) -> Sequence[str]:
        """Acts that the state allows and this case does not need now."""
        return ()

    def letters(self) -> list[tuple[str, Any]]:
        """Address and label of each letter that can be printed now."""
        return []

    def entrants(self, on: date) -> list[Any]:
        """Who would become a member with these shares, held against the conditions of every applicant."""
        return []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever may see cases."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        self.record = get_object_or_404(self.rows(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Whose case."""
        return str(self.record)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the list."""
        return [*self.breadcrumbs_items, crumb(self.space, type(self.record)), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A constant number of queries."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        today = timezone.localdate()
        target = f"register.{type(self.record).__name__}:{self.record.pk}"
        events = Event.objects.filter(target=target).select_related("actor").order_by("-seq")[:EVENTS]
        may = self.request.user.has_perm(self.change)
        steps = possible(self.table(), self.state(today)) if may else []
        return {
            **context,
            "record": self.record,
            "person": getattr(self.record, self.who),
            "facts": [(label, value) for label, value in self.facts() if value not in (None, "")],
            "stages": self.stages(),
            "clocks": [(clock, clock.words(today), clock.alarming(today)) for clock in self.clocks(today)],
            "acts": [(reverse(f"{self.space}:act", args=[self.record.pk, act]), step.label) for act, step in steps if act not in self.hidden()],
            "letters": self.letters(),
            "entrants": self.entrants(today),
            "history": told_events(events),
        }


def crumb(space: str, model: type[Any]) -> dict[str, str]:
    """The list above a page."""
    return {"url": reverse(f"{space}:index"), "label": str(model._meta.verbose_name_plural).capitalize()}


class CaseAct(ActView):
    """A step on one case; back to its page."""

    model: Any = None
    space = ""
    record: Any

    def prepare(self) -> None:
        """The case of the address."""
        self.record = get_object_or_404(self.model.objects.all(), pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        """Today, wherever a day is asked."""
        return dict.fromkeys(["on", "held_on", "communicated_on", "recorded_on", "approved_on", "effective_on"], timezone.localdate())

    def get_page_subtitle(self) -> str:
        """Whose case."""
        return str(self.record)

    def crumbs(self) -> list[dict[str, str]]:
        """Below the case's page."""
        return [crumb(self.space, self.model), {"url": self.after(), "label": str(self.record)}]

    def after(self) -> str:
        """The case's page."""
        return reverse(f"{self.space}:page", args=[self.record.pk])


class OpenCase(ActView):
    """Begin a case; `?socio=` with a member number or fiscal code fills in who."""

    space = ""
    who = "party"
    button = gettext_lazy("Open the case")
    made: Any = None

    def get_initial(self) -> dict[str, Any]:
        """Today, and whom the link named."""
        return {"received_on": timezone.localdate(), self.who: self.request.GET.get("socio", "")[:40]}

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [{"url": reverse(f"{self.space}:index"), "label": str(self.list_label)}]

    list_label: Any = ""

    def after(self) -> str:
        """The new case, or the list."""
        return reverse(f"{self.space}:page", args=[self.made.pk]) if self.made else reverse(f"{self.space}:index")


class Letter(TemplateView):
    """A letter to print and sign, with the cooperative's head. Subclasses give `rows`, `known` and `words`."""

    template_name = "register/cases/letter.html"
    permission = ""
    record: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever may see cases."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
