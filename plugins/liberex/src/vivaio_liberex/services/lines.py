"""Credit lines: granted by an organ, for a reason, between two days; the account's floor follows."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.ledger.amounts import paid
from vivaio_core.ledger.api import set_limits
from vivaio_core.ledger.models import Account
from vivaio_core.pages.numbers import day
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Resolution
from vivaio_core.trail.services import record
from vivaio_liberex.models.participants import CreditLine, Participant
from vivaio_liberex.selectors import lines as reads
from vivaio_liberex.services.locking import hold_circuit
from vivaio_liberex.words import credits

GRANT = "liberex.grant_line"


def grant_line(
    *,
    participant: Participant,
    amount: int,
    reason: str,
    valid_from: date,
    valid_to: date | None,
    resolution: Resolution | None,
    on: date,
    actor: User | None,
) -> CreditLine:
    """Let an account go below zero by `amount` minor units on the days `[valid_from, valid_to)`; the floor moves on the first of them.

    Raises PermissionDenied; Refused without organ or reason, for days that meet another line's, beyond the cap on all lines of the circuit.
    """
    allow(actor, GRANT)
    paid(amount)
    why = _reasoned(reason)
    if resolution is None:
        raise Refused(_("Write which organ granted the line: date and number of the minutes."), "minute_no")
    if valid_to is not None and valid_to <= valid_from:
        raise Refused(_("The last day comes before the first one."), "valid_to")
    with transaction.atomic():
        hold_circuit()
        row = Participant.objects.select_for_update(of=("self",)).select_related("party").get(pk=participant.pk)
        if row.state != Participant.State.ACTIVE:
            raise Refused(_("%(name)s is leaving or has left the circuit: no line can be granted.") % {"name": row})
        _alone(row, valid_from, valid_to)
        _within_cap(amount, valid_from, valid_to)
        days = {"valid_from": valid_from, "valid_to": valid_to}
        made = CreditLine.objects.create(participant=row, amount=amount, reason=why, resolution=resolution, granted_by=actor, **days)
        _follow(row, on, _("credit line granted"))
        payload = {"sum": credits(amount), "amount": amount, "valid_from": valid_from.isoformat(), "reason": why}
        payload |= {"valid_to": valid_to.isoformat() if valid_to else None, "resolution": str(resolution)}
        record(kind="liberex.line_grant", actor=actor, subject=row.party, target=f"liberex.CreditLine:{made.pk}", payload=payload)
    return made


def end_line(*, line: CreditLine, ends_on: date, reason: str, on: date, actor: User | None) -> CreditLine:
    """End a line earlier: `ends_on` is the first day without it. One that has not begun is taken back whole.

    Who stands below the new limit may only get better (ledger L3). Raises PermissionDenied, Refused for a day that has passed or changes nothing.
    """
    allow(actor, GRANT)
    why = _reasoned(reason)
    with transaction.atomic():
        hold_circuit()
        row = CreditLine.objects.select_for_update(of=("self",)).select_related("participant__party").get(pk=line.pk)
        last = max(ends_on, row.valid_from)
        if row.valid_to is not None and row.valid_to <= max(last, on):
            raise Refused(_("The line ends on %(day)s already: choose an earlier day.") % {"day": day(row.valid_to)}, "ends_on")
        if last < on:
            raise Refused(_("This day has passed: choose today or a later day."), "ends_on")
        row.valid_to, row.ended_reason = last, why
        row.save(update_fields=["valid_to", "ended_reason"])
        _follow(row.participant, on, _("credit line ended"))
        payload = {"sum": credits(row.amount), "amount": row.amount, "on": last.isoformat(), "reason": why}
        record(kind="liberex.line_end", actor=actor, subject=row.participant.party, target=f"liberex.CreditLine:{row.pk}", payload=payload)
    return row


def end_lines(*, on: date) -> int:
    """Set every floor to what lines, and their growth, say on the day: lines begin, end and grow. Twice changes nothing; how many floors moved."""
    wanted, moved = reads.floors(on), 0
    accounts = Account.objects.filter(pk__in=wanted).exclude(state=Account.State.CLOSED).order_by("pk")
    for account in list(accounts):
        if account.floor != wanted[account.pk]:
            why = _("credit line of %(day)s") % {"day": day(on)}
            set_limits(account=account, floor=wanted[account.pk], ceiling=account.ceiling, reason=why, actor=None)
            moved += 1
    return moved


def _follow(participant: Participant, on: date, why: str) -> None:
    """The floor of one account as the lines say now; what it had grown comes back with the night."""
    account = Account.objects.get(pk=participant.account_id)
    # The act was allowed by the plugin's own permission; the books record the limit, this room's event who set it.
    set_limits(account=account, floor=reads.floors(on)[account.pk], ceiling=account.ceiling, reason=why, actor=None)


def _alone(participant: Participant, valid_from: date, valid_to: date | None) -> None:
    other = reads.meeting(valid_from, valid_to).filter(participant=participant).order_by("valid_from").first()
    if other is None:
        return
    if other.valid_to is None:
        text = _("There is a line of %(sum)s from %(start)s on, without an end. End it first, or choose days before it.")
    else:
        text = _("There is a line of %(sum)s from %(start)s until %(end)s. End it first, or choose days outside it.")
    words = {"sum": credits(other.amount), "start": day(other.valid_from), "end": day(other.valid_to) if other.valid_to else ""}
    raise Refused(text % words, "valid_from")


def _within_cap(amount: int, valid_from: date, valid_to: date | None) -> None:
    cap = reads.cap_on(valid_from)
    if cap is None:
        return
    left = max(0, cap - reads.peak(valid_from, valid_to))
    if amount > left:
        text = _("All credit lines together may be %(cap)s: %(left)s are left. Grant at most that, or end another line first.")
        raise Refused(text % {"cap": credits(cap), "left": credits(left)}, "amount")


def _reasoned(reason: str) -> str:
    words = " ".join(reason.split())[:300]
    if len(words) < 3:
        raise Refused(_("Write why."), "reason")
    return words
