"""Whether the circuit's own rows agree with the ledger; the books themselves are checked by the ledger (L13)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vivaio_core.ledger.models import Account, Transfer
from vivaio_core.ledger.owners import references
from vivaio_liberex.models.fund import FundMovement
from vivaio_liberex.models.grants import GrantRow
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.selectors.lines import floors
from vivaio_liberex.selectors.participants import book

State = Participant.State


@dataclass(frozen=True)
class Fault:
    """One disagreement: `rule` is a word for logs, `target` names the row."""

    rule: str
    target: str


def faults(on: date) -> list[Fault]:
    """All disagreements; empty when everything agrees. A constant number of queries, but for participants whose party was merged."""
    people = list(Participant.objects.select_related("account", "party"))
    own, wanted = book().pk, floors(on)
    found = [Fault(rule, f"liberex.Participant:{one.pk}") for one in people for rule in _of(one, own, wanted)]
    paid = {row.key: row.amount for row in GrantRow.objects.filter(state=GrantRow.State.PAID)}
    moved = {row.key: row.amount for row in FundMovement.objects.all()}
    return [*found, *_unbooked("grant", paid), *_unbooked("fund", moved)]


def _of(one: Participant, own: int, wanted: dict[int, int]) -> Iterable[str]:
    account = one.account
    if account.book_id != own:
        yield "book"
    if (account.state == Account.State.CLOSED) != (one.state == State.CLOSED):
        yield "closed"
    if account.owner != f"party:{one.party_id}" and account.owner not in references(one.party):
        yield "owner"
    if one.state != State.CLOSED and account.floor != wanted[account.pk]:
        yield "floor"


def _unbooked(rule: str, keys: dict[UUID, int]) -> list[Fault]:
    """The rows whose movement is not in the ledger with the same amount."""
    booked = dict(Transfer.objects.filter(key__in=list(keys)).values_list("key", "amount"))
    return [Fault(rule, str(key)) for key, amount in keys.items() if booked.get(key) != amount]
