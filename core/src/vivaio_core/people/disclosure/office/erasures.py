"""Requests to be forgotten: the plan line by line, the consequences in words, the confirmation, the refusal."""

from typing import Any

from django import forms as django_forms
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from vivaio_core.office.listing import OfficeViewSet
from vivaio_core.pages.numbers import day
from vivaio_core.people.disclosure.models import ErasureRequest
from vivaio_core.people.disclosure.office.forms import ConfirmForm, EmptyForm, ReasonForm, ReceivedForm
from vivaio_core.people.disclosure.office.pages import AskAct, RequestAct, RequestList, RequestPage, columns_of
from vivaio_core.people.disclosure.services.ask import ask_erasure
from vivaio_core.people.disclosure.services.erase import carry_out_erasure, plan_erasure, refuse_erasure
from vivaio_core.site.erasure import Disposal, Plan

SPACE = "office_erasures"
MAY = "people.change_erasurerequest"
ACTIONS = {Disposal.KEEP: lazy("stays"), Disposal.PSEUDONYMISE: lazy("stays without a name"), Disposal.DELETE: lazy("goes")}


class ErasureList(RequestList):
    """Who wants to be forgotten."""

    columns = columns_of(SPACE)


class Page(RequestPage):
    """The plan, line by line, and the next step."""

    template_name = "people/office/erasure.html"
    permission = "people.view_erasurerequest"
    space, model = SPACE, ErasureRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lines with their action in words."""
        plan, on = self.row.plan, timezone.localdate()
        over = self.row.state == ErasureRequest.State.DONE and self.row.keep_until and self.row.keep_until < on
        lines = [(line, ACTIONS[line.action]) for line in plan.lines]
        is_open = self.row.state in (ErasureRequest.State.RECEIVED, ErasureRequest.State.PLANNED)
        return {**super().get_context_data(**kwargs), "lines": lines, "obstacles": plan.obstacles, "is_open": is_open, "over": over}


class _Act(RequestAct):
    space, model = SPACE, ErasureRequest


class MakePlan(_Act):
    """Compute what would be done."""

    permission = MAY
    page_title = lazy("Make the plan")
    explanation = lazy("The plan says, for each kind of data, what stays, why and until when. Nothing is erased yet.")
    button = lazy("Make the plan")
    form_class: type[django_forms.Form] = EmptyForm

    def act(self, data: dict[str, Any]) -> str:
        """Plan."""
        plan_erasure(request=self.row, on=timezone.localdate(), actor=self.actor)
        return _("The plan is ready: read it line by line.")


class Confirm(_Act):
    """Erase. The consequences stand in words above the button."""

    permission = "people.delete_party"
    page_title = lazy("Erase")
    button = lazy("Erase for ever")
    form_class = ConfirmForm

    @property
    def explanation(self) -> str:  # type: ignore[override]
        """What will happen, in words."""
        return consequences(self.row.plan)

    def act(self, data: dict[str, Any]) -> str:
        """Erase, all or nothing."""
        done = carry_out_erasure(request=self.row, on=timezone.localdate(), actor=self.actor)
        self.row = done
        return _("Erased. The register of members and the memory are whole.")


class Refuse(_Act):
    """Say no, with the reason."""

    permission = MAY
    page_title = lazy("Refuse the request")
    explanation = lazy("Nothing is erased. The person has a right to the reason, and may turn to the data protection authority.")
    button = lazy("Refuse")
    form_class = ReasonForm

    def act(self, data: dict[str, Any]) -> str:
        """Refuse."""
        refuse_erasure(request=self.row, on=timezone.localdate(), actor=self.actor, **data)
        return _("The request is refused.")


class Ask(AskAct):
    """Somebody asked at the desk or by letter; also what completes an erasure when the law's time is over."""

    permission = "people.add_erasurerequest"
    space, model = SPACE, ErasureRequest
    page_title = lazy("Asks to be forgotten")
    explanation = lazy("First make sure who is asking. From the day the request came, the law gives a month to answer.")
    form_class = ReceivedForm

    def act(self, data: dict[str, Any]) -> str:
        """Write it down."""
        self.made = ask_erasure(party=self.party, actor=self.actor, **data)
        return _("The request is written down.")


def consequences(plan: Plan) -> str:
    """The plan in three sentences."""
    gone = [line.label.lower() for line in plan.lines if line.action == Disposal.DELETE]
    blank = [line.label.lower() for line in plan.lines if line.action == Disposal.PSEUDONYMISE]
    kept = [line for line in plan.lines if line.action == Disposal.KEEP]
    said = [_("These go: %(names)s.") % {"names": ", ".join(gone)}] if gone else []
    said += [_("These stay without saying whose they were: %(names)s.") % {"names": ", ".join(blank)}] if blank else []
    if kept:
        count = len(kept)
        said.append(ngettext("%(count)s kind of data stays.", "%(count)s kinds of data stay.", count) % {"count": count})
    if plan.kept_until:
        said.append(_("After %(day)s the rest can go as well, and the office will be reminded.") % {"day": day(plan.kept_until)})
    return " ".join([*said, _("Nobody can take this back.")])


class Erasures(OfficeViewSet):
    """Requests to be forgotten."""

    model = ErasureRequest
    name = SPACE
    url_prefix = "richieste/cancellare"
    icon = "bin"
    menu_label = lazy("To be forgotten")
    index_view_class = ErasureList
    export_filename = "richieste-cancellazione"

    def pages(self) -> list[URLPattern]:
        """One page each, and the acts on it."""
        return [
            path("<int:pk>/", Page.as_view(), name="page"),
            path("<int:pk>/piano/", MakePlan.as_view(), name="plan"),
            path("<int:pk>/conferma/", Confirm.as_view(), name="confirm"),
            path("<int:pk>/rifiuta/", Refuse.as_view(), name="refuse"),
            path("nuova/<int:party>/", Ask.as_view(), name="ask"),
        ]
