"""Charges and payments of somebody: accounts that stay; their words go when the years of accounts are over (people P29)."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vivaio_core.payments.models.bank import BankLine
from vivaio_core.payments.models.charges import Charge, GivenBack, MethodAuthorisation, PaymentException, Receipt
from vivaio_core.payments.selectors.bank import lines_of_payer as lines_of
from vivaio_core.payments.selectors.charges import owed_by
from vivaio_core.payments.selectors.receipts import free_of, paid_by
from vivaio_core.payments.sepa import privacy as files
from vivaio_core.people.models import Party
from vivaio_core.site.erasure import DataClass, Disposal, Plan

CHARGES, RECEIPTS, LEAVES, LINES = "payments.charges", "payments.receipts", "payments.leaves", "payments.bank_lines"
RETENTION = "retention.payments_years"
WORDS = (
    *(gettext_noop("charges"), gettext_noop("payments"), gettext_noop("leaves for cash and cheques"), gettext_noop("what for"), gettext_noop("code")),
    *(gettext_noop("amount"), gettext_noop("paid"), gettext_noop("by"), gettext_noop("state"), gettext_noop("came in on"), gettext_noop("how")),
    *(gettext_noop("lines of bank statements"), gettext_noop("words"), gettext_noop("name"), gettext_noop("IBAN"), gettext_noop("value date")),
    *(gettext_noop("reference"), gettext_noop("to be used"), gettext_noop("given back"), gettext_noop("reason"), gettext_noop("good until")),
)


def disclosed(party: Party) -> dict[str, Any]:
    """Every charge, payment and leave of the party, JSON-ready."""
    leaves = MethodAuthorisation.objects.filter(party=party).order_by("pk")
    return {
        "charges": [_charge(row) for row in owed_by(party).order_by("raised_on", "pk")],
        "payments": [_receipt(row) for row in paid_by(party).order_by("received_on", "pk")],
        "leaves_for_cash_and_cheques": [
            {"how": str(row.get_method_display()), "amount_cents": row.limit, "reason": row.reason, "good_until": row.valid_to.isoformat()}
            | {"state": str(row.get_state_display())}
            for row in leaves
        ],
        "lines_of_bank_statements": [_line(row) for row in lines_of(party)],
        **files.disclosed(party),
    }


def _line(row: BankLine) -> dict[str, Any]:
    return {"value_date": row.value_on.isoformat(), "amount_cents": row.amount} | {
        "name": row.payer_name,
        "IBAN": row.payer_iban,
        "words": row.text,
        "reference": row.reference,
    }


def _charge(row: Any) -> dict[str, Any]:
    return {"what_for": row.title, "code": row.code, "amount_cents": row.amount, "paid_cents": row.paid} | {
        "by": row.due_on.isoformat(),
        "state": str(row.get_state_display()),
        "reason": row.void_reason,
    }


def _receipt(row: Any) -> dict[str, Any]:
    return {"came_in_on": row.received_on.isoformat(), "how": str(row.get_method_display()), "amount_cents": row.amount} | {
        "to_be_used_cents": row.free if row.state == Receipt.State.RECORDED else 0,
        "given_back_cents": row.returned,
        "reference": row.external_ref,
        "state": str(row.get_state_display()),
    }


def held(party: Party, on: date) -> list[DataClass]:
    """Charges and payments with the years of accounts; what is owed and what is to be used are bonds in force."""
    charges, receipts = list(Charge.objects.filter(debtor=party)), list(Receipt.objects.filter(payer=party))
    owed = any(row.state == Charge.State.OPEN for row in charges)
    since = max((row.settled_on or row.raised_on for row in charges), default=None)
    last = max((row.value_on for row in receipts), default=None)
    ground = _("Accounts: what was owed and what was paid.")
    leaves = list(MethodAuthorisation.objects.filter(party=party))
    decided = max((timezone.localdate(row.asked_at) for row in leaves), default=None)
    words = Disposal.PSEUDONYMISE
    lines = list(lines_of(party))
    booked = max((row.value_on for row in lines), default=None)
    return [
        DataClass(CHARGES, _("What you owed"), len(charges), words, ground, RETENTION, since, in_force=owed),
        DataClass(RECEIPTS, _("Your payments"), len(receipts), words, ground, RETENTION, last, in_force=free_of(party).exists()),
        DataClass(LEAVES, _("Leaves for cash and cheques"), len(leaves), words, ground, RETENTION, decided),
        DataClass(LINES, _("What the bank wrote about your payments"), len(lines), words, ground, RETENTION, booked),
        *files.held(party, on),
    ]


def forget(party: Party, plan: Plan) -> None:
    """Take the words out of what the plan lets go; amounts, days and keys stay as they were written."""
    notes = Q()
    if plan.action(CHARGES) != Disposal.KEEP:
        Charge.objects.filter(debtor=party).update(title="—", void_reason="")
        notes |= Q(charge__debtor=party)
    if plan.action(RECEIPTS) != Disposal.KEEP:
        Receipt.objects.filter(payer=party).update(external_ref="")
        GivenBack.objects.filter(receipt__payer=party).update(reason="—")
        notes |= Q(receipt__payer=party)
    if plan.action(LEAVES) != Disposal.KEEP:
        MethodAuthorisation.objects.filter(party=party).update(reason="—")
    if plan.action(LINES) != Disposal.KEEP:
        BankLine.objects.filter(receipt__payer=party).update(payer_name="", payer_iban="", text="", reference="")
    files.forget(party, plan)
    if notes:
        PaymentException.objects.filter(notes, state=PaymentException.State.RESOLVED).update(note="", resolution="—")
