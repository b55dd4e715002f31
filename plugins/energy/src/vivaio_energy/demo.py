"""The energy of a demonstration, from the example's energy.toml. Deterministic; a second run creates nothing."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import Q

from vivaio_core.people.models import Party
from vivaio_core.people.services import register_party
from vivaio_core.site.demo import DemoContext
from vivaio_core.suppliers.models import Supplier as CoreSupplier
from vivaio_core.suppliers.selectors import supplier_of
from vivaio_core.suppliers.services import Known, Profile, bring_in_suppliers
from vivaio_energy.demo_campaigns import add_campaign
from vivaio_energy.demo_plan import DonationPlan, EnergyPlan, SupplierPlan, read_plan
from vivaio_energy.models.campaigns import ConsentText
from vivaio_energy.models.donations import DonationRule, FundedProject, SocialFund
from vivaio_energy.models.points import Commodity, Supplier, SupplyPoint
from vivaio_energy.selectors.donations import accrued_by_year
from vivaio_energy.services.accrue_donations import accrue_donations
from vivaio_energy.services.import_contracts import RunningSupply, import_contracts
from vivaio_energy.services.move_fund import approve_sum, pay_sum, record_history
from vivaio_energy.services.post_fees import post_fees

Use = SupplyPoint.Use


def build(context: DemoContext) -> None:
    """Suppliers, running contracts, donations, campaigns. An example without energy.toml gets none."""
    if not (context.folder / "energy.toml").exists() or ConsentText.objects.exists():
        return
    plan = read_plan(context.folder)
    with transaction.atomic():
        ConsentText.objects.create(version=1, body=plan.consent.strip(), published_on=date(context.on.year, 1, 1))
        member = Party.objects.filter(email=context.data.get("people", {}).get("member", {}).get("email", "")).first()
        parties = _Parties(context.on, member, {one.name for one in plan.suppliers})
        suppliers = {one.name: _supplier(one) for one in plan.suppliers}
        _contracts(plan, suppliers, parties, member, context)
        _donations(plan.donations, suppliers, context.on)
        for year in plan.fee_years:
            post_fees(actor=None, year=year, on=context.on)
        for campaign in plan.campaigns:
            add_campaign(campaign, suppliers, member, context)


class _Parties:
    """The people that the core's demonstration brought in, organisations and persons apart, each with the first day one may sign."""

    def __init__(self, on: date, member: Party | None, sellers: set[str]) -> None:
        known = Party.objects.filter(Q(memberships__isnull=True) | Q(memberships__ended_on__isnull=True), status=Party.Status.ACTIVE)
        known = (known.exclude(pk=member.pk) if member else known).exclude(display_name__in=sellers)
        rows = list(known.prefetch_related("memberships").order_by("pk").distinct())
        rows.sort(key=lambda party: (_since(party), party.pk))
        self.organisations = [party for party in rows if party.kind == Party.Kind.ORGANISATION]
        self.persons = [party for party in rows if party.kind == Party.Kind.PERSON]
        self.on = on


def _since(party: Party) -> date:
    return max((bond.effective_on for bond in party.memberships.all()), default=date(2015, 1, 1))


def _supplier(plan: SupplierPlan) -> Supplier:
    party = Party.objects.filter(display_name=plan.name, kind=Party.Kind.ORGANISATION).first()
    party = party or register_party(kind=Party.Kind.ORGANISATION, display_name=plan.name, confirmed=True, actor=None)
    return Supplier.objects.create(
        seller=supplier_of(party) or _new_seller(party, plan),
        serves=plan.serves,
        renewable_claim=plan.renewable_claim,
        seller_is_dispatching_user=plan.dispatching_user,
    )


def _new_seller(party: Party, plan: SupplierPlan) -> CoreSupplier:
    """Where the example names no suppliers of its own: one since its first contract."""
    first = plan.first_start - timedelta(days=60)
    profile = Profile(supplies=f"Energia, {plan.serves}"[:160])
    return bring_in_suppliers(known=[Known(party, profile, proposed_on=first, started_on=first)], actor=None)[0]


