"""Reads of bank statements, and which charge a line seems to pay. Two candidates are none (ledger M4)."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from vivaio_core.payments.methods import MUTUAL_CREDIT
from vivaio_core.payments.models.bank import BankLine, BankStatement
from vivaio_core.payments.models.charges import Charge, Receipt
from vivaio_core.payments.selectors.charges import charges
from vivaio_core.people.folding import fold
from vivaio_core.people.models import Party

# A payment code as people write it in the bank's form: in one piece, in fours, with hyphens.
_CODE = re.compile(r"(?=(RF[ ./-]?[0-9]{2}(?:[ ./-]?[2-9A-HJ-NP-Z]){10}))")
WAITING = BankLine.State.WAITING
NEAR = timedelta(days=15)


@dataclass(frozen=True)
class Proposal:
    """The charge a line seems to pay, and by what: `code`, `iban` or `name`."""

    charge: Charge
    why: str


def statements() -> QuerySet[BankStatement]:
    """All, the newest first, with how many lines there are and how many wait."""
    waiting = Count("lines", filter=Q(lines__state=WAITING))
    return BankStatement.objects.annotate(all_lines=Count("lines"), waiting=waiting).order_by("-until", "-pk")


def lines_of(statement: BankStatement, state: str = "") -> QuerySet[BankLine]:
    """Its lines, those that wait first; of one state only when it is said."""
    found = statement.lines.select_related("receipt__payer__merged_into", "decided_by").order_by("-state", "value_on", "pk")
    return found.filter(state=state) if state else found


def proposals(lines: Sequence[BankLine]) -> dict[int, Proposal]:
    """By line: the one charge it seems to pay. Three queries, whatever the number of lines."""
    waiting = [line for line in lines if line.state == WAITING and line.amount > 0]
    if not waiting:
        return {}
    coded = _by_code(waiting)
    plain = [line for line in waiting if line.pk not in coded]
    amounts = {line.amount for line in plain}
    same: dict[int, list[Charge]] = defaultdict(list)
    still: QuerySet[Any] = charges()
    for row in still.filter(state=Charge.State.OPEN, unit="EUR", due__in=amounts):
        same[row.due].append(row)
    payers = _payers({line.payer_iban for line in plain if line.payer_iban})
    found = {pk: Proposal(rows[0], "code") for pk, rows in coded.items() if len(rows) == 1}
    for line in plain:
        guess = _guess(line, same[line.amount], payers)
        if guess is not None:
            found[line.pk] = guess
    return found


def once_each(found: dict[int, Proposal]) -> list[tuple[int, Charge]]:
    """The proposals that can be confirmed together, line and charge: each open charge once, the first line before."""
    taken: dict[int, tuple[int, Charge]] = {}
    for pk, proposal in sorted(found.items()):
        if proposal.charge.state == Charge.State.OPEN:
            taken.setdefault(proposal.charge.pk, (pk, proposal.charge))
    return list(taken.values())


def waiting_lines() -> QuerySet[BankLine]:
    """All that wait for a person, of every statement."""
    return BankLine.objects.filter(state=WAITING)


def waiting_ways(statement: BankStatement) -> tuple[int, int]:
    """How many of its waiting lines came in, how many went out. One query."""
    found = statement.lines.filter(state=WAITING).aggregate(come=Count("pk", filter=Q(amount__gt=0)), gone=Count("pk", filter=Q(amount__lt=0)))
    return found["come"], found["gone"]


def lines_of_payer(party: Party) -> QuerySet[BankLine]:
    """The lines that were found to be a party's payments."""
    return BankLine.objects.filter(receipt__payer=party).order_by("value_on", "pk")


def counts(statement: BankStatement) -> dict[str, int]:
    """How many lines are in each state. One query."""
    return dict(statement.lines.order_by().values_list("state").annotate(n=Count("pk")))


def codes_in(text: str) -> set[str]:
    """The payment codes that a text may hold, in one piece."""
    return {"".join(sign for sign in found if sign.isalnum()) for found in _CODE.findall(text.upper())}


def _by_code(lines: list[BankLine]) -> dict[int, list[Charge]]:
    """The charges whose code a line names, paid ones too: a second payment of a code is told apart from one that names none."""
    said = {line.pk: codes_in(f"{line.reference} {line.text}") for line in lines}
    every = sorted(set().union(*said.values()))
    rows = [row for at in range(0, len(every), 5000) for row in charges().filter(code__in=every[at : at + 5000])]
    named = {row.code: row for row in rows}
    found = {pk: [named[code] for code in codes if code in named] for pk, codes in said.items()}
    return {pk: rows for pk, rows in found.items() if rows}


def same_amount(line: BankLine, most: int) -> list[Charge]:
    """Open charges of just what came in, the most urgent first: where two could be meant, a person chooses."""
    still: QuerySet[Any] = charges()
    return list(still.filter(state=Charge.State.OPEN, unit="EUR", due=line.amount)[:most])


def _written_by_hand() -> QuerySet[Receipt]:
    """Payments that no line of the bank stands for; credits never pass through a bank."""
    return Receipt.objects.filter(bank_line=None, unit="EUR", state=Receipt.State.RECORDED).exclude(method=MUTUAL_CREDIT)


def twins(line: BankLine, most: int) -> list[Receipt]:
    """Payments recorded already that could be the same money: of this amount, within NEAR days."""
    near = (line.value_on - NEAR, line.value_on + NEAR)
    found = _written_by_hand().filter(amount=line.amount, value_on__range=near).select_related("payer__merged_into")
    return list(found.order_by("value_on", "pk")[:most])


def with_twin(lines: Sequence[BankLine]) -> set[int]:
    """The waiting lines that have one. One query."""
    waiting = [line for line in lines if line.state == WAITING and line.amount > 0]
    days: dict[int, list[date]] = defaultdict(list)
    for amount, day in _written_by_hand().filter(amount__in={line.amount for line in waiting}).values_list("amount", "value_on").distinct():
        days[amount].append(day)
    return {line.pk for line in waiting if any(abs(day - line.value_on) <= NEAR for day in days[line.amount])}


def _payers(ibans: set[str]) -> dict[str, set[int]]:
    """Who paid from an account before, as people confirmed."""
    known = BankLine.objects.filter(payer_iban__in=ibans, state=BankLine.State.MATCHED).exclude(receipt__payer=None)
    found: dict[str, set[int]] = defaultdict(set)
    for iban, party in known.values_list("payer_iban", "receipt__payer").distinct():
        found[iban].add(party)
    return found


def _guess(line: BankLine, same: list[Charge], payers: dict[str, set[int]]) -> Proposal | None:
    """By account and amount; then by amount and name."""
    from_account = [row for row in same if row.debtor_id in payers.get(line.payer_iban, ())]
    if from_account:
        return Proposal(from_account[0], "iban") if len(from_account) == 1 else None
    name = set(fold(line.payer_name).split())
    named = [row for row in same if name and set(fold(row.debtor.display_name).split()) <= name]
    return Proposal(named[0], "name") if len(named) == 1 else None
