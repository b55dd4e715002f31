"""Money for shares: each row of SharePayment is a movement of the ledger's book `capitale`, under the same key (dossier ledger 4.4).

`banca` has no limit, `socio:<party>` never goes below zero: nobody gets back what never came in. What is subscribed and not yet paid is no movement:
the libro soci says it.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vivaio_core.ledger import api as ledger
from vivaio_core.ledger import kinds, owners
from vivaio_core.ledger.errors import Refused as LedgerRefused
from vivaio_core.ledger.models import Account, Book, Transfer
from vivaio_core.pages.numbers import euros
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Party
from vivaio_core.register.models.book import Operation, SharePayment

BOOK = "capitale"
PAID, BACK, PASSED = "shares_paid", "shares_back", "shares_passed"
AT_ONCE = 1000


def register_kinds() -> None:
    """Called once, when the app is ready."""
    kinds.register(PAID, lazy("Payment of shares"))
    kinds.register(BACK, lazy("Refund of shares"))
    kinds.register(PASSED, lazy("Paid shares passed to another member"))


def account_of(party: Party) -> Account:
    """The account of what the party has paid for its shares."""
    return _accounts([party])[party.pk]


def move_money(*, party: Party, amount_cents: int, on: date, method: str, reference: str, operation: Operation | None) -> SharePayment:
    """Money in (positive cents) or back (negative), with its row in the ledger. Raises Refused when more would go back than came in."""
    row = _row(party, amount_cents, on, operation, uuid4(), method, reference)
    _post(party, _draft(row, _bank(), account_of(party)))
    row.save(force_insert=True)
    return row


def pass_on(*, seller: Party, buyer: Party, cents: int, on: date, operation: Operation) -> None:
    """What the seller had paid for shares that pass to the buyer; nothing when they were not paid. Raises Refused."""
    if cents < 1:
        return
    held, key = _accounts([seller, buyer]), uuid5(operation.pk, PASSED)
    _post(seller, ledger.move(held[seller.pk], held[buyer.pk], cents, kind=PASSED, key=key, cause=_cause(operation), value_on=on))
    words = str(_("transfer of shares"))
    for party, signed in ((seller, -cents), (buyer, cents)):
        _row(party, signed, on, operation, key, words).save(force_insert=True)


def pass_back(*, operation: Operation, undoing: Operation, on: date) -> None:
    """Return what passed with a transfer that is undone. Raises Refused when the buyer has it no more."""
    key = uuid5(operation.pk, PASSED)
    rows = list(SharePayment.objects.filter(transfer_key=key).select_related("party"))
    if not rows:
        return
    back, buyer = uuid5(undoing.pk, PASSED), next(row.party for row in rows if row.amount_cents > 0)
    _post(buyer, ledger.reverse(key, key=back, cause=_cause(undoing), value_on=on))
    for row in rows:
        _row(row.party, -row.amount_cents, on, undoing, back, row.method).save(force_insert=True)


def move_many(*, paid: Sequence[tuple[Party, int, date, Operation]], method: str) -> None:
    """Money in of many at once: party, cents, day and operation. A few statements for each thousand."""
    bank, held = _bank(), _accounts([party for party, *_rest in paid])
    rows = [_row(party, cents, on, operation, uuid4(), method) for party, cents, on, operation in paid]
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        ledger.post(*(_draft(row, bank, held[row.party_id]) for row in part))
        SharePayment.objects.bulk_create(part, batch_size=500)


def _row(party: Party, cents: int, on: date, operation: Operation | None, key: UUID, method: str, reference: str = "") -> SharePayment:
    words = {"method": method.strip()[:40], "reference": reference.strip()[:80]}
    return SharePayment(party=party, amount_cents=cents, on=on, operation=operation, transfer_key=key, **words)


def _draft(row: SharePayment, bank: Account, own: Account) -> Transfer:
    coming = row.amount_cents > 0
    payer, payee, kind = (bank, own, PAID) if coming else (own, bank, BACK)
    cause = _cause(row.operation) if row.operation else owners.reference(row.party)
    return ledger.move(payer, payee, abs(row.amount_cents), kind=kind, key=row.transfer_key, cause=cause, value_on=row.on)


def _post(party: Party, drafted: Transfer) -> None:
    """Raises Refused in the words of who keeps the libro soci."""
    try:
        ledger.post(drafted)
    except LedgerRefused as refused:
        if refused.code != "floor":
            raise
        text = _("Less than this came in for the shares of %(party)s: %(short)s are missing. Write the payment down first, then give it back.")
        raise Refused(text % {"party": party, "short": euros(refused.short or 0)}, "amount_cents") from refused


def _cause(operation: Operation) -> str:
    return f"register.Operation:{operation.pk}"


def _book() -> Book:
    return ledger.open_book(code=BOOK, unit="EUR")


def _bank() -> Account:
    return ledger.open_account(book=_book(), code="banca", kind="system", floor=None)


def _accounts(parties: Sequence[Party]) -> dict[int, Account]:
    """The account of each party, by its id."""
    owned = {f"socio:{party.pk}": owners.reference(party) for party in parties}
    found = ledger.open_accounts(book=_book(), owners=owned)
    return {party.pk: found[f"socio:{party.pk}"] for party in parties}
