"""E7 in the ledger: what accrued is in the fund, what was approved is reserved, what was paid is at the project."""

from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from energy_world import ON, World

from vivaio_core.ledger.api import check
from vivaio_core.ledger.models import Account, Transfer
from vivaio_energy.models.donations import FundedProject, FundMovement, SocialFund
from vivaio_energy.services.accrue_donations import accrue_donations
from vivaio_energy.services.money import donation_key
from vivaio_energy.services.move_fund import approve_sum, pay_sum, record_history


def sums(project: FundedProject) -> tuple[int, ...]:
    fund, own = SocialFund.objects.get(pk=project.fund_id), FundedProject.objects.get(pk=project.pk)
    return fund.accrued_cents, fund.approved_cents, fund.paid_cents, own.approved_cents, own.paid_cents


def test_e7_each_sum_is_read_from_the_accounts(make: World) -> None:
    supplier, project = make.supplier(), make.fund()
    rule = make.donation_rule(supplier, project=project)
    contract = make.running(supplier, date(2019, 5, 1))
    accrue_donations(actor=None, year=2019, on=ON)
    assert Transfer.objects.get(key=donation_key(contract=contract.pk, rule=rule.pk, year=2019)).amount == 1000
    record_history(actor=None, project=project, amount_cents=9000, source="Bilancio", on=ON)
    for cents in (3000, 4000):
        approve_sum(actor=None, project=project, amount_cents=cents, decision="Cda", on=ON)
    pay_sum(actor=None, project=project, amount_cents=3500, note="Bonifico", on=ON)
    assert sums(project) == (10_000, 7000, 3500, 7000, 3500)
    pot, own = (Account.objects.get(code=code) for code in (f"fondo:{project.fund_id}", f"progetto:{project.pk}"))
    assert (pot.balance, pot.held_out, own.balance, own.held_in) == (6500, 3500, 3500, 3500)
    pay_sum(actor=None, project=project, amount_cents=3500, note="Bonifico", on=ON)
    assert sums(project) == (10_000, 7000, 7000, 7000, 7000)
    assert check() == []


@pytest.mark.django_db(transaction=True)
def test_donations_of_before_the_ledger_get_their_rows(make: World) -> None:
    supplier, project = make.supplier(), make.fund()
    rule, contract = make.donation_rule(supplier, project=project), make.running(supplier, date(2019, 5, 1))
    executor = MigrationExecutor(connection)
    executor.migrate([("energy", "0005_sellers_without_party")])
    old = executor.loader.project_state([("energy", "0005_sellers_without_party")]).apps
    entry, movement = old.get_model("energy", "DonationEntry"), old.get_model("energy", "FundMovement")
    entry.objects.create(contract_id=contract.pk, rule_id=rule.pk, project_id=project.pk, year=2019, amount_cents=1000, recorded_on=ON)
    kept = {"fund_id": project.fund_id, "project_id": project.pk, "note": "prima"}
    for kind, cents, day in (("history", 5000, 1), ("approved", 2000, 2), ("approved", 2500, 3), ("paid", 3000, 4)):
        movement.objects.create(kind=kind, amount_cents=cents, on=date(2022, 1, day), **kept)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("energy"))
    assert sums(project) == (6000, 4500, 3000, 4500, 3000)
    assert Transfer.objects.get(key=donation_key(contract=contract.pk, rule=rule.pk, year=2019)).value_on == ON
    assert accrue_donations(actor=None, year=2019, on=ON).entries == 0
    assert all(Transfer.objects.filter(key=row.transfer_key).exists() for row in FundMovement.objects.all())
    assert check() == []
