"""Say what a line of the bank is: the payment of a charge, money of nobody known, or something to leave aside (ledger M4)."""

from contextlib import suppress

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.payments.models.bank import BankLine, BankStatement
from vivaio_core.payments.models.charges import Charge, PaymentException, Receipt
from vivaio_core.payments.selectors.bank import once_each, proposals
from vivaio_core.payments.services.record_receipt import record_receipt
from vivaio_core.people.errors import Refused, allow
from vivaio_core.trail.services import record

State = BankLine.State
AT_ONCE = 200  # about four seconds of one request


def match_line(*, line: BankLine, charge: Charge | None, actor: User | None) -> Receipt:
    """The line is a bank transfer that pays `charge`, or of nobody known without one: one group of the ledger. Again gives the same payment.

    Raises PermissionDenied; Refused for what went out, was left aside or is another payment already.
    """
    allow(actor, "payments.change_bankline")
    with transaction.atomic():
        found = _locked(line)
        if found.receipt is not None:
            return _same(found.receipt, _is_of(found.receipt, charge))
        _refuse_settled(found)
        reference = _("bank statement, line %(line)s") % {"line": found.pk}
        found.receipt = record_receipt(
            method="bank_transfer",
            amount=found.amount,
            received_on=found.booked_on,
            value_on=found.value_on,
            actor=actor,
            charge=charge,
            external_ref=reference,
        )
        found.state, found.decided_by = State.MATCHED, actor
        found.save(update_fields=["receipt", "state", "decided_by"])
        return found.receipt


def link_line(*, line: BankLine, receipt: Receipt, actor: User | None) -> Receipt:
    """The line is a payment that was written down before it came in the statement: nothing is posted again. Again gives the same payment.

    Raises PermissionDenied; Refused for another amount, a payment of another line or one that came back, and as `match_line` does.
    """
    allow(actor, "payments.change_bankline")
    with transaction.atomic():
        found = _locked(line)
        if found.receipt is not None:
            return _same(found.receipt, found.receipt.pk == receipt.pk)
        _refuse_settled(found)
        money = Receipt.objects.select_for_update(of=("self",)).get(pk=receipt.pk)
        if (
            (money.amount, money.unit) != (found.amount, "EUR")
            or money.state != Receipt.State.RECORDED
            or BankLine.objects.filter(receipt=money).exists()
        ):
            raise Refused(_("This payment is not the one of the line any more: choose again."), "receipt")
        found.receipt, found.state, found.decided_by = money, State.MATCHED, actor
        found.save(update_fields=["receipt", "state", "decided_by"])
        return money


def _same(stored: Receipt, same: bool) -> Receipt:
    if not same:
        raise Refused(_("This line is a payment already: look at the payment."), "code")
    return stored


def _is_of(receipt: Receipt, charge: Charge | None) -> bool:
    """Whether that is how it was matched: with this charge, or as money of nobody known."""
    if charge is None:
        return receipt.exceptions.filter(kind=PaymentException.Kind.UNKNOWN_PAYER).exists()
    return receipt.allocations.filter(charge=charge).exists() or receipt.exceptions.filter(charge=charge).exists()


def _refuse_settled(line: BankLine) -> None:
    if line.amount < 0:
        raise Refused(_("This money went out: it pays nothing. Leave the line aside and say why."), "code")
    if line.state == State.IGNORED:
        raise Refused(_("This line was left aside: %(reason)s.") % {"reason": line.reason.rstrip(".")}, "code")


def match_all(*, statement: BankStatement, actor: User | None) -> int:
    """Confirm the proposals of a statement, AT_ONCE of them at most; return how many.

    A charge is taken once: a second line that seems to pay it stays to be looked at. Raises PermissionDenied.
    """
    allow(actor, "payments.change_bankline")
    lines = {line.pk: line for line in statement.lines.filter(state=State.WAITING, amount__gt=0).order_by("pk")}
    done = 0
    for pk, charge in once_each(proposals(list(lines.values())))[:AT_ONCE]:
        # Who was faster with a line has decided it; the others go on.
        with suppress(Refused):
            match_line(line=lines[pk], charge=charge, actor=actor)
            done += 1
    return done


def ignore_line(*, line: BankLine, reason: str, actor: User | None) -> BankLine:
    """Leave a line aside, with a reason. Again changes nothing. Raises PermissionDenied; Refused without words, or when it is matched."""
    allow(actor, "payments.change_bankline")
    _refuse_silence(reason)
    with transaction.atomic():
        found = _locked(line)
        if found.state == State.IGNORED:
            return found
        if found.state == State.MATCHED:
            raise Refused(_("This line is a payment already: look at the payment."), "reason")
        found.state, found.reason, found.decided_by = State.IGNORED, reason.strip()[:200], actor
        found.save(update_fields=["state", "reason", "decided_by"])
        payload = {"amount_cents": found.amount, "reason": found.reason}
        record(kind="payments.bank_ignore", actor=actor, target=f"payments.BankStatement:{found.statement_id}", payload=payload)
        return found


def ignore_outgoing(*, statement: BankStatement, reason: str, actor: User | None) -> int:
    """Leave aside what went out and waits, with one reason; return how many lines. Raises PermissionDenied; Refused without words."""
    allow(actor, "payments.change_bankline")
    _refuse_silence(reason)
    with transaction.atomic():
        rows = statement.lines.filter(state=State.WAITING, amount__lt=0)
        count = rows.update(state=State.IGNORED, reason=reason.strip()[:200], decided_by=actor)
        if count:
            payload = {"count": count, "reason": reason.strip()[:200]}
            record(kind="payments.bank_outgoing", actor=actor, target=f"payments.BankStatement:{statement.pk}", payload=payload)
        return count


def take_up_line(*, line: BankLine, actor: User | None) -> BankLine:
    """A line left aside waits again. One that waits stays so. Raises PermissionDenied; Refused when it is matched."""
    allow(actor, "payments.change_bankline")
    with transaction.atomic():
        found = _locked(line)
        if found.state == State.MATCHED:
            raise Refused(_("This line is a payment already: look at the payment."))
        if found.state == State.IGNORED:
            found.state, found.reason, found.decided_by = State.WAITING, "", None
            found.save(update_fields=["state", "reason", "decided_by"])
            payload = {"amount_cents": found.amount}
            record(kind="payments.bank_take_up", actor=actor, target=f"payments.BankStatement:{found.statement_id}", payload=payload)
        return found


def _refuse_silence(reason: str) -> None:
    if len(reason.strip()) < 3:
        raise Refused(_("Write why it is left aside, for example: bank fees."), "reason")


def _locked(line: BankLine) -> BankLine:
    return BankLine.objects.select_for_update(of=("self",)).select_related("receipt").get(pk=line.pk)
