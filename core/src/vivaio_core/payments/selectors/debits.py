"""Which charges can be collected on a day, and which cannot yet, with the reason."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from vivaio_core.pages.numbers import day
from vivaio_core.payments import methods
from vivaio_core.payments.models.charges import Charge
from vivaio_core.payments.models.sepa import DebitMandate, PaymentFileRow
from vivaio_core.payments.selectors.charges import OPEN, charges
from vivaio_core.payments.selectors.mandates import active_by_party, ends_on
from vivaio_core.payments.sepa.clocks import lapse_months, told_by
from vivaio_core.people.duplicates.selectors import kept

FIRST, FOLLOWING = "FRST", "RCUR"


@dataclass(frozen=True)
class Candidate:
    """A charge with its mandate and the cents to collect; `fault` says why not yet, in words."""

    charge: Charge
    mandate: DebitMandate
    cents: int
    sequence: str
    fault: str = ""


def pending_charges() -> set[int]:
    """Keys of the charges that stand in a file not yet ended."""
    return set(PaymentFileRow.objects.filter(pending=True, charge__isnull=False).values_list("charge", flat=True))


def candidates(collect_on: date, on: date, leave: Collection[int] = ()) -> list[Candidate]:
    """What is due by the day from who has a mandate, and stands in no other file; the most urgent first. Raises NoRuleForDate.

    `leave` are keys of charges that a person leaves out.

    Four queries whatever the number, and one more for each charge that may be paid in credits.
    """
    active = active_by_party()
    if not active:
        return []
    owed = charges().filter(state=OPEN, unit="EUR", creditor=None, due_on__lte=collect_on).exclude(pk__in={*pending_charges(), *leave})
    told, months = told_by(collect_on, on), lapse_months(on)
    found, begun = list[Candidate](), set[int]()
    for row in owed:
        mandate = active.get(kept(row.debtor).pk)
        if mandate is None:
            continue
        cents, fault = _to_collect(row)
        fault = fault or _fault(row, mandate, told, months, collect_on)
        first = getattr(mandate, "last_used", None) is None and mandate.pk not in begun
        found.append(Candidate(row, mandate, cents, FIRST if first else FOLLOWING, fault))
        if not fault:
            begun.add(mandate.pk)
    return found


def _to_collect(row: Charge) -> tuple[int, str]:
    """What money must still bring; a charge that may be paid in credits may have some promised."""
    due: int = row.due  # type: ignore[attr-defined]
    held = methods.promise(row) if row.credit_share else None
    if held is None:
        return due, ""
    rest = due - held[1].value
    if held[1].expired:
        return rest, _("The credits promised for it have expired: first renew the promise or cancel it.")
    return rest, "" if rest > 0 else _("Nothing is left to pay in euro.")


def _fault(row: Charge, mandate: DebitMandate, told: date, months: int, collect_on: date) -> str:
    if row.raised_on > told:
        return _("Written down on %(day)s, too late to give notice: it can be collected later.") % {"day": day(row.raised_on)}
    if ends_on(mandate, months) <= collect_on:
        return _("The mandate was not used for too long: ask for a new signature.")
    return ""
