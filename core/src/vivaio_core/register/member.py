"""The member's own exit: what it means, the request, where it stands, the way back while nobody has decided."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from vivaio_core.access.decorators import fresh_sign_in_required, member_required
from vivaio_core.access.models import User
from vivaio_core.contract.errors import ContractError
from vivaio_core.people.models import Membership, Party
from vivaio_core.people.selectors import membership
from vivaio_core.register import case_rules
from vivaio_core.register.case_states import ExitState
from vivaio_core.register.models.cases import ExitCase
from vivaio_core.register.office.case_pages import Stage
from vivaio_core.register.selectors import cases as reads
from vivaio_core.register.selectors.book import holding
from vivaio_core.register.services.leave import ask_exit, withdraw_exit
from vivaio_core.site.plugin import Urls

Ground = ExitCase.Ground


@dataclass(frozen=True)
class Consequences:
    """What an exit asked today would mean; `possible_from` is set where it is too early under a ban on transfers."""

    ground: str
    examine_by: date
    mutual_until: date
    qty: int
    amount_cents: int
    possible_from: date | None = None
    not_before: date | None = None


class AskForm(forms.Form):
    """The request."""

    reason = forms.CharField(
        label=gettext_lazy("If you like, tell us why"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    sure = forms.BooleanField(
        label=gettext_lazy("I have read what happens and I want to leave the cooperative."),
        error_messages={"required": gettext_lazy("To go on, tick the box.")},
    )


def consequences(party: Party, bond: Membership, on: date) -> Consequences:
    """What the rules of the day say. Raises NoRuleForDate, Refused."""
    banned = case_rules.transfers_banned(on)
    case = ExitCase(party=party, kind="exit", received_on=on, ground=Ground.TRANSFER_BAN if banned else Ground.STATUTE)
    held = holding(party, on)
    first = case_rules.exit_under_ban_from(bond.effective_on, on) if banned else None
    return Consequences(
        ground=case.ground,
        examine_by=case_rules.examine_due(on),
        mutual_until=case_rules.mutual_relations_end(case, on),
        qty=held.qty,
        amount_cents=held.amount_cents,
        possible_from=first if first and first > on else None,
        not_before=case_rules.membership_end(case, on) if banned else None,
    )


def stages_of(case: ExitCase) -> list[Stage]:
    """The way of the request, in the member's words."""
    stopped = case.state in (ExitState.WITHDRAWN, ExitState.REFUSED)
    decided = case.resolution.held_on if case.resolution else None
    return [
        Stage(_("request sent"), case.received_on),
        Stage(_("decided by the board"), decided, case.state == ExitState.WITHDRAWN),
        Stage(_("answer received"), case.communicated_on, case.state == ExitState.WITHDRAWN),
        Stage(_("no longer a member"), case.membership_end_on if case.end_operation_id else None, stopped),
        Stage(_("shares refunded"), case.liquidated_on, stopped),
    ]


@member_required
@fresh_sign_in_required
def leave(request: HttpRequest) -> HttpResponse:
    """Read what happens and ask; or see where the request stands."""
    party, on = cast(Any, request).party, timezone.localdate()
    case = next(iter(reads.exits_of(party)), None)
    if case and case.state != ExitState.WITHDRAWN and (reads.open_exit(party) or not membership(party, on)):
        clocks = [(clock, clock.words(on)) for clock in reads.exit_clocks(case, on)]
        mine = case.by_member and case.state == ExitState.RECEIVED and case.kind == "exit"
        return render(request, "register/area/standing.html", {"case": case, "stages": stages_of(case), "clocks": clocks, "may_withdraw": mine})
    bond = membership(party, on)
    if bond is None:
        return render(request, "register/area/leave.html", {"bond": None})
    return _ask(request, party, bond, on)


def _ask(request: HttpRequest, party: Party, bond: Membership, on: date) -> HttpResponse:
    form = AskForm(request.POST or None)
    try:
        found = consequences(party, bond, on)
        if request.method == "POST" and form.is_valid():
            ask_exit(party=party, received_on=on, reason=form.cleaned_data["reason"], ground=found.ground, actor=cast(User, request.user))
            messages.success(request, _("Your request has arrived. The board answers within the days of the law."))
            return redirect("register_area:leave")
    except ContractError as refusal:
        return render(request, "register/area/leave.html", {"bond": bond, "refusal": str(refusal), "form": form})
    return render(request, "register/area/leave.html", {"bond": bond, "found": found, "form": form})


@require_POST
@member_required
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take the request back."""
    case = reads.open_exit(cast(Any, request).party)
    try:
        if case is not None:
            withdraw_exit(case=case, on=timezone.localdate(), actor=cast(User, request.user))
            messages.success(request, _("Your request is withdrawn: you stay with us."))
    except ContractError as refusal:
        messages.error(request, str(refusal))
    return redirect("register_area:leave")


MEMBER: Urls = [path("recesso/", leave, name="leave"), path("recesso/ritira/", withdraw, name="withdraw")]
