"""The book `incassi`: what came in, what it paid (dossier ledger 4.4). Each function gives drafts or accounts; services post.

`banca` and `cassa` are where money stands (below zero: it came from outside), `da-pagare` what came in and pays nothing yet, `incassato` what paid
a charge, one for each creditor. So da-pagare + incassato = − (banca + cassa). Credits between members are in the plugin's own book.
"""

from datetime import date, datetime
from uuid import UUID, uuid5

from vivaio_core.ledger import api as ledger
from vivaio_core.ledger import owners
from vivaio_core.ledger.models import Account, Transfer
from vivaio_core.payments.models.charges import Charge, Receipt

BOOK = "incassi"
KIND = "payment"
NAMESPACE = UUID("6f3c1a52-9d0e-5c8b-8a41-2f6b7c1d9e04")
HAND = ("cash", "cheque")


def code_of(unit: str) -> str:
    """The book of a unit."""
    return BOOK if unit == "EUR" else f"{BOOK}-{unit.lower()}"


def account(unit: str, code: str, owner: str = "") -> Account:
    """One of the book's accounts; made when it is not there."""
    return ledger.open_account(book=ledger.open_book(code=code_of(unit), unit=unit), code=code, kind="system", owner=owner, floor=None)


def waiting(unit: str) -> Account:
    """What came in and pays nothing yet."""
    return account(unit, "da-pagare")


def place(method: str, unit: str) -> Account:
    """Where money of a method stands."""
    return account(unit, "cassa" if method in HAND else "banca")


def creditor_code(creditor_id: int | None) -> str:
    """Code of the account of what was collected for a creditor; None is the cooperative."""
    return f"incassato:{creditor_id}" if creditor_id else "incassato"


def collected(charge: Charge) -> Account:
    """What was collected for the charge's creditor."""
    owner = owners.reference(charge.creditor) if charge.creditor else ""
    return account(charge.unit, creditor_code(charge.creditor_id), owner)


def key_of(method: str, reference: str) -> UUID:
    """Key of a receipt known by an outside reference: the same one is taken once."""
    return uuid5(NAMESPACE, f"{method}/{reference}")


def euro_key(promise: UUID) -> UUID:
    """Key of the reservation of a promise's euro part."""
    return uuid5(promise, "euro")


def euro_hold(charge: Charge, amount: int, promise: UUID, expires: datetime | None) -> Transfer:
    """The draft that keeps the euro part of a promise: posted by the method beside its own hold, settled when the euro is in."""
    return ledger.hold(
        waiting(charge.unit), collected(charge), amount, kind=KIND, key=euro_key(promise), cause=f"payments.Charge:{charge.pk}", expires=expires
    )


def money_in(receipt: Receipt) -> Transfer:
    """A receipt arrives."""
    payer, payee, cause = place(receipt.method, receipt.unit), waiting(receipt.unit), f"payments.Receipt:{receipt.transfer_key}"
    return ledger.move(payer, payee, receipt.amount, kind=KIND, key=receipt.transfer_key, cause=cause, value_on=receipt.value_on)


def money_back(receipt: Receipt, amount: int, key: UUID, on: date) -> Transfer:
    """Part of a receipt is given back to who paid."""
    payer, payee, cause = waiting(receipt.unit), place(receipt.method, receipt.unit), f"payments.Receipt:{receipt.transfer_key}"
    return ledger.move(payer, payee, amount, kind="refund", key=key, cause=cause, value_on=on)


def cover(charge: Charge, amount: int, key: UUID, on: date) -> Transfer:
    """Money that waits pays a charge."""
    cause = f"payments.Charge:{charge.pk}"
    return ledger.move(waiting(charge.unit), collected(charge), amount, kind=KIND, key=key, cause=cause, value_on=on)
