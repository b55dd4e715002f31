"""What the bank did with a file: carried out, row by row; or a row came back."""

from datetime import date
from uuid import uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.payments.models.charges import Receipt
from vivaio_core.payments.models.sepa import PaymentFile, PaymentFileRow
from vivaio_core.payments.services.bounce import bounce
from vivaio_core.payments.services.decide_file import State, locked_file
from vivaio_core.payments.services.give_back import give_back
from vivaio_core.payments.services.record_receipt import record_receipt
from vivaio_core.people.errors import Refused, allow
from vivaio_core.trail.services import record

Row = PaymentFileRow.State
AT_ONCE = 100


def begin_execution(*, file: PaymentFile, on: date, actor: User | None, at_once: int = AT_ONCE) -> PaymentFile:
    """As `mark_executed`; of a long file the first `at_once` rows now and the rest by the worker, when there is one. Raises as that."""
    from vivaio_core.payments.tasks import carry_on
    from vivaio_core.site.worker.selectors import work_state

    begun = mark_executed(file=file, on=on, actor=actor, most=at_once)
    if begun.state == State.EXECUTED:
        return begun
    if work_state().alive < 1:
        return mark_executed(file=begun, on=on, actor=actor)
    carry_on.enqueue(file=begun.pk, on=on.isoformat(), actor=actor.pk if actor else None)
    return begun


def mark_executed(*, file: PaymentFile, on: date, actor: User | None, most: int | None = None) -> PaymentFile:
    """The bank carried the file out on the day: each row that waits becomes money in, or money given back. Again adds nothing.

    Each row is a transaction of its own, so that a stop in the middle, or after `most` rows, is taken up where it was. Raises PermissionDenied;
    Refused: not given to the bank, before its day, or a row that cannot be written, with whose it is.
    """
    allow(actor, "payments.add_paymentfile")
    known = PaymentFile.objects.defer("content").get(pk=file.pk)
    if known.state == State.EXECUTED:
        return known
    if known.state != State.SENT:
        raise Refused(_("This file was not given to the bank: approve and download it first."))
    if on < known.execute_on:
        raise Refused(_("The bank carries it out on its day or later: correct the day."), "on")
    for row in known.rows.filter(state=Row.WAITING).order_by("number")[:most]:
        _carry_out(row, on, actor)
    with transaction.atomic():
        found = locked_file(known)
        if found.state == State.SENT and not found.rows.filter(state=Row.WAITING).exists():
            found.state, found.executed_on = State.EXECUTED, on
            found.save(update_fields=["state", "executed_on"])
            payload = {"file": found.message_id, "on": on.isoformat(), "amount_cents": found.total}
            record(kind="payments.file_done", actor=actor, target=f"payments.PaymentFile:{found.pk}", payload=payload)
        return found


def return_row(*, row: PaymentFileRow, on: date, reason: str, actor: User | None) -> PaymentFileRow:
    """The bank refused a row, or sent it back later: what it had paid is owed again, what was given back is the payer's credit again.

    A second call changes nothing. Raises PermissionDenied, Refused.
    """
    allow(actor, "payments.add_paymentfile")
    if len(reason.strip()) < 3:
        raise Refused(_("Write why."), "reason")
    with transaction.atomic():
        file = locked_file(row.file)
        found = _locked(row)
        if found.state == Row.RETURNED:
            return found
        if file.state not in (State.SENT, State.EXECUTED):
            raise Refused(_("Only a row of a file that was given to the bank can come back."))
        if file.sent_at is not None and on < file.prepared_on:
            raise Refused(_("It cannot come back before it was prepared: correct the day."), "on")
        if found.made is not None:
            bounce(receipt=found.made, on=on, reason=reason, actor=actor)
        elif found.given is not None:
            _money_again(found, on, actor)
        found.state, found.pending, found.returned_on, found.reason = Row.RETURNED, False, on, reason.strip()[:200]
        found.save(update_fields=["state", "pending", "returned_on", "reason"])
        payload = {"amount_cents": found.amount, "reason": found.reason, "on": on.isoformat()}
        record(kind="payments.file_return", actor=actor, subject=found.party, target=f"payments.PaymentFile:{file.pk}", payload=payload)
        return found


def _locked(row: PaymentFileRow) -> PaymentFileRow:
    found = PaymentFileRow.objects.select_for_update(of=("self",)).defer("file__content")
    return found.select_related("file", "party", "charge", "receipt", "made", "given").get(pk=row.pk)


def _carry_out(row: PaymentFileRow, on: date, actor: User | None) -> None:
    with transaction.atomic():
        locked_file(row.file)
        found = _locked(row)
        if found.state != Row.WAITING:
            return
        found.state, found.pending = Row.PAID, False
        found.save(update_fields=["state", "pending"])
        if found.charge is not None:
            found.made = _collected(found, on, actor)
        elif found.receipt is not None:
            try:
                found.given = give_back(
                    receipt=found.receipt, amount=found.amount, on=on, reason=found.text, actor=actor, key=uuid5(found.file.key, str(found.number))
                )
            except Refused as refusal:
                text = _("Row %(row)s, %(name)s: %(why)s")
                raise Refused(text % {"row": found.number, "name": found.party, "why": refusal}) from refusal
        found.save(update_fields=["made", "given"])


def _collected(row: PaymentFileRow, on: date, actor: User | None) -> Receipt:
    """The receipt of a direct debit; what was paid otherwise meanwhile becomes an exception, as with any payment."""
    reference = f"{row.end_to_end} {row.file.message_id}"
    return record_receipt(
        method="sdd", amount=row.amount, received_on=on, value_on=on, actor=actor, payer=row.party, external_ref=reference, charge=row.charge
    )


def _money_again(row: PaymentFileRow, on: date, actor: User | None) -> None:
    reference = f"{row.end_to_end} {row.file.message_id}"
    record_receipt(method="bank_transfer", amount=row.amount, received_on=on, value_on=on, actor=actor, payer=row.party, external_ref=reference)
