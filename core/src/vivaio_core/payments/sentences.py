"""What people did with charges and payments, told in plain sentences. A mere payment is no event: its row in the ledger is (ledger L16)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from vivaio_core.payments.models.charges import METHODS
from vivaio_core.trail.sentences import Payload, Sentence, in_words, register


def register_all() -> None:
    """Called once, when the app is ready."""
    register("payments.raise", gettext_lazy("Charge written down: {title}, {amount_cents}."), gettext_lazy("Charge"))
    register("payments.void", gettext_lazy("Charge cancelled: {title}, {amount_cents}. {reason}."), gettext_lazy("Charge cancelled"))
    register("payments.undo", gettext_lazy("Payment of {amount_cents} taken off a charge: {title}."), gettext_lazy("Payment taken off"))
    register("payments.bounce", gettext_lazy("Payment of {amount_cents} came back: {reason}."), gettext_lazy("Payment came back"))
    register("payments.give_back", gettext_lazy("Given back to the payer: {amount_cents}. {reason}."), gettext_lazy("Money given back"))
    register("payments.name_payer", gettext_lazy("The payer of {amount_cents} was found."), gettext_lazy("Payer found"))
    register("payments.ask", _leave(gettext_lazy("Leave asked, {method} up to {limit}: {reason}.")), gettext_lazy("Leave asked"))
    register("payments.authorise", _leave(gettext_lazy("Leave given, {method} up to {limit}: {reason}.")), gettext_lazy("Leave given"))
    register("payments.refuse", _leave(gettext_lazy("Leave refused, {method} up to {limit}.")), gettext_lazy("Leave refused"))
    account = gettext_lazy("From {valid_from} payments go to the account {iban}, in the name of {holder}.")
    register("payments.account", account, gettext_lazy("Account for payments"))
    register("payments.bank_read", gettext_lazy("Bank statement brought in, {file}: {count} new lines."), gettext_lazy("Bank statement brought in"))
    aside = gettext_lazy("Bank line")
    register("payments.bank_ignore", gettext_lazy("Line of {amount_cents} left aside: {reason}."), aside)
    register("payments.bank_outgoing", gettext_lazy("Lines that went out left aside, {count}: {reason}."), aside)
    register("payments.bank_take_up", gettext_lazy("Line of {amount_cents} taken up again."), aside)
    _of_files()
    register("payments.resolve", gettext_lazy("Exception dealt with, {what}: {resolution}."), gettext_lazy("Exception dealt with"))


def _leave(text: str | Promise) -> Sentence:
    """The method is kept as a code and told in the reader's language."""

    def told(payload: Payload) -> str:
        method = dict(METHODS).get(payload.get("method", ""), "")
        reason = str(payload.get("reason", "")).rstrip(".")
        return str(text).format_map({"method": method, "limit": in_words("limit_cents", payload.get("limit_cents")), "reason": reason})

    return told


def _of_files() -> None:
    """Mandates and files for the bank."""
    signed = gettext_lazy("Direct debit mandate {reference} signed on {signed_on}.")
    register("payments.mandate", signed, gettext_lazy("Direct debit mandate"))
    ended = gettext_lazy("Direct debit mandate {reference} revoked: {reason}.")
    register("payments.mandate_end", ended, gettext_lazy("Mandate revoked"))
    debits = gettext_lazy("File of direct debits prepared for {on}: rows {count}, in all {amount_cents}.")
    register("payments.file_debits", debits, gettext_lazy("File of direct debits"))
    transfers = gettext_lazy("File of bank transfers prepared for {on}: rows {count}, in all {amount_cents}.")
    register("payments.file_transfers", transfers, gettext_lazy("File of bank transfers"))
    approved = gettext_lazy("File for the bank approved, {file}: {amount_cents}.")
    register("payments.file_approve", approved, gettext_lazy("File for the bank approved"))
    sent = gettext_lazy("File for the bank downloaded, {file}: {amount_cents}.")
    register("payments.file_send", sent, gettext_lazy("File for the bank downloaded"))
    void = gettext_lazy("File for the bank cancelled, {file}: {reason}.")
    register("payments.file_void", void, gettext_lazy("File for the bank cancelled"))
    done = gettext_lazy("File for the bank carried out on {on}, {file}: {amount_cents}.")
    register("payments.file_done", done, gettext_lazy("File for the bank carried out"))
    returned = gettext_lazy("A row of a file for the bank came back, {amount_cents}: {reason}.")
    register("payments.file_return", returned, gettext_lazy("Row that came back"))