def _contracts(plan: EnergyPlan, suppliers: dict[str, Supplier], parties: _Parties, member: Party | None, context: DemoContext) -> None:
    numbers, rows = count(1), []
    for one in plan.suppliers:
        chosen = parties.organisations[: one.organisations] + parties.persons[: one.persons]
        for place, party in enumerate(chosen):
            start = _start(one, place / max(1, len(chosen) - 1), _since(party), context.on)
            rows += list(_supplies(one, suppliers[one.name], party, start, numbers, context.random))
    if member is not None:
        own = next(one for one in plan.suppliers if one.name == plan.member_supplier)
        start = max(date(2021, 6, 1), (_since(member) + timedelta(days=40)).replace(day=1))
        rows += list(_supplies(own, suppliers[own.name], member, start, numbers, context.random))
    import_contracts(actor=None, rows=rows, on=context.on)


def _start(plan: SupplierPlan, share: float, since: date, on: date) -> date:
    planned = plan.first_start + (plan.last_start - plan.first_start) * share
    latest = on.replace(day=1) - timedelta(days=40)
    return min(max(planned, since + timedelta(days=30)), latest).replace(day=1)


def _supplies(plan: SupplierPlan, supplier: Supplier, party: Party, start: date, numbers: Iterator[int], random: Random) -> Iterator[RunningSupply]:
    business = party.kind == Party.Kind.ORGANISATION
    for commodity in [Commodity.POWER, Commodity.GAS] if plan.gas and not business else [Commodity.POWER]:
        number, gas = next(numbers), commodity == Commodity.GAS
        yield RunningSupply(
            member=party,
            supplier=supplier,
            commodity=commodity,
            code=f"0308{number:010d}" if gas else f"IT001E{60_000_000 + number:08d}",
            address=party.address or "Via Emilia 1, 41121 Modena",
            use=Use.BUSINESS if business else Use.RESIDENT,
            annual_consumption=random.randrange(500, 1500, 10) if gas else random.randrange(*plan.kwh, 10),
            signed_on=start - timedelta(days=25),
            effective_on=start,
            offer=_offer(plan, gas),
            fee_cents=plan.fee_cents,
        )


def _offer(plan: SupplierPlan, gas: bool) -> dict[str, Any]:
    name = f"{plan.offer} gas" if gas else plan.offer
    return {"supplier": plan.name, "name": name, "pricing": "fixed", "unit_price": "" if gas else plan.unit_price, "unit": "€/kWh"}


def _donations(plan: DonationPlan, suppliers: dict[str, Supplier], on: date) -> None:
    fund = SocialFund.objects.create(name=plan.fund, description=plan.description)
    project = FundedProject.objects.create(fund=fund, title=plan.project, beneficiary=plan.beneficiary, purpose=plan.purpose, decision=plan.decision)
    rule = {"supplier": suppliers[plan.supplier], "project": project, "amount_cents": plan.amount_cents}
    years = [one.year for one in plan.declared]
    DonationRule.objects.create(first_year=min(years), last_year=max(years), **rule)
    DonationRule.objects.create(first_year=on.year, **rule)
    for one in plan.declared:
        accrue_donations(actor=None, year=one.year, on=on)
    booked = dict(accrued_by_year())
    for one in plan.declared:
        missing = one.cents - round(booked.get(str(one.year), 0) * 100)
        if missing > 0:
            record_history(actor=None, project=project, amount_cents=missing, source=plan.source, on=date(one.year, 12, 31))
    approve_sum(actor=None, project=project, amount_cents=plan.approved_cents, decision=plan.decision, on=date(max(years) + 1, 3, 15))
    pay_sum(actor=None, project=project, amount_cents=plan.paid_cents, note=plan.source, on=date(max(years) + 1, 4, 20))
