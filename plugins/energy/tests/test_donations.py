"""E7 and E8: donations, funds, the green claim."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from energy_world import ON, World

from vivaio_core.ledger.api import hold, post, settle
from vivaio_core.ledger.errors import Refused as LedgerRefused
from vivaio_core.people.errors import Refused
from vivaio_core.trail.models import Event
from vivaio_energy.errors import FundRefused
from vivaio_energy.models.contracts import GuaranteeOfOrigin
from vivaio_energy.models.donations import DonationEntry, FundMovement, SocialFund
from vivaio_energy.selectors.claims import green_claims, last_day_to_cancel
from vivaio_energy.selectors.donations import accrued_by_year, ledger, waiting_count
from vivaio_energy.services import money
from vivaio_energy.services.accrue_donations import Accrual, accrue_donations
from vivaio_energy.services.move_fund import approve_sum, pay_sum, record_history


def accrue(year: int, actor: object = None) -> Accrual:
    return accrue_donations(actor=actor, year=year, on=ON)  # type: ignore[arg-type]


def test_e7_one_entry_for_each_contract_rule_and_year(make: World) -> None:
    supplier, other = make.supplier(), make.supplier()
    rule = make.donation_rule(supplier, last_year=2022)
    make.running(supplier, date(2018, 5, 1))
    make.running(supplier, date(2020, 12, 31))
    make.running(supplier, date(2017, 1, 1), date(2019, 1, 1))
    make.running(supplier, date(2017, 1, 1), date(2019, 1, 2))
    make.running(other, date(2018, 5, 1))
    assert [accrue(year).entries for year in range(2018, 2024)] == [0, 2, 2, 2, 2, 0]
    assert accrue(2020) == Accrual(2020, 0, 0)
    fund = SocialFund.objects.get(pk=rule.project.fund_id)
    assert fund.accrued_cents == DonationEntry.objects.count() * 1000 == 8000
    assert accrued_by_year() == [("2019", 20.0), ("2020", 20.0), ("2021", 20.0), ("2022", 20.0)]


def test_e7_a_rule_may_count_only_the_last_day_of_the_year(make: World) -> None:
    supplier = make.supplier()
    make.donation_rule(supplier, basis="year_end")
    make.running(supplier, date(2018, 5, 1), date(2019, 12, 31))
    make.running(supplier, date(2018, 5, 1), date(2020, 1, 1))
    assert (waiting_count(2019, ON), accrue(2019).entries, waiting_count(2019, ON)) == (1, 1, 0)
    assert (waiting_count(2026, ON), accrue(2026).entries) == (0, 0)


def test_e7_two_rules_of_one_supplier_are_both_owed(make: World) -> None:
    supplier = make.supplier()
    make.donation_rule(supplier)
    make.donation_rule(supplier, amount_cents=500)
    make.running(supplier, date(2019, 5, 1))
    make.running(supplier, date(2019, 6, 1))
    assert waiting_count(2019, ON) == 4
    assert accrue(2019) == Accrual(2019, 4, 3000)
    assert waiting_count(2019, ON) == 0


def test_e7_two_supplies_of_one_person_are_two_contracts(make: World) -> None:
    supplier, party = make.supplier(), make.party()
    make.donation_rule(supplier)
    for _ in range(2):
        make.running(supplier, date(2019, 5, 1), party=party)
    assert accrue(2019) == Accrual(2019, 2, 2000)


def test_e7_the_run_has_its_permission_its_year_and_its_event(make: World) -> None:
    supplier = make.supplier()
    make.donation_rule(supplier)
    make.running(supplier, date(2019, 5, 1))
    with pytest.raises(PermissionDenied):
        accrue(2019, make.worker("handle_switch"))
    with pytest.raises(Refused):
        accrue(2027)
    worker = make.worker("accrue_donations")
    assert waiting_count(2019, ON) == 1
    accrue(2019, worker)
    assert waiting_count(2019, ON) == 0
    event = Event.objects.get(kind="energy.donations_accrue")
    assert (event.actor_id, event.payload) == (worker.pk, {"year": 2019, "entries": 1, "sum_cents": 1000})


def test_i3_no_donation_above_its_rule_and_none_changed(make: World) -> None:
    supplier = make.supplier()
    rule = make.donation_rule(supplier)
    contract = make.running(supplier, date(2019, 5, 1))
    accrue(2019)
    entry = DonationEntry.objects.get()
    writes = (
        lambda: DonationEntry.objects.create(contract=contract, rule=rule, project=rule.project, year=2020, amount_cents=1001, recorded_on=ON),
        lambda: DonationEntry.objects.create(contract=contract, rule=rule, project=rule.project, year=2019, amount_cents=1000, recorded_on=ON),
        lambda: DonationEntry.objects.filter(pk=entry.pk).update(amount_cents=1),
        entry.delete,
    )
    for write in writes:
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    assert DonationEntry.objects.get().amount_cents == 1000


def test_e7_accrued_approved_paid(make: World) -> None:
    project = make.fund()
    board, office = make.worker("approve_fund"), make.worker("pay_fund")
    record_history(actor=board, project=project, amount_cents=10_000, source="Bilancio sociale 2022", on=date(2022, 12, 31))
    with pytest.raises(FundRefused):
        approve_sum(actor=board, project=project, amount_cents=10_001, decision="Cda", on=ON)
    approve_sum(actor=board, project=project, amount_cents=6_000, decision="Cda", on=ON)
    with pytest.raises(FundRefused):
        pay_sum(actor=office, project=project, amount_cents=6_001, note="Bonifico", on=ON)
    pay_sum(actor=office, project=project, amount_cents=6_000, note="Bonifico", on=ON)
    other = make.fund()
    other.fund = project.fund
    other.save()
    with pytest.raises(FundRefused):
        pay_sum(actor=office, project=other, amount_cents=1, note="Bonifico", on=ON)
    fund = SocialFund.objects.get(pk=project.fund_id)
    assert (fund.accrued_cents, fund.approved_cents, fund.paid_cents) == (10_000, 6_000, 6_000)
    row = next(row for row in ledger() if row.year == 2026)
    assert (row.approved, row.paid, row.declared) == (6_000, 6_000, 0)


def test_e7_movements_need_permission_amount_and_note(make: World) -> None:
    project = make.fund()
    nobody = make.worker("accrue_donations")
    for call in (
        lambda actor, cents, text: approve_sum(actor=actor, project=project, amount_cents=cents, decision=text, on=ON),
        lambda actor, cents, text: pay_sum(actor=actor, project=project, amount_cents=cents, note=text, on=ON),
        lambda actor, cents, text: record_history(actor=actor, project=project, amount_cents=cents, source=text, on=ON),
    ):
        with pytest.raises(PermissionDenied):
            call(nobody, 100, "nota")
        with pytest.raises(Refused):
            call(None, 0, "nota")
        with pytest.raises(Refused):
            call(None, 100, " ")
    assert not FundMovement.objects.exists()


def test_e7_the_database_keeps_the_order_of_the_sums(make: World) -> None:
    project = make.fund()
    movement = record_history(actor=None, project=project, amount_cents=5, source="x", on=ON)
    pot, own = money.fund_account(fund=project.fund), money.project_account(project=project)
    with pytest.raises(LedgerRefused, match="mancano 0,01"):
        post(hold(pot, own, 6, kind=money.GIVEN))
    (held,) = post(hold(pot, own, 5, kind=money.GIVEN))
    with pytest.raises(LedgerRefused):
        post(settle(held, 6))
    for write in (movement.delete, lambda: FundMovement.objects.update(amount_cents=1)):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("year", "month", "last"),
    [(2022, 1, date(2023, 1, 31)), (2022, 3, date(2023, 3, 31)), (2022, 12, date(2023, 3, 31)), (2023, 2, date(2024, 2, 29))],
)
def test_e8_last_day_to_cancel(year: int, month: int, last: date) -> None:
    assert last_day_to_cancel(year, month) == last


def test_e8_a_claim_is_proven_only_by_guarantees_that_cover_it(make: World) -> None:
    supplier = make.supplier(renewable_claim=True)
    make.supplier(renewable_claim=True)
    make.running(supplier, date(2021, 1, 1), kwh=3000)
    make.running(supplier, date(2022, 7, 2), kwh=3650)
    claim = green_claims(2022)[0]
    assert (claim.supplied_kwh, claim.proven, claim.gap_mwh) == (4830, False, 4.83)

    def cancel(number: int, mwh: int, on: date, month: int = 3) -> None:
        GuaranteeOfOrigin.objects.create(
            supplier=supplier, certificate_code=f"GO{number}", mwh=mwh, production_year=2022, production_month=month, cancelled_on=on
        )

    cancel(1, 9, date(2023, 4, 1))
    cancel(2, 9, date(2022, 2, 28))
    assert not green_claims(2022)[0].proven
    cancel(3, 4, date(2023, 3, 31))
    assert green_claims(2022)[0].gap_mwh == pytest.approx(0.83)
    cancel(4, 1, date(2022, 4, 1))
    assert green_claims(2022)[0].proven
    make.running(supplier, date(2022, 1, 1), kwh=None)
    unknown = green_claims(2022)[0]
    assert (unknown.proven, unknown.unknown_points) == (False, 1)
