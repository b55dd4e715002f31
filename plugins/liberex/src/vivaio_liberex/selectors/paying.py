"""Reads of who pays: whom one has paid before, what is left afterwards, the receipt, the statement in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max, Q

from vivaio_core.ledger.api import statement
from vivaio_core.ledger.kinds import title_of
from vivaio_core.ledger.selectors.statements import Line, Statement
from vivaio_liberex.fees import costs
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.models.payments import Payment
from vivaio_liberex.selectors.participants import participants, position

State = Participant.State


@dataclass(frozen=True)
class Preview:
    """What a payment does to the payer, in minor units: `left` is what may still be spent afterwards, negative when it is too much."""

    amount: int
    fee: int
    left: int

    @property
    def short(self) -> int:
        """How much is missing; 0 when it is enough."""
        return max(-self.left, 0)


@dataclass(frozen=True)
class Told:
    """A line of the statement with the name of the other side and the words of the payment."""

    line: Line
    other: str
    memo: str


def preview(payer: Participant, amount: int, on: date) -> Preview:
    """One query and the rules of the day."""
    fee, _taken = costs(amount, on)
    return Preview(amount, fee, position(payer).available - amount - fee)


def recent(payer: Participant, limit: int = 6) -> list[Participant]:
    """Whom one paid last and can pay again, the newest first; two queries."""
    found = (
        Payment.objects.filter(payer=payer, payee__state=State.ACTIVE).order_by().values("payee").annotate(last=Max("pk")).order_by("-last")[:limit]
    )
    order = [row["payee"] for row in found]
    rows = participants().in_bulk(order)
    return [rows[pk] for pk in order]


def payable(pk: int) -> Participant | None:
    """Who has not left, by number."""
    return participants().filter(pk=pk).exclude(state=State.CLOSED).first()


def receipt(participant: Participant, key: UUID) -> Payment | None:
    """A payment that the participant made or got."""
    own = Q(payer=participant) | Q(payee=participant)
    return Payment.objects.filter(own, key=key).select_related("payer", "payee", "actor__party", "refund", "refunds").first()


def done_by(payment: Payment) -> str:
    """Who made it for the payer: of the organisation, or of the office; nothing when it was the payer."""
    if payment.actor is None or payment.payer is None:
        return ""
    person = getattr(payment.actor, "party", None)
    return "" if person is not None and person.pk == payment.payer.party_id else str(person or payment.actor)


def told(participant: Participant, since: date, until: date) -> tuple[Statement, list[Told]]:
    """The statement of the days, both included, in words; six queries however long it is."""
    found = statement(participant.account, since, until)
    return found, in_words(participant, found.lines)


def in_words(participant: Participant, lines: Sequence[Line]) -> list[Told]:
    """The lines, in order of day, with names and memos; two queries."""
    if not lines:
        return []
    codes = {line.other for line in lines}
    names = dict(Participant.objects.filter(account__code__in=codes).values_list("account__code", "shown_as"))
    own = Q(payer=participant) | Q(payee=participant)
    memos = dict(Payment.objects.filter(own, value_on__range=(lines[0].value_on, lines[-1].value_on)).values_list("key", "memo"))
    return [Told(line, names.get(line.other) or title_of(line.kind), memos.get(line.key, "") or _kind(line, names)) for line in lines]


def _kind(line: Line, names: dict[str, str]) -> str:
    return title_of(line.kind) if line.other in names and line.kind != "payment" else ""
