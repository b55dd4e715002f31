"""Mandates and files for the bank of somebody: told on request; names, accounts and files go when the years of accounts are over (people P29)."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vivaio_core.payments.models.sepa import DebitMandate, PaymentFile, PaymentFileRow
from vivaio_core.payments.selectors.charges import entries_of
from vivaio_core.payments.selectors.mandates import mandates_of
from vivaio_core.people.models import Party
from vivaio_core.site.erasure import DataClass, Disposal, Plan

MANDATES, ROWS = "payments.mandates", "payments.file_rows"
RETENTION = "retention.payments_years"
WORDS = (
    *(gettext_noop("direct debit mandates"), gettext_noop("rows of files for the bank"), gettext_noop("in the name of"), gettext_noop("signed on")),
    *(gettext_noop("revoked on"), gettext_noop("why revoked"), gettext_noop("day of the bank"), gettext_noop("direct debit"), gettext_noop("words")),
)


def disclosed(party: Party) -> dict[str, Any]:
    """Every mandate and every row of a file, JSON-ready."""
    return {
        "direct_debit_mandates": [_mandate(row) for row in mandates_of(party).order_by("signed_on", "pk")],
        "rows_of_files_for_the_bank": [_row(row) for row in _rows(Q(party__in=entries_of(party))).order_by("file__execute_on", "pk")],
    }


def _rows(whose: Q) -> QuerySet[PaymentFileRow]:
    return PaymentFileRow.objects.filter(whose).select_related("file").defer("file__content")


def _mandate(row: DebitMandate) -> dict[str, Any]:
    return {"reference": row.reference, "in_the_name_of": row.holder, "IBAN": row.iban, "signed_on": row.signed_on.isoformat()} | {
        "state": str(row.get_state_display()),
        "revoked_on": row.revoked_on.isoformat() if row.revoked_on else "",
        "why_revoked": row.revoked_reason,
    }


def _row(row: PaymentFileRow) -> dict[str, Any]:
    return {"day_of_the_bank": row.file.execute_on.isoformat(), "amount_cents": row.amount, "direct_debit": row.charge_id is not None} | {
        "name": row.name,
        "IBAN": row.iban,
        "words": row.text,
        "reference": row.end_to_end,
        "state": str(row.get_state_display()),
        "reason": row.reason,
    }


def held(party: Party, on: date) -> list[DataClass]:
    """With the years of accounts; an active mandate and a row that waits are bonds in force."""
    mandates, rows = list(DebitMandate.objects.filter(debtor=party)), list(_rows(Q(party=party)))
    signed = any(row.state == DebitMandate.State.ACTIVE for row in mandates)
    since = max((row.revoked_on or row.signed_on for row in mandates), default=None)
    last = max((row.file.execute_on for row in rows), default=None)
    ground, words = _("Accounts: by whose leave money was collected, and where it was sent."), Disposal.PSEUDONYMISE
    return [
        DataClass(MANDATES, _("Your direct debit mandates"), len(mandates), words, ground, RETENTION, since, in_force=signed),
        DataClass(ROWS, _("What files for the bank say of you"), len(rows), words, ground, RETENTION, last, in_force=any(r.pending for r in rows)),
    ]


def forget(party: Party, plan: Plan) -> None:
    """Take names and accounts out of what the plan lets go. A file that names the party goes whole: its digest, its sum and its rows stay."""
    if plan.action(MANDATES) != Disposal.KEEP:
        DebitMandate.objects.filter(debtor=party).update(holder="—", iban="", revoked_reason="")
    if plan.action(ROWS) != Disposal.KEEP:
        rows = PaymentFileRow.objects.filter(party=party)
        PaymentFile.objects.filter(pk__in=rows.values("file")).update(content=b"")
        rows.update(name="—", iban="", text="", reason="")
