"""The health of a circuit: figures of the members' accounts and their trade (dossier 4.5). None = a divisor of 0, never a 0 of ours."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.db.models import Exists, OuterRef, Q, Sum

from vivaio_core.ledger.models import Account, Book, Transfer
from vivaio_core.ledger.selectors.statements import EFFECTIVE, negatives

TRADE = ("payment",)
TOP = 10
NEAR = Fraction(9, 10)


@dataclass(frozen=True)
class Health:
    """Sums in minor units, shares as Decimal; `negative` = code of each member below zero → since when."""

    members: int
    active: int
    dormant: int
    turnover: int
    in_circulation: int
    velocity_year: Decimal | None
    credit_used: Decimal | None
    hhi_positive: Decimal | None
    top10_positive: Decimal | None
    top10_negative: Decimal | None
    at_floor: tuple[str, ...]
    at_ceiling: tuple[str, ...]
    reciprocity: Decimal | None
    negative: Mapping[str, date]


def health(book: Book, on: date, *, days: int = 30, trade: Collection[str] = TRADE) -> Health:
    """The figures of the `days` that end with `on`, and of the balances as they are now; three or four queries, however many members."""
    members = list(Account.objects.filter(book=book, kind=Account.Kind.MEMBER).exclude(state=Account.State.CLOSED))
    pairs = _pairs(book, on, days, trade)
    ids = {account.pk for account in members}
    credits = sorted((account.balance for account in members if account.balance > 0), reverse=True)
    debts = sorted((-account.balance for account in members if account.balance < 0), reverse=True)
    lines = sum(-account.floor for account in members if account.floor is not None and account.floor < 0)
    active = len(ids & {member for pair in pairs for member in pair})
    turnover, circulating = sum(pairs.values()), sum(credits)
    since = negatives(Q(book=book, kind=Account.Kind.MEMBER))
    return Health(
        members=len(members),
        active=active,
        dormant=len(members) - active,
        turnover=turnover,
        in_circulation=circulating,
        velocity_year=_share(turnover * 365, days * circulating, 2),
        credit_used=_share(sum(debts), lines, 3),
        hhi_positive=_share(sum(value * value for value in credits), circulating * circulating, 4),
        top10_positive=_share(sum(credits[:TOP]), circulating, 3),
        top10_negative=_share(sum(debts[:TOP]), sum(debts), 3),
        at_floor=tuple(sorted(account.code for account in members if _at_floor(account))),
        at_ceiling=tuple(sorted(account.code for account in members if _at_ceiling(account))),
        reciprocity=_share(sum((payee, payer) in pairs for payer, payee in pairs), len(pairs), 3),
        negative={account.code: since[account.pk] for account in members if account.pk in since},
    )


def _pairs(book: Book, on: date, days: int, trade: Collection[str]) -> dict[tuple[int, int], int]:
    """Payer and payee → what passed between them in the window, in trade rows: neither reversals nor reversed."""
    window = Q(value_on__gt=on - timedelta(days=days), value_on__lte=on)
    rows = Transfer.objects.filter(window, payer__book=book, phase__in=EFFECTIVE, kind__in=trade, reverses=None)
    kept = rows.exclude(Exists(Transfer.objects.filter(reverses=OuterRef("pk")))).order_by()
    return {(payer, payee): total for payer, payee, total in kept.values_list("payer_id", "payee_id").annotate(total=Sum("amount"))}


def _at_floor(account: Account) -> bool:
    return account.floor is not None and account.floor < 0 and account.balance - account.held_out <= NEAR * account.floor


def _at_ceiling(account: Account) -> bool:
    return account.ceiling is not None and account.balance + account.held_in >= NEAR * account.ceiling


def _share(part: int, whole: int, places: int) -> Decimal | None:
    """Rounded half up, once, from whole numbers."""
    if whole == 0:
        return None
    scaled = Fraction(part, whole) * 10**places
    return Decimal((scaled + Fraction(1, 2)).__floor__()).scaleb(-places).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
