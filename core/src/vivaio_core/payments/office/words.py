"""How the office tells charges and payments: amounts, days, who, states in words."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vivaio_core.ledger.amounts import written
from vivaio_core.pages.numbers import day
from vivaio_core.payments.models.charges import Charge, MethodAuthorisation, Receipt
from vivaio_core.people.duplicates.selectors import kept
from vivaio_core.people.models import Party

CHARGES, RECEIPTS = "office_payments_charges", "office_payments_receipts"
LEAVES, EXCEPTIONS = "office_payments_leaves", "office_payments_exceptions"


def sum_of(cents: int, unit: str = "EUR") -> str:
    """An amount that does not break over a line."""
    return written(cents, unit, 2).replace(" ", "\u00a0")


def who(party: Party | None) -> str:
    """The name that stands today; an em dash for nobody known."""
    return str(kept(party)) if party else "—"


def days(value: date | None) -> str:
    """A day in words, nothing for none."""
    return day(value) if value else ""


def since_until(since: date, until: date) -> tuple[str, str]:
    """Two days in words, the month and the year only once when they are the same: `19` and `22 novembre 2026`."""
    if (since.year, since.month) == (until.year, until.month):
        return date_format(since, "j"), day(until)
    return date_format(since, "j F").lower() if since.year == until.year else day(since), day(until)


def due(row: Charge, on: date | None = None) -> str:
    """When it must be paid, and for how long it has been late."""
    today = on or timezone.localdate()
    late = (today - row.due_on).days
    if row.state != Charge.State.OPEN or late < 1:
        return day(row.due_on)
    since = ngettext("late by %(n)s day", "late by %(n)s days", late) % {"n": late}
    return f"{day(row.due_on)}, {since}"


def state_of(row: Any) -> str:
    """The state of a charge, with what is already paid of an open one."""
    if row.state == Charge.State.OPEN and row.paid:
        return _("%(sum)s paid") % {"sum": sum_of(row.paid, row.unit)}
    return str(row.get_state_display())


def use_of(row: Any) -> str:
    """What a receipt's money does."""
    if row.state == Receipt.State.BOUNCED:
        return _("came back on %(day)s") % {"day": days(row.bounced_on)}
    if not row.free:
        return _("all used") if row.used else _("given back")
    return _("%(sum)s to be used") % {"sum": sum_of(row.free, row.unit)}


def state_of_leave(row: MethodAuthorisation, on: date | None = None) -> str:
    """Asked, given, refused; used and expired are seen from the receipt and the day."""
    if hasattr(row, "used"):
        return _("used already")
    if row.state == MethodAuthorisation.State.GIVEN and row.valid_to < (on or timezone.localdate()):
        return _("expired")
    return str(row.get_state_display())


def charge_url(charge: Charge) -> str:
    """Its page."""
    return reverse(f"{CHARGES}:page", args=[charge.pk])


def receipt_url(receipt: Receipt) -> str:
    """Its page."""
    return reverse(f"{RECEIPTS}:page", args=[receipt.pk])
