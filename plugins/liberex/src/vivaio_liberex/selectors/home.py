"""The latest movements of an account, in words."""

from dataclasses import dataclass
from datetime import date

from vivaio_core.ledger.api import history
from vivaio_core.ledger.kinds import title_of
from vivaio_core.ledger.models import Transfer
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.models.payments import Payment

READ = 30


@dataclass(frozen=True)
class Movement:
    """What moved: `amount` is negative for what went out; `other` is the name of the other side, or what it was for the circuit's accounts."""

    on: date
    amount: int
    other: str
    memo: str


def latest(participant: Participant, limit: int) -> list[Movement]:
    """The newest movements; reservations are not among them. Four queries."""
    account = participant.account_id
    rows = [row for row in history(participant.account, limit=READ) if row.phase in (Transfer.Phase.MOVE, Transfer.Phase.POST)][:limit]
    others = [row.payee_id if row.payer_id == account else row.payer_id for row in rows]
    names = dict(Participant.objects.filter(account__in=others).values_list("account", "shown_as"))
    memos = dict(Payment.objects.filter(key__in=[row.key for row in rows]).values_list("key", "memo"))
    return [
        Movement(
            row.value_on,
            -row.amount if row.payer_id == account else row.amount,
            names.get(other) or title_of(row.kind),
            memos.get(row.key) or ("" if row.kind == "payment" else title_of(row.kind) if other in names else ""),
        )
        for row, other in zip(rows, others, strict=True)
    ]
