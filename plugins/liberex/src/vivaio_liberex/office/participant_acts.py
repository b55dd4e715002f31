"""What the office does with a participant: each act a small form that calls one service."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vivaio_core.office.acts import ActView
from vivaio_core.pages.numbers import euros
from vivaio_core.people.models import Party
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.office import forms
from vivaio_liberex.office.exit_acts import Close, Leave, Settle, Stay, Undo
from vivaio_liberex.office.pages import crumb, days
from vivaio_liberex.office.participant_base import SPACE, ParticipantAct
from vivaio_liberex.office.pay_acts import PayFor
from vivaio_liberex.selectors.circuit import mirrored
from vivaio_liberex.services import fund, helping, lines, suspend
from vivaio_liberex.services.fees import run_fees
from vivaio_liberex.services.join import change_participant, join
from vivaio_liberex.words import choices, credits

State = Participant.State


class Open(ActView):
    """A new account, for anybody or for the person of the address."""

    permission = "liberex.add_participant"
    page_title = lazy("Open an account in credits")
    explanation = lazy("The account begins at zero, without a credit line. The person accepts the rules: keep the signed paper.")
    button = lazy("Open the account")
    made: Participant | None = None
    party: Party | None = None

    def prepare(self) -> None:
        """Whose account it will be, when the address says so."""
        if "party" in self.kwargs:
            self.party = get_object_or_404(Party, pk=self.kwargs["party"], status=Party.Status.ACTIVE)

    def get_form_class(self) -> Any:
        """Without the question whose it is, when that is known."""
        return forms.OpenForPartyForm if self.party else forms.OpenForm

    def get_page_subtitle(self) -> str:
        """Whose account it will be."""
        return str(self.party or "")

    def get_initial(self) -> dict[str, Any]:
        """An organisation takes part as a company."""
        if self.party is None:
            return {}
        kind = Participant.Kind.COMPANY if self.party.kind == Party.Kind.ORGANISATION else Participant.Kind.MEMBER
        return {"shown_as": self.party.display_name, "kind": kind}

    def act(self, data: dict[str, Any]) -> str:
        """Open it."""
        on, party = timezone.localdate(), self.party or data.pop("party")
        accepted = f"carta {on:%d/%m/%Y}" if data.pop("agreed") else ""
        self.made = join(party=party, on=on, actor=self.actor, accepted=accepted, **data)
        return _("The account is open: its code is %(code)s.") % {"code": self.made.code}

    def after(self) -> str:
        """The new page, or the list."""
        return reverse(f"{SPACE}:page", args=[self.made.pk]) if self.made else reverse(f"{SPACE}:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [crumb(SPACE, Participant)]


class RunFees(ActView):
    """The fees of a period."""

    permission = "liberex.run_fees"
    page_title = lazy("Raise the fees of the circuit")
    explanation = lazy("Everybody who takes part, but employees, gets a charge in euro, once for each period. Running it again adds who is missing.")
    form_class: Any = forms.FeesForm

    def act(self, data: dict[str, Any]) -> str:
        """Run."""
        done = run_fees(every=data["every"], on=timezone.localdate(), actor=self.actor)
        return _("Raised %(count)s fees for %(sum)s; %(already)s were there already.") % {
            "count": done.count,
            "sum": euros(done.cents),
            "already": done.already,
        }

    def after(self) -> str:
        """The list."""
        return reverse(f"{SPACE}:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [crumb(SPACE, Participant)]


class Correct(ParticipantAct):
    """What others read."""

    permission = "liberex.change_participant"
    page_title = lazy("Correct the data")
    form_class: Any = forms.SeenForm

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return {name: getattr(self.record, name) for name in ("shown_as", "sector", "seller_share", "listed")}

    def act(self, data: dict[str, Any]) -> str:
        """Correct."""
        change_participant(participant=self.record, actor=self.actor, **data)
        return _("The data are corrected.")


class GrantLine(ParticipantAct):
    """A credit line."""

    permission = "liberex.grant_line"
    page_title = lazy("Grant a credit line")
    explanation = lazy("The account may go below zero by this sum, between the two days. At the end the limit goes back by itself.")
    form_class: Any = forms.LineForm
    button = lazy("Grant the line")

    def get_initial(self) -> dict[str, Any]:
        """The proposal of the settings, for a year."""
        today = timezone.localdate()
        return {"amount": choices().line_cents or None, "valid_from": today, "valid_to": today + timedelta(days=365), "held_on": today}

    def act(self, data: dict[str, Any]) -> str:
        """Grant."""
        resolution = forms.LineForm.written(data, self.actor)
        made = lines.grant_line(participant=self.record, resolution=resolution, on=timezone.localdate(), actor=self.actor, **data)
        return _("Credit line of %(sum)s granted from %(day)s.") % {"sum": credits(made.amount), "day": days(made.valid_from)}


class Suspend(ParticipantAct):
    """Nothing in, nothing out."""

    permission = suspend.PERMISSION
    page_title = lazy("Suspend the account")
    explanation = lazy("Nothing goes in or out until you end the suspension. What was reserved before can still be settled.")
    form_class: Any = forms.ReasonForm
    button = lazy("Suspend")

    def act(self, data: dict[str, Any]) -> str:
        """Suspend."""
        suspend.suspend(participant=self.record, actor=self.actor, **data)
        return _("The account is suspended.")


class Resume(ParticipantAct):
    """Active again."""

    permission = suspend.PERMISSION
    page_title = lazy("End the suspension")
    form_class: Any = forms.ReasonForm
    button = lazy("End the suspension")

    def act(self, data: dict[str, Any]) -> str:
        """Resume."""
        suspend.resume(participant=self.record, actor=self.actor, **data)
        return _("The account is active again.")


class Help(ParticipantAct):
    """What was agreed."""

    permission = "liberex.add_helpnote"
    page_title = lazy("Write down what was agreed")
    explanation = lazy("Nothing is charged. Until the day you choose, the early warning leaves this person alone.")
    form_class: Any = forms.HelpForm

    def get_initial(self) -> dict[str, Any]:
        """In a month."""
        return {"look_again_on": timezone.localdate() + timedelta(days=30)}

    def act(self, data: dict[str, Any]) -> str:
        """Write."""
        made = helping.write_help(participant=self.record, on=timezone.localdate(), actor=self.actor, **data)
        return _("Written down. We look again on %(day)s.") % {"day": days(made.look_again_on)}


class Support(ParticipantAct):
    """Help from the fund."""

    permission = fund.MOVE
    page_title = lazy("Help from the solidarity fund")
    explanation = lazy("The credits pass from the fund to this account at once.")
    form_class: Any = forms.SupportForm
    button = lazy("Pass the credits")

    def get_initial(self) -> dict[str, Any]:
        """A key of its own: a second click passes nothing more."""
        return {"key": uuid4(), "held_on": timezone.localdate()}

    def act(self, data: dict[str, Any]) -> str:
        """Pass."""
        resolution = forms.SupportForm.written(data, self.actor)
        made = fund.support(participant=self.record, resolution=resolution, on=timezone.localdate(), actor=self.actor, **data)
        return _("%(sum)s passed from the fund.") % {"sum": credits(made.amount)}


ACTS: dict[str, type[Any]] = {
    "paga": PayFor,
    "correggi": Correct,
    "fido": GrantLine,
    "sospendi": Suspend,
    "riattiva": Resume,
    "accordo": Help,
    "aiuto": Support,
    "esci": Leave,
    "resta": Stay,
    "regola": Settle,
    "annulla": Undo,
    "chiudi": Close,
}


def possible(row: Participant, settled: bool) -> list[str]:
    """The acts that the state allows; on the mirror of an outside circuit nothing is paid and no line is granted here."""
    if row.state == State.CLOSED:
        return []
    frozen = row.account.state == row.account.State.FROZEN
    pausing = "riattiva" if frozen else "sospendi"
    if row.state == State.ACTIVE:
        own = not mirrored()
        return [*(["fido"] if own else []), "accordo", *(["paga", "aiuto"] if own and not frozen else []), "correggi", pausing, "esci"]
    if row.account.balance:
        return ["regola", "resta", "accordo", pausing]
    return ["chiudi", "annulla" if settled else "resta", pausing]


def act(request: HttpRequest, pk: int, act: str) -> HttpResponseBase:
    """The view of one act."""
    if act not in ACTS:
        raise Http404
    return ACTS[act].as_view()(request, pk=pk)  # type: ignore[no-any-return]
