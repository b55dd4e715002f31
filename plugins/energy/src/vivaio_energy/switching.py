"""When a change of supplier starts (energy E3), from the dated rules valid on the day of the request."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from vivaio_core.people.errors import Refused
from vivaio_core.rules.selectors import NoRuleForDate, rule

MONTHLY, DAILY = "monthly", "daily"


@dataclass(frozen=True)
class SwitchDate:
    """The first day of supply, how it was found, and the ids of the rules used."""

    on: date
    mode: str
    rule_ids: tuple[int, ...]


def switch_date(*, signed_on: date, requested_on: date, dispatching_user: bool, lead_days: int, early_start: bool = False) -> SwitchDate:
    """First day of supply for a request of the day `requested_on` (energy E3).

    `lead_days` holds in daily mode for a seller who is not the dispatching user. Unless `early_start`, the day is not before the
    end of the days for second thoughts. Raises Refused for a request before the signature, NoRuleForDate when a rule is missing.
    """
    if requested_on < signed_on:
        raise Refused(_("The request cannot be before the signature: please check the two dates."), "requested_on")
    mode = rule("switch.mode", requested_on)
    earliest = signed_on
    withdrawal_id: tuple[int, ...] = ()
    if not early_start:
        days = rule("withdrawal.days", signed_on)
        earliest, withdrawal_id = signed_on + timedelta(days=days.days), (days.id,)
    if mode.text == DAILY:
        start, used = _daily(requested_on, dispatching_user, lead_days)
        start = max(start, earliest)
    else:
        cutoff = rule("switch.monthly.cutoff_day", requested_on)
        start, used = first_of_month_after(requested_on, 1 if requested_on.day <= cutoff.days else 2), (cutoff.id,)
        if start < earliest:
            start = earliest if earliest.day == 1 else first_of_month_after(earliest, 1)
    return SwitchDate(start, DAILY if mode.text == DAILY else MONTHLY, (mode.id, *used, *withdrawal_id))


def _daily(requested_on: date, dispatching_user: bool, lead_days: int) -> tuple[date, tuple[int, ...]]:
    if not dispatching_user:
        return requested_on + timedelta(days=lead_days), ()
    lead = rule("switch.daily.lead_days", requested_on)
    return requested_on + timedelta(days=lead.days), (lead.id,)


def first_of_month_after(on: date, months: int) -> date:
    """The first day of the month that comes `months` after that of `on`."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, 1)


def withdrawal_until(signed_on: date) -> date:
    """Last day, included, on which a customer may change his mind. Raises NoRuleForDate."""
    return signed_on + timedelta(days=rule("withdrawal.days", signed_on).days)


__all__ = ["DAILY", "MONTHLY", "NoRuleForDate", "SwitchDate", "first_of_month_after", "switch_date", "withdrawal_until"]
