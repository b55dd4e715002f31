"""What the law lets one member hold (people P27, art. 2525)."""

from datetime import date

from django.utils.translation import gettext as _

from vivaio_core.pages.numbers import euros
from vivaio_core.rules.selectors import rule

PERSON, AZIONE = "person", "azione"


def capital_fault(
    *, kind_of_party: str, share_type: str, nominal_cents: int, counted_qty: int, on: date, members: int = 0, capital_cents: int = 0
) -> str | None:
    """Why these shares go beyond the limits of the day, in words; None when they do not. Ristorni are not among `counted_qty`.

    The nominal value is at least the minimum; only an azione has a maximum; only a natural person's capital has one, which the statute may raise
    to a part of `capital_cents` where there are many `members`. Raises NoRuleForDate.
    """
    least = rule("capital.nominal_min_cents", on).days
    if nominal_cents < least:
        return _("A share of %(value)s is below the least nominal value, %(least)s.") % {"value": euros(nominal_cents), "least": euros(least)}
    if share_type == AZIONE:
        most = rule("capital.share_max_cents", on).days
        if nominal_cents > most:
            return _("A share of %(value)s is above the greatest nominal value, %(most)s.") % {"value": euros(nominal_cents), "most": euros(most)}
    if kind_of_party != PERSON:
        return None
    most = max(rule("capital.member_max_cents", on).days, _raised(members, capital_cents, on))
    if counted_qty * nominal_cents <= most:
        return None
    text = _("A person may hold at most %(most)s of shares: these would be %(sum)s. At most %(count)s shares.")
    return text % {"most": euros(most), "sum": euros(counted_qty * nominal_cents), "count": most // nominal_cents}


def _raised(members: int, capital_cents: int, on: date) -> int:
    """What the statute's clause for large cooperatives lets a person hold, in cents; 0 without the clause or the members (art. 2525)."""
    if not members or rule("capital.large_clause", on).text != "sì" or members <= rule("capital.large_members", on).days:
        return 0
    return int(capital_cents * rule("capital.large_percent", on).value // 100)
