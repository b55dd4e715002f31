"""Approve a file, hand it to who takes it to the bank, cancel it."""

import hashlib
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.payments.models.sepa import PaymentFile, PaymentFileRow
from vivaio_core.payments.selectors.files import faults
from vivaio_core.payments.sepa.clocks import refuse_day
from vivaio_core.payments.services.announce import announce
from vivaio_core.people.errors import Refused, allow
from vivaio_core.trail.services import record

State, Row = PaymentFile.State, PaymentFileRow.State


def locked_file(file: PaymentFile) -> PaymentFile:
    """The row as it is now, kept from others until the transaction ends; without its content."""
    return PaymentFile.objects.select_for_update(of=("self",)).defer("content").get(pk=file.pk)


def approve_file(*, file: PaymentFile, on: date, actor: User | None) -> PaymentFile:
    """Approve a draft that another person prepared, when all of it is still right and in time; who pays is told by letter.

    Raises PermissionDenied, NoRuleForDate, Refused.
    """
    allow(actor, "payments.change_paymentfile")
    with transaction.atomic():
        found = locked_file(file)
        if found.state != State.DRAFT:
            raise Refused(_("This file is no draft any more: reload the page."))
        if actor is not None and actor.pk == found.prepared_by_id:
            raise Refused(_("You prepared this file: another person must approve it."))
        _refuse_stale(found, on)
        found.state, found.approved_by, found.approved_at = State.APPROVED, actor, timezone.now()
        found.save(update_fields=["state", "approved_by", "approved_at"])
        announce(found)
        _tell("payments.file_approve", found, actor, sha256=found.sha256)
        return found


def hand_over(*, file: PaymentFile, on: date, actor: User | None) -> bytes:
    """The file for the bank: always the bytes that were approved. The first time it is checked once more, and counts as given to the bank.

    Raises PermissionDenied, NoRuleForDate; Refused: not approved, cancelled, not right any more, or not the bytes of its digest.
    """
    allow(actor, "payments.add_paymentfile")
    with transaction.atomic():
        found = PaymentFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
        if found.state == State.DRAFT:
            raise Refused(_("Nobody has approved this file yet: another person than who prepared it does."))
        if found.state == State.VOID:
            raise Refused(_("This file was cancelled: prepare a new one."))
        content = bytes(found.content)
        if not content:
            raise Refused(_("The content of this file was erased together with the data of its people."))
        if hashlib.sha256(content).hexdigest() != found.sha256:
            raise Refused(_("The file is not the one that was approved: do not give it to the bank, and call who looks after the site."))
        if found.state == State.APPROVED:
            _refuse_stale(found, on)
            found.state, found.sent_at = State.SENT, timezone.now()
            found.save(update_fields=["state", "sent_at"])
            _tell("payments.file_send", found, actor)
        return content


def void_file(*, file: PaymentFile, reason: str, actor: User | None) -> PaymentFile:
    """Cancel a file that the bank has not carried out: its rows are free again. A second call changes nothing. Raises PermissionDenied, Refused."""
    allow(actor, "payments.change_paymentfile")
    if len(reason.strip()) < 3:
        raise Refused(_("Write why."), "reason")
    with transaction.atomic():
        found = locked_file(file)
        if found.state == State.VOID:
            return found
        if found.state == State.EXECUTED or found.rows.filter(state=Row.PAID).exists():
            raise Refused(_("The bank has carried out this file: write down each row that came back."))
        found.rows.filter(state=Row.WAITING).update(state=Row.DROPPED, pending=False)
        found.state, found.void_reason = State.VOID, reason.strip()[:200]
        found.save(update_fields=["state", "void_reason"])
        _tell("payments.file_void", found, actor, reason=found.void_reason)
        return found


def _refuse_stale(file: PaymentFile, on: date) -> None:
    refuse_day(file.execute_on, on, collecting=file.kind == PaymentFile.Kind.DEBITS)
    wrong = faults(file)
    if wrong:
        raise Refused(_("%(what)s Cancel this file and prepare a new one.") % {"what": " ".join(wrong)})


def _tell(kind: str, file: PaymentFile, actor: User | None, **more: str) -> None:
    payload = {"file": file.message_id, "count": file.count, "amount_cents": file.total, **more}
    record(kind=kind, actor=actor, target=f"payments.PaymentFile:{file.pk}", payload=payload)
