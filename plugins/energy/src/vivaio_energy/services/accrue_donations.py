"""The yearly run of donations: one entry for each contract, rule and year; running twice adds nothing (energy E7)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.errors import Refused, allow
from vivaio_core.trail.services import record
from vivaio_energy.models.donations import DonationEntry, DonationRule, SocialFund
from vivaio_energy.selectors.donations import contracts_to_accrue, rules_of
from vivaio_energy.services import money


@dataclass(frozen=True)
class Accrual:
    """What a run wrote."""

    year: int
    entries: int
    cents: int


def accrue_donations(*, actor: User | None, year: int, on: date) -> Accrual:
    """Write the donations of `year` that are still missing. Raises PermissionDenied, Refused for a year that has not begun."""
    allow(actor, "energy.accrue_donations")
    if year > on.year:
        raise Refused(_("The year %(year)d has not begun yet.") % {"year": year}, "year")
    with transaction.atomic():
        rules = {rule.pk: rule for rule in rules_of(year)}
        for fund in sorted({rule.project.fund_id for rule in rules.values()}):
            SocialFund.objects.select_for_update(of=("self",)).get(pk=fund)
        new = [entry for rule in rules.values() for entry in _owed(rule, year, on)]
        money.accrue(entries=new, funds={pk: rule.project.fund for pk, rule in rules.items()})
        DonationEntry.objects.bulk_create(new, batch_size=500)
        cents = sum(entry.amount_cents for entry in new)
        if new:
            payload = {"year": year, "entries": len(new), "sum_cents": cents}
            record(kind="energy.donations_accrue", actor=actor, target=f"energy.DonationEntry:{year}", payload=payload)
    return Accrual(year, len(new), cents)


def _owed(rule: DonationRule, year: int, on: date) -> list[DonationEntry]:
    missing = contracts_to_accrue(rule, year, on).values_list("pk", flat=True)
    project, cents = rule.project_id, rule.amount_cents
    return [DonationEntry(contract_id=pk, rule=rule, project_id=project, year=year, amount_cents=cents, recorded_on=on) for pk in missing]
