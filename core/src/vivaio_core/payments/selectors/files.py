"""Reads of payment files: the list, the rows of one, and what of it is not right any more."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from vivaio_core.payments import methods
from vivaio_core.payments.models.charges import Charge, Receipt
from vivaio_core.payments.models.sepa import DebitMandate, PaymentFile, PaymentFileRow
from vivaio_core.payments.selectors.charges import OPEN, charges, entries_of
from vivaio_core.payments.selectors.mandates import active_by_party
from vivaio_core.payments.selectors.receipts import receipts
from vivaio_core.people.duplicates.selectors import kept
from vivaio_core.people.folding import fold
from vivaio_core.people.models import Party

WAITING = PaymentFileRow.State.WAITING
GOING = (PaymentFile.State.APPROVED, PaymentFile.State.SENT)


def files() -> QuerySet[PaymentFile]:
    """All, those that wait for a person first, without the content."""
    return PaymentFile.objects.defer("content").select_related("account", "prepared_by", "approved_by").order_by("-execute_on", "-pk")


def search_files(found: QuerySet[PaymentFile], words: str) -> QuerySet[PaymentFile]:
    """Those whose number, or one of whose rows' people, holds every word."""
    for word in fold(words).split()[:8]:
        rows = PaymentFileRow.objects.filter(Q(party__search_key__contains=word) | Q(end_to_end__icontains=word))
        found = found.filter(Q(message_id__icontains=word) | Q(pk__in=rows.values("file")))
    return found


def rows_of(file: PaymentFile) -> QuerySet[PaymentFileRow]:
    """The rows as they stand in the file, with what a page shows."""
    return file.rows.select_related("party__merged_into", "mandate", "charge", "receipt", "made", "given").order_by("number")


def faults(file: PaymentFile) -> list[str]:
    """What of the rows that still wait is no longer as it was prepared: one sentence each, at most ten. Three queries, whatever the rows."""
    rows = list(rows_of(file).filter(state=WAITING))
    wrong = _wrong_debits(rows) if file.kind == PaymentFile.Kind.DEBITS else _wrong_transfers(rows)
    return wrong[:10]


def _wrong_debits(rows: list[PaymentFileRow]) -> list[str]:
    owed = {row.pk: row for row in charges().filter(file_rows__in=[row.pk for row in rows])}
    found = []
    for row in rows:
        charge = owed.get(row.charge_id or 0)
        if charge is None or row.mandate is None:
            continue
        who = kept(row.party)
        if row.mandate.state != DebitMandate.State.ACTIVE:
            found.append(_("%(name)s has revoked the mandate.") % {"name": who})
            continue
        held = methods.promise(charge) if charge.credit_share else None
        due: int = charge.due if charge.state == OPEN else 0  # type: ignore[attr-defined]
        if due - (held[1].value if held else 0) != row.amount:
            found.append(_("“%(title)s” of %(name)s is no longer owed as it was: paid, cancelled or changed.") % {"title": charge.title, "name": who})
    return found


def _wrong_transfers(rows: list[PaymentFileRow]) -> list[str]:
    money = {row.pk: row for row in receipts().filter(file_rows__in=[row.pk for row in rows])}
    found = []
    for row in rows:
        receipt = money.get(row.receipt_id or 0)
        if receipt is None or receipt.state == Receipt.State.BOUNCED or receipt.free < row.amount:
            found.append(_("The money of %(name)s has been used or given back meanwhile.") % {"name": kept(row.party)})
    return found


def refundable() -> QuerySet[Receipt]:
    """Receipts in euro of somebody known with money that pays nothing, in no other file; the oldest first."""
    found = receipts().filter(state=Receipt.State.RECORDED, unit="EUR", payer__isnull=False, free__gt=0).exclude(method=methods.MUTUAL_CREDIT)
    return found.exclude(file_rows__pending=True).select_related("payer__merged_into", "bank_line").order_by("value_on", "pk")


def ibans_of(rows: list[Receipt]) -> dict[int, str]:
    """Receipt → the account it came from as the bank said, else that of the payer's mandate; empty when nobody knows. Two queries."""
    active = active_by_party()
    found = {}
    for row in rows:
        line = getattr(row, "bank_line", None)
        mandate = active.get(kept(row.payer).pk) if row.payer else None
        found[row.pk] = (line.payer_iban if line else "") or (mandate.iban if mandate else "")
    return found


def waiting_rows(charge: Charge) -> QuerySet[PaymentFileRow]:
    """The row of a file by which a charge is about to be collected; one at most."""
    return charge.file_rows.filter(pending=True).select_related("file").defer("file__content")


def announced(party: Party, on: date) -> QuerySet[PaymentFileRow]:
    """What will be collected from a party by files that another person has approved: the notice in the own area."""
    coming = PaymentFileRow.objects.filter(party__in=entries_of(party), pending=True, charge__isnull=False, file__state__in=GOING)
    return (
        coming.filter(file__execute_on__gte=on).select_related("file", "charge", "mandate").defer("file__content").order_by("file__execute_on", "pk")
    )
