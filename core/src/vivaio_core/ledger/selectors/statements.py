"""What an account's owner reads: statement, history, past balances. Days are value dates (ledger L12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Case, F, Q, QuerySet, When

from vivaio_core.ledger.models import Account, Transfer

Phase = Transfer.Phase
EFFECTIVE = (Phase.MOVE, Phase.POST)
# One statement, hence one state of the books.
_SUMS = """
SELECT a.id, a.balance
  + COALESCE((SELECT SUM(t.amount) FROM ledger_transfer t WHERE t.payer_id = a.id AND t.value_on > %s AND t.phase IN ('move', 'post')), 0)
  - COALESCE((SELECT SUM(t.amount) FROM ledger_transfer t WHERE t.payee_id = a.id AND t.value_on > %s AND t.phase IN ('move', 'post')), 0)
FROM ledger_account a WHERE a.id = %s"""
_RUNS = """
WITH lines AS (
  SELECT payer_id AS account, value_on, payer_seq AS seq, -amount AS change FROM ledger_transfer
  WHERE payer_id IN ({accounts}) AND phase IN ('move', 'post')
  UNION ALL
  SELECT payee_id, value_on, payee_seq, amount FROM ledger_transfer WHERE payee_id IN ({accounts}) AND phase IN ('move', 'post')
), running AS (
  SELECT account, value_on, seq, SUM(change) OVER (PARTITION BY account ORDER BY value_on, seq) AS balance FROM lines
), ends AS (
  SELECT account, value_on, seq, ROW_NUMBER() OVER (PARTITION BY account ORDER BY value_on DESC, seq DESC) AS back FROM running WHERE balance >= 0
)
SELECT r.account, MIN(r.value_on) FROM running r LEFT JOIN ends e ON e.account = r.account AND e.back = 1
WHERE e.account IS NULL OR (r.value_on, r.seq) > (e.value_on, e.seq) GROUP BY r.account"""


@dataclass(frozen=True, slots=True)
class Line:
    """A movement as the account sees it: `amount` is negative for what it paid, `balance` the one after the line."""

    value_on: date
    amount: int
    balance: int
    other: str
    kind: str
    key: UUID
    cause: str
    at: datetime
    seq: int
    reverses: int | None


@dataclass(frozen=True)
class Statement:
    """Lines from `since` to `until`, both included, by value date and then in order of effect; holds open today stand apart."""

    account: Account
    since: date
    until: date
    opening: int
    lines: Sequence[Line]
    closing: int
    holds: Sequence[Transfer]


def balance_on(account: Account, day: date) -> int:
    """The balance at the end of a day by value date: the present one without the rows of later days, so a recent day costs nothing."""
    with connection.cursor() as cursor:
        value = connection.ops.adapt_datefield_value(day)
        cursor.execute(_SUMS, [value, value, account.pk])
        found = cursor.fetchone()
    return int(found[1]) if found else 0


def statement(account: Account, since: date, until: date) -> Statement:
    """The account's statement; four queries, however long it is. Opening + lines = closing, also while others pay."""
    opening = balance = balance_on(account, since - timedelta(days=1)) if since > date.min else 0
    lines = []
    for seq, value_on, amount, payer, payer_code, payee_code, *rest in _lines(account, Q(value_on__range=(since, until))):
        out = payer == account.pk
        balance += -amount if out else amount
        kind, key, cause, at, reverses = rest
        lines.append(Line(value_on, -amount if out else amount, balance, payee_code if out else payer_code, kind, key, cause, at, seq, reverses))
    return Statement(account, since, until, opening, lines, balance, open_holds(account))


def history(account: Account, *, before: int | None = None, limit: int = 50) -> list[Transfer]:
    """Every row that touched the account, newest first by order of effect (ledger L11), `limit` of them below the `before`-th; two queries.

    The order is `payer_seq` where the account paid and `payee_seq` where it received.
    """
    rows = Transfer.objects.select_related("payer", "payee")
    paid, received = Q(payer=account), Q(payee=account)
    if before is not None:
        paid, received = paid & Q(payer_seq__lt=before), received & Q(payee_seq__lt=before)
    found = [*rows.filter(paid).order_by("-payer_seq")[:limit], *rows.filter(received).order_by("-payee_seq")[:limit]]
    return sorted(found, key=lambda row: row.payer_seq if row.payer_id == account.pk else row.payee_seq, reverse=True)[:limit]


def open_holds(account: Account) -> list[Transfer]:
    """Reservations of the account, in and out, that are neither settled nor voided, oldest first."""
    touched = Q(payer=account) | Q(payee=account)
    return list(Transfer.objects.filter(touched, phase=Phase.HOLD, settled_by=None).select_related("payer", "payee").order_by("id"))


def negative_since(account: Account) -> date | None:
    """The value date of the row with which the present unbroken run below zero began; None when the balance is not below zero."""
    return negatives(Q(pk=account.pk)).get(account.pk)


def negatives(which: Q) -> dict[int, date]:
    """`negative_since` of many accounts by id, one query: those chosen whose balance is below zero."""
    below = list(Account.objects.filter(which, balance__lt=0).values_list("pk", flat=True))
    if not below:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_RUNS.format(accounts=", ".join(["%s"] * len(below))), [*below, *below])
        convert = connection.vendor != "postgresql"
        return {row[0]: date.fromisoformat(row[1]) if convert else row[1] for row in cursor.fetchall()}


def _lines(account: Account, period: Q) -> QuerySet[Transfer, tuple[Any, ...]]:
    """What moved the balance, in the order of a statement: value date, then order of effect."""
    touched = (Q(payer=account) | Q(payee=account)) & period
    seq = Case(When(payer=account, then=F("payer_seq")), default=F("payee_seq"))
    rows = Transfer.objects.filter(touched, phase__in=EFFECTIVE).annotate(seq=seq).order_by("value_on", "seq")
    names = ("value_on", "amount", "payer_id", "payer__code", "payee__code", "kind", "key", "cause", "at", "reverses_id")
    return rows.values_list("seq", *names)
