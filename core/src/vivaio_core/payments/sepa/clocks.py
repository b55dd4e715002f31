"""The days that a direct debit must keep: the notice to who owes, the time the bank wants, the end of a mandate that nobody uses. Dated rules."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vivaio_core.pages.numbers import day
from vivaio_core.payments.sepa.days import after, working_day, works
from vivaio_core.people.errors import Refused
from vivaio_core.rules.selectors import rule

NOTICE, LEAD, LAPSE = "pay.sdd.notice_days", "pay.sdd.lead_days", "pay.sdd.lapse_months"
YEAR = 366


def first_collection(on: date) -> date:
    """The first day on which the bank can collect what is given to it on the day. Raises NoRuleForDate."""
    return working_day(after(on, rule(LEAD, on).days))


def first_told(on: date) -> date:
    """The first working day for which who is told today has had notice. Raises NoRuleForDate."""
    return max(first_collection(on), working_day(on + timedelta(days=rule(NOTICE, on).days)))


def told_by(collect_on: date, on: date) -> date:
    """Until when a charge must have been written down, and so told, to be collected on the day. Raises NoRuleForDate."""
    return collect_on - timedelta(days=rule(NOTICE, on).days)


def lapse_months(on: date) -> int:
    """After how many months without a collection a mandate no longer counts. Raises NoRuleForDate."""
    return rule(LAPSE, on).days


def refuse_day(execute_on: date, on: date, *, collecting: bool) -> None:
    """Raise Refused (`execute_on`) for a day on which banks do not work, that comes too soon for them, or more than a year from now."""
    if execute_on > on + timedelta(days=YEAR):
        raise Refused(_("This day is more than a year away: choose an earlier one."), "execute_on")
    earliest = first_collection(on) if collecting else on
    if execute_on >= earliest and not works(execute_on):
        text = _("On %(day)s banks do not work: choose %(next)s.")
        raise Refused(text % {"day": day(execute_on), "next": day(working_day(execute_on))}, "execute_on")
    if execute_on >= earliest:
        return
    if not collecting:
        raise Refused(_("This day is over: choose %(day)s or later.") % {"day": day(working_day(on))}, "execute_on")
    days = rule(LEAD, on).days
    text = ngettext(
        "The bank wants direct debits %(n)s working day before: choose %(day)s or later.",
        "The bank wants direct debits %(n)s working days before: choose %(day)s or later.",
        days,
    )
    raise Refused(text % {"n": days, "day": day(earliest)}, "execute_on")
