"""The circuit's health for the office: the ledger's figures (dossier 4.5), and beside them ages, sectors, loops, months and who is stuck.

Sums are minor units of the credits; a ratio whose divisor is 0 is None. Every figure of trade is of the window of `days` that ends with `on`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from vivaio_core.ledger import api as ledger
from vivaio_core.ledger.models import Account, Book, Transfer
from vivaio_core.ledger.selectors.circuit import Health
from vivaio_liberex.loops import Loops, Pairs, loops
from vivaio_liberex.models.participants import Participant, Sector
from vivaio_liberex.selectors import circuit
from vivaio_liberex.selectors.demand import Demand, demand

WINDOWS = (30, 90, 365)
MONTHS = 24
# Negative balances by age in whole months: up to 3, 6, 9, 12, and beyond (dossier 4.5, [design]).
AGES = (3, 6, 9, 12)
# A sector that gives back less than a tenth of what it takes, or the other way round, lets credits pile up ([design]).
ONE_WAY = 10


@dataclass(frozen=True)
class SectorTrade:
    """A sector's trade in the window; `traders` = members that bought or sold in it.

    `offers` and `wants` = listings on the board now, in the categories of the sector; `unmet` = wants in categories in which nobody else offers.
    """

    title: str
    members: int
    traders: int
    sold: int
    bought: int
    offers: int = 0
    wants: int = 0
    unmet: int = 0

    @property
    def flow(self) -> str:
        """`still` without trade, `sells` or `buys` when the other way is less than a tenth, else `both`."""
        if not self.sold and not self.bought:
            return "still"
        if self.bought * ONE_WAY < self.sold:
            return "sells"
        return "buys" if self.sold * ONE_WAY < self.bought else "both"


@dataclass(frozen=True)
class Stuck:
    """A participant near a limit: `limit` is its floor or its ceiling, `since` the day it went below zero."""

    participant: Participant
    at_floor: bool
    balance: int
    limit: int
    since: date | None


@dataclass(frozen=True)
class Month:
    """The trade of a calendar month: `traders` = members that took part."""

    first: date
    turnover: int
    traders: int


@dataclass(frozen=True)
class CircuitHealth:
    """All of it. `ages` = members below zero for up to 3, 6, 9, 12 months and longer."""

    on: date
    days: int
    figures: Health
    loops: Loops
    sectors: Sequence[SectorTrade]
    ages: Sequence[int]
    months: Sequence[Month]
    stuck: Sequence[Stuck]

    @property
    def wanted(self) -> list[SectorTrade]:
        """Those in which something is wanted that nobody offers, the most wanted first."""
        return sorted((one for one in self.sectors if one.unmet), key=lambda one: (-one.unmet, one.title))

    @property
    def idle_sectors(self) -> list[SectorTrade]:
        """Those with members in which credits do not go round."""
        return [one for one in self.sectors if one.members and one.flow != "both"]


def circuit_health(on: date, days: int = 30) -> CircuitHealth:
    """The health on a day; a constant number of queries, however many members and payments."""
    book = circuit.book()
    figures = ledger.health(book, on, days=days, trade=circuit.TRADE)
    pairs = _pairs(book, on, days)
    members = {one.account_id: one for one in _participants(book)}
    kept = {pair: total for pair, total in pairs.items() if set(pair) <= members.keys()}
    ages = ages_of(figures.negative.values(), on)
    return CircuitHealth(
        on, days, figures, loops(kept), _sectors(pairs, members, on), ages, _months(book, on, members.keys()), _stuck(figures, members)
    )


def trade_rows(book: Book) -> QuerySet[Transfer]:
    """Moves and settlements of trade, neither reversals nor reversed."""
    rows = Transfer.objects.filter(payer__book=book, phase__in=("move", "post"), kind__in=circuit.TRADE, reverses=None)
    return rows.exclude(Exists(Transfer.objects.filter(reverses=OuterRef("pk")))).order_by()


def ages_of(since: Any, on: date) -> list[int]:
    """How many of the days lie up to 3, 6, 9, 12 whole months back, and further."""
    found = [0] * (len(AGES) + 1)
    for day in since:
        months = (on.year - day.year) * 12 + on.month - day.month - (on.day < day.day)
        found[sum(months >= limit for limit in AGES)] += 1
    return found


def month_before(first: date, count: int) -> date:
    """The first day of the month `count` months earlier."""
    number = first.year * 12 + first.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def _pairs(book: Book, on: date, days: int) -> Pairs:
    window = Q(value_on__gt=on - timedelta(days=days), value_on__lte=on)
    rows = trade_rows(book).filter(window).values_list("payer_id", "payee_id").annotate(total=Sum("amount"))
    return {(payer, payee): total for payer, payee, total in rows}


def _participants(book: Book) -> list[Participant]:
    """Those whose account stands, with account and sector; on a mirror the outside account takes the place of the own one."""
    found = Participant.objects.select_related("account", "sector", "party").exclude(account__state=Account.State.CLOSED)
    return circuit.with_account(found, book)


def _sectors(pairs: Pairs, members: dict[int, Participant], on: date) -> list[SectorTrade]:
    """By sector, the most trade first; who has none is left out."""
    told = demand(on)
    sold: dict[int, int] = {}
    bought: dict[int, int] = {}
    traders: dict[int, set[int]] = {}
    for (payer, payee), total in pairs.items():
        for account, sums in ((payee, sold), (payer, bought)):
            sector = members[account].sector_id if account in members else None
            if sector:
                sums[sector] = sums.get(sector, 0) + total
                traders.setdefault(sector, set()).add(account)
    count: dict[int, int] = {}
    for one in members.values():
        count[one.sector_id or 0] = count.get(one.sector_id or 0, 0) + 1
    none = Demand(0, 0, 0)
    rows = [
        SectorTrade(
            one.title,
            count.get(one.pk, 0),
            len(traders.get(one.pk, ())),
            sold.get(one.pk, 0),
            bought.get(one.pk, 0),
            *told.get(one.pk, none),
        )
        for one in Sector.objects.all()
    ]
    return sorted(rows, key=lambda row: (-row.sold - row.bought, row.title))


def _months(book: Book, on: date, members: Any) -> list[Month]:
    """The last two years, the present month included, months without trade too."""
    present = on.replace(day=1)
    begin = month_before(present, MONTHS - 1)
    rows = trade_rows(book).filter(value_on__gte=begin, value_on__lte=on).annotate(month=TruncMonth("value_on"))
    turnover: dict[date, int] = {}
    traders: dict[date, set[int]] = {}
    for month, payer, payee, total in rows.values_list("month", "payer_id", "payee_id").annotate(total=Sum("amount")):
        turnover[month] = turnover.get(month, 0) + total
        traders.setdefault(month, set()).update({payer, payee} & members)
    firsts = [month_before(present, back) for back in range(MONTHS - 1, -1, -1)]
    return [Month(first, turnover.get(first, 0), len(traders.get(first, ()))) for first in firsts]


def _stuck(figures: Health, members: dict[int, Participant]) -> list[Stuck]:
    """Who is near a limit, the longest below zero first."""
    by_code = {one.account.code: one for one in members.values()}
    found = []
    for codes, at_floor in ((figures.at_floor, True), (figures.at_ceiling, False)):
        for code in codes:
            one = by_code.get(code)
            limit = None if one is None else one.account.floor if at_floor else one.account.ceiling
            if one is not None and limit is not None:
                found.append(Stuck(one, at_floor, one.account.balance, limit, figures.negative.get(code)))
    return sorted(found, key=lambda row: (not row.at_floor, row.since or date.max, row.participant.shown_as))
