"""Prepare a file for the bank: direct debits of what is owed, bank transfers of what goes back. Another person approves it (ledger M6)."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.payments.models.accounts import CollectionAccount
from vivaio_core.payments.models.charges import Receipt
from vivaio_core.payments.models.sepa import PaymentFile, PaymentFileRow
from vivaio_core.payments.selectors.accounts import account_in_use
from vivaio_core.payments.selectors.debits import candidates
from vivaio_core.payments.selectors.receipts import free
from vivaio_core.payments.sepa.clocks import refuse_day
from vivaio_core.payments.sepa.codes import sepa_iban
from vivaio_core.payments.sepa.letters import NAME, WORDS, plain
from vivaio_core.payments.sepa.write import Line, Sender, debits, transfers
from vivaio_core.payments.services.covering import locked_receipt, on_books
from vivaio_core.people.duplicates.selectors import kept
from vivaio_core.people.errors import Refused, allow
from vivaio_core.trail.services import record

MOST = 1000
Kind = PaymentFile.Kind


@dataclass(frozen=True)
class Refund:
    """All that is free of a receipt, to be sent back to an account."""

    receipt: Receipt
    iban: str
    holder: str = ""


def prepare_debits(*, collect_on: date, on: date, actor: User | None, key: UUID, leave: Collection[int] = ()) -> PaymentFile:
    """A draft that collects on the day what is due by then, at most MOST rows; the same `key` again gives the stored file.

    `leave` are keys of charges left out. Raises PermissionDenied, NoRuleForDate, Refused.
    """
    allow(actor, "payments.add_paymentfile")
    account = _account(on)
    if not account.creditor_id:
        raise Refused(_("The account for payments has no creditor identifier: an administrator writes it, as the bank gave it."))
    refuse_day(collect_on, on, collecting=True)
    stored = PaymentFile.objects.filter(key=key).first()
    if stored is not None:
        return stored
    chosen = [one for one in candidates(collect_on, on, leave) if not one.fault][:MOST]
    rows = [
        PaymentFileRow(
            party=kept(one.charge.debtor),
            mandate=one.mandate,
            charge=one.charge,
            name=plain(one.mandate.holder, NAME),
            iban=one.mandate.iban,
            amount=one.cents,
            end_to_end=one.charge.code,
            sequence=one.sequence,
            text=plain(one.charge.title, WORDS),
        )
        for one in chosen
    ]
    return _prepare(_File(Kind.DEBITS, account, collect_on, on, key, actor), rows)


def prepare_transfers(*, refunds: Sequence[Refund], execute_on: date, words: str, on: date, actor: User | None, key: UUID) -> PaymentFile:
    """A draft that sends back what is free of receipts, with `words` for who reads the statement; the same `key` again gives the stored file.

    Raises PermissionDenied; Refused: no account, an IBAN that cannot be, a receipt without a payer or with nothing free.
    """
    allow(actor, "payments.add_paymentfile")
    account = _account(on)
    refuse_day(execute_on, on, collecting=False)
    if len(plain(words, WORDS)) < 3:
        raise Refused(_("Write what the money is for: who receives it reads these words."), "words")
    stored = PaymentFile.objects.filter(key=key).first()
    if stored is not None:
        return stored
    if len(refunds) > MOST:
        raise Refused(_("At most %(most)s rows fit into a file: choose fewer.") % {"most": MOST})
    with transaction.atomic():
        rows = [_refund_row(one, plain(words, WORDS)) for one in sorted(refunds, key=lambda one: one.receipt.pk)]
        return _prepare(_File(Kind.TRANSFERS, account, execute_on, on, key, actor), rows)


@dataclass(frozen=True)
class _File:
    """What is known of a file before its rows."""

    kind: str
    account: CollectionAccount
    execute_on: date
    on: date
    key: UUID
    actor: User | None

    @property
    def number(self) -> str:
        """By which the bank knows the file: kind, day, the key's beginning."""
        return f"{'SDD' if self.kind == Kind.DEBITS else 'SCT'}{self.on:%Y%m%d}-{self.key.hex[:16].upper()}"


def _account(on: date) -> CollectionAccount:
    account = account_in_use(on)
    if account is None:
        raise Refused(_("No account for payments is written down: an administrator does it first."))
    return account


def _refund_row(refund: Refund, words: str) -> PaymentFileRow:
    found = locked_receipt(refund.receipt)
    rest = free(found) if on_books(found) and found.unit == "EUR" else 0
    if found.payer is None or rest < 1:
        raise Refused(_("One of these payments has nothing left to give back: reload the page and choose again."))
    payer = kept(found.payer)
    name = plain(refund.holder or payer.display_name, NAME)
    if not name:
        raise Refused(_("Write the name of the account's holder in letters that banks can read."), "holder")
    reference = found.transfer_key.hex.upper()
    return PaymentFileRow(party=payer, receipt=found, name=name, iban=sepa_iban(refund.iban), amount=rest, end_to_end=reference, text=words)


def _prepare(file: _File, rows: list[PaymentFileRow]) -> PaymentFile:
    if not rows:
        raise Refused(_("There is nothing to put into the file: choose another day, or other rows."))
    content = _written(file, rows)
    total = sum(row.amount for row in rows)
    given = {"kind": file.kind, "account": file.account, "execute_on": file.execute_on, "message_id": file.number, "key": file.key}
    made = PaymentFile(**given, count=len(rows), total=total, content=content, prepared_on=file.on, prepared_by=file.actor)
    made.sha256 = hashlib.sha256(content).hexdigest()
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            for number, row in enumerate(rows, 1):
                row.file, row.number = made, number
            PaymentFileRow.objects.bulk_create(rows, batch_size=200)
            payload = {"count": made.count, "amount_cents": total, "on": file.execute_on.isoformat()}
            record(kind=f"payments.file_{file.kind}", actor=file.actor, target=f"payments.PaymentFile:{made.pk}", payload=payload)
    except IntegrityError:
        stored = PaymentFile.objects.filter(key=file.key).first()
        if stored is not None:
            return stored
        raise Refused(_("Somebody has just put some of these rows into another file: reload the page and look at what is left.")) from None
    return made


def _written(file: _File, rows: list[PaymentFileRow]) -> bytes:
    sender = Sender(file.account.holder, file.account.iban, file.account.creditor_id, file.account.bic)
    if file.kind == Kind.TRANSFERS:
        lines = [Line(row.name, row.iban, row.amount, row.end_to_end, row.text) for row in rows]
        return transfers(sender=sender, message_id=file.number, execute_on=file.execute_on, lines=lines)
    collected = [
        Line(row.name, row.iban, row.amount, row.end_to_end, row.text, row.mandate.reference, row.mandate.signed_on, row.sequence)
        for row in rows
        if row.mandate
    ]
    return debits(sender=sender, message_id=file.number, collect_on=file.execute_on, lines=collected)
