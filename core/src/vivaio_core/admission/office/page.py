"""One page for each application: the checklist with its reasons, the clocks, the acts, the history."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vivaio_core.admission import clocks, selectors, states
from vivaio_core.admission.causes import causes
from vivaio_core.admission.checklist import checklist
from vivaio_core.admission.entrants import entry
from vivaio_core.admission.models.application import Application
from vivaio_core.admission.reminders import days_of
from vivaio_core.admission.services.decide import DECIDE
from vivaio_core.admission.states import State
from vivaio_core.office.history import told_events
from vivaio_core.people.models import Party

EVENTS = 40
CHANGE = "admission.change_application"
CLOCK_NAMES: dict[str, str | Promise] = {clocks.REFUSAL: lazy("A refusal is told"), clocks.APPEAL: lazy("Appeal to the assembly")}
# Act of the state → the permission it needs; the order is that of the buttons.
STEPS = {"review": CHANGE, "admit": DECIDE, "refuse": DECIDE, "annotate": CHANGE, "appeal": CHANGE, "grant": DECIDE, "reject": DECIDE}


def page_of(application: Application) -> str:
    """Address of an application's page."""
    return reverse("office_admission:application", args=[application.pk])


def crumbs() -> list[dict[str, str]]:
    """The list above."""
    return [{"url": reverse("office_admission:index"), "label": _("Applications")}]


class ApplicationPage(WagtailAdminTemplateMixin, TemplateView):
    """Everything about one application."""

    template_name = "admission/office/application.html"
    header_icon = "form"
    application: Application

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever may see applications; drafts belong to the applicants."""
        if not request.user.has_perm("admission.view_application"):
            raise PermissionDenied
        rows = selectors.applications().prefetch_related("sponsorships__sponsor", "party__identifiers", "reminders")
        self.application = get_object_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Whose it is."""
        return self.application.display_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the list."""
        return [*self.breadcrumbs_items, *crumbs(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A constant number of queries, however long the history."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        found, on = self.application, timezone.localdate()
        gated = found.state in (*states.CHANGEABLE, State.APPROVED)
        why = causes(found, on)
        gate = entry(found.party, on, why[0].qty) if found.party and why and not why[0].lost_on else None
        items, reminded = (gate.items if gate else checklist(found, on)) if gated else [], days_of(found)
        return {
            **context,
            "application": found,
            "person": found.kind == Party.Kind.PERSON,
            "items": items,
            "missing": sum(item.missing for item in items),
            "clocks": [(CLOCK_NAMES[clock.code], clock.words(on), clock.overdue(on) or clock.late_by) for clock in clocks.clocks(found)],
            "acts": self._acts(but="admit" if gate else ""),
            "may_change": found.state in states.CHANGEABLE and self.request.user.has_perm(CHANGE),
            "decisions": self._decisions(),
            "twins": selectors.twins(found) if gated else [],
            "causes": why,
            "presented": [(one, reminded.get(one.pk, [])) for one in found.sponsorships.all()],
            "history": told_events(selectors.events_on(found)[:EVENTS]),
        }

    def _acts(self, but: str) -> list[tuple[str, str | Promise]]:
        user, found = self.request.user, self.application
        now = states.possible(found)
        names = [name for name, permission in STEPS.items() if name in now and name != but and user.has_perm(permission)]
        if to_tell(found) and user.has_perm(CHANGE):
            names.insert(0, "communicate")
        if "withdraw" in now and user.has_perm(CHANGE):
            names.append("withdraw")
        return [(reverse(f"office_admission:{name}", args=[found.pk]), states.LABELS.get(name, lazy("Communicate the outcome"))) for name in names]

    def _decisions(self) -> list[tuple[Any, Any, date | None]]:
        found = self.application
        rows = [(lazy("First decision"), found.resolution, found.communicated_on)]
        rows.append((lazy("Decision on the appeal"), found.second_resolution, found.second_communicated_on))
        return [row for row in rows if row[1]]


def to_tell(application: Application) -> bool:
    """True while a decision waits to be communicated."""
    if application.state not in (State.APPROVED, State.ANNOTATED, State.REFUSED, State.REFUSED_FINAL):
        return False
    if application.second_resolution_id:
        return application.second_communicated_on is None
    return application.communicated_on is None
