"""Provisional fiscal codes: how long they hold, what replaces them, which are about to expire (people I8)."""

from calendar import monthrange
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vivaio_core.pages.elision import elided
from vivaio_core.pages.numbers import day
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Identifier, Party
from vivaio_core.rules.selectors import rule

S = Identifier.Scheme
MONTHS, NOTICE = "identifiers.provisional_months", "identifiers.provisional_notice_days"


def months_after(start: date, months: int) -> date:
    """The same day so many months later, or the last of that month when it has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def first_day_out(party: Party, on: date | None) -> date:
    """The first day on which a provisional code given on `on` no longer holds. Raises Refused without a day or beside a definite code."""
    if on is None:
        raise Refused(_("Write the day on which the provisional code was given."), "on")
    if party.identifiers.filter(scheme=S.CF, active=True).exists():
        raise Refused(_("There is a definite fiscal code already: a provisional one is no longer needed."), "raw")
    return months_after(on, rule(MONTHS, on).days)


def replaced_by(scheme: str) -> list[str]:
    """The schemes whose active code goes when one of `scheme` comes."""
    return [S.CF, S.CF_PROVISIONAL] if scheme == S.CF else [scheme]


def running_out(on: date) -> QuerySet[Identifier]:
    """Provisional codes in use that have expired or will within the notice of the rule, the first to go first."""
    until = on + timedelta(days=rule(NOTICE, on).days)
    found = Identifier.objects.filter(scheme=S.CF_PROVISIONAL, active=True, valid_to__lte=until, party__status=Party.Status.ACTIVE)
    return found.select_related("party").order_by("valid_to", "id")


def clock_of_code(valid_to: date, on: date) -> str:
    """How long a provisional code still holds, in words; `valid_to` is its first day out."""
    left = (valid_to - on).days
    if left <= 0:
        return elided(_("The provisional fiscal code has not held since %(day)s: ask for the definite one.") % {"day": day(valid_to)})
    text = ngettext(
        "The provisional fiscal code holds until %(day)s, one more day: ask for the definite one.",
        "The provisional fiscal code holds until %(day)s, %(left)s more days: then the definite one is needed.",
        left,
    )
    return elided(text % {"day": day(valid_to - timedelta(days=1)), "left": left})
