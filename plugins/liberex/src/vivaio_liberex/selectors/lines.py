"""Credit lines: what is granted, what the circuit may still grant, how low each account may go today."""

from datetime import date
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from vivaio_core.ledger.models import Transfer
from vivaio_liberex.fees import percent_of, value_on
from vivaio_liberex.models.participants import CreditLine, Participant
from vivaio_liberex.selectors.participants import in_force
from vivaio_liberex.words import choices

CAP = "lbx.cap.lines"


def lines() -> QuerySet[CreditLine]:
    """All, the latest first, with what one row shows."""
    found = CreditLine.objects.select_related("participant__account", "participant__sector", "resolution", "granted_by")
    return found.order_by("-valid_from", "-pk")


def meeting(valid_from: date, valid_to: date | None) -> QuerySet[CreditLine]:
    """The lines in force on some day of `[valid_from, valid_to)`; one taken back before it began is none."""
    real = Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))
    found = CreditLine.objects.filter(real).exclude(valid_to__isnull=False, valid_to__lte=valid_from)
    return found if valid_to is None else found.filter(valid_from__lt=valid_to)


def peak(valid_from: date, valid_to: date | None) -> int:
    """The most that lines of the circuit add up to on any day of the period, minor units; one query."""
    rows = list(meeting(valid_from, valid_to).values_list("valid_from", "valid_to", "amount"))
    days = {valid_from, *(start for start, _end, _amount in rows if start > valid_from)}
    return max((sum(amount for start, end, amount in rows if start <= day and (end is None or end > day)) for day in days), default=0)


def cap_on(on: date) -> int | None:
    """The most that all lines together may be; None without a cap."""
    return int(value_on(CAP, on)) or None


def floors(on: date) -> dict[int, int]:
    """Account → floor that its participant should have on the day: line and growth; accounts without a line have 0. Three queries at most."""
    active = Participant.objects.filter(state=Participant.State.ACTIVE)
    granted = CreditLine.objects.filter(in_force(on), participant__in=active).values_list("participant__account", "amount", "valid_from")
    rows = list(granted)
    grown = _growth({account: start for account, _amount, start in rows}, on)
    found = dict.fromkeys(Participant.objects.exclude(state=Participant.State.CLOSED).values_list("account", flat=True), 0)
    room = None if (cap := cap_on(on)) is None else max(0, cap - sum(amount for _account, amount, _start in rows))
    for account, amount, _start in sorted(rows):
        more = grown.get(account, 0) if room is None else min(grown.get(account, 0), room)
        room = None if room is None else room - more
        found[account] = -(amount + more)
    return found


def _growth(since: dict[int, date], on: date) -> dict[int, int]:
    """Account → what payments received since its line began add to it, up to the setting's cap; nothing while lines do not grow."""
    chosen = choices()
    if not chosen.line_growth_percent or not chosen.line_growth_cap_cents or not since:
        return {}
    trade = Transfer.objects.filter(payee__in=since, kind="payment", phase__in=("move", "post"), reverses=None, value_on__lte=on)
    kept = trade.exclude(Exists(Transfer.objects.filter(reverses=OuterRef("pk"))))
    by_day = kept.order_by().values_list("payee", "value_on").annotate(total=Sum("amount"))
    received: dict[int, int] = {}
    for account, day, total in by_day:
        if day >= since[account]:
            received[account] = received.get(account, 0) + total
    percent = Decimal(chosen.line_growth_percent)
    return {account: min(percent_of(total, percent), chosen.line_growth_cap_cents) for account, total in received.items()}
