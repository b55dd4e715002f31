"""Reads of donations: what a year still owes, the public ledger, the funds."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Cast, ExtractYear

from vivaio_core.people.models import Party
from vivaio_energy.models.contracts import SupplyContract
from vivaio_energy.models.donations import DonationEntry, DonationRule, FundedProject, FundMovement, SocialFund


def rules_of(year: int) -> list[DonationRule]:
    """The donation rules that hold in the year."""
    held = Q(first_year__lte=year) & (Q(last_year__isnull=True) | Q(last_year__gte=year))
    return list(DonationRule.objects.filter(held).select_related("project__fund", "supplier__seller__party").order_by("pk"))


def contracts_to_accrue(rule: DonationRule, year: int, on: date) -> QuerySet[SupplyContract]:
    """Contracts that owe a donation for the year and have none yet: active on some day of it, up to `on`, or on its last day."""
    done = DonationEntry.objects.filter(contract=OuterRef("pk"), rule=rule, year=year)
    return _counted(rule.basis, year, on).filter(~Exists(done), supplier=rule.supplier_id).order_by("pk")


def _counted(basis: str, year: int, on: date) -> QuerySet[SupplyContract]:
    last = date(year, 12, 31)
    first = last if basis == DonationRule.Basis.YEAR_END else date(year, 1, 1)
    active = Q(effective_on__lte=min(last, on)) & (Q(ended_on__isnull=True) | Q(ended_on__gt=first))
    found = SupplyContract.objects.filter(active, state__in=["active", "ended"])
    return found.none() if first > on else found


def waiting_count(year: int, on: date) -> int:
    """How many donations the year still owes: one query for each basis, however many rules."""
    rules, total = rules_of(year), 0
    for basis in DonationRule.Basis.values:
        keys = [rule.pk for rule in rules if rule.basis == basis]
        owing = _counted(basis, year, on).filter(supplier__donation_rules__in=keys).annotate(owed=F("supplier__donation_rules"))
        done = DonationEntry.objects.filter(contract=OuterRef("pk"), rule=OuterRef("owed"), year=year)
        total += owing.filter(~Exists(done)).count()
    return total


@dataclass(frozen=True)
class LedgerRow:
    """One project in one year, in cents; `contracts` is how many contracts gave."""

    year: int
    project: FundedProject
    contracts: int
    accrued: int
    declared: int
    approved: int
    paid: int


def ledger() -> list[LedgerRow]:
    """The public ledger, newest year first; no personal names. Three queries."""
    cells: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for year, project, cents in DonationEntry.objects.order_by().values_list("year", "project").annotate(cents=Sum("amount_cents")):
        cells[year, project]["accrued"] += cents
    counts = DonationEntry.objects.order_by().values_list("year", "project", "contract").distinct()
    for year, project, _contract in counts:
        cells[year, project]["contracts"] += 1
    for kind, on, project, cents in FundMovement.objects.order_by().values_list("kind", "on", "project", "amount_cents"):
        cells[on.year, project]["declared" if kind == FundMovement.Kind.HISTORY else kind] += cents
    projects = {project.pk: project for project in FundedProject.objects.select_related("fund")}
    names = ("contracts", "accrued", "declared", "approved", "paid")
    return [
        LedgerRow(year, projects[pk], *(row[name] for name in names))
        for (year, pk), row in sorted(cells.items(), key=lambda cell: (-cell[0][0], cell[0][1]))
    ]


def funds() -> list[SocialFund]:
    """All funds with their projects: two queries."""
    return list(SocialFund.objects.prefetch_related("projects"))


def accrued_cents() -> int:
    """Everything that has accrued, declared history included."""
    return SocialFund.objects.aggregate(total=Sum("accrued_cents"))["total"] or 0


def accrued_by_year() -> list[tuple[str, float]]:
    """Euro by year, oldest first, declared history included: one query."""
    return [(str(year), cents / 100) for year, cents in sorted(accrued_cents_by_year().items())]


def accrued_cents_by_year() -> dict[int, int]:
    """Cents by year, declared history included; together they are what the funds have accrued. One query."""
    booked = DonationEntry.objects.order_by().values_list("year").annotate(cents=Sum("amount_cents"))
    history = FundMovement.objects.filter(kind=FundMovement.Kind.HISTORY).order_by()
    declared = history.annotate(year=Cast(ExtractYear("on"), IntegerField())).values_list("year").annotate(cents=Sum("amount_cents"))
    years: dict[int, int] = defaultdict(int)
    for year, cents in booked.union(declared, all=True):
        years[year] += cents
    return years


def of_party(party: Party) -> list[DonationEntry]:
    """The donations that the party's contracts generated, newest first."""
    return list(DonationEntry.objects.filter(contract__member=party).select_related("project", "contract__point"))
