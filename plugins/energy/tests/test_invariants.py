"""Whatever people do in whatever order, the invariants of the dossier hold (I1, I3, I4, I6, E7, E10)."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Sum
from energy_world import AT, World
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from vivaio_core.people.errors import Refused
from vivaio_energy.models.campaigns import Adhesion, Campaign
from vivaio_energy.models.contracts import SupplyContract
from vivaio_energy.models.donations import DonationEntry, FundedProject, SocialFund
from vivaio_energy.services import handle_contract as steps
from vivaio_energy.services.accrue_donations import accrue_donations
from vivaio_energy.services.join_campaign import complete_adhesion, start_adhesion
from vivaio_energy.services.leave_campaign import withdraw_adhesion
from vivaio_energy.services.move_fund import approve_sum, pay_sum
from vivaio_energy.services.sign_contract import accept_offer, sign_transfer
from vivaio_energy.snapshots import digest
from vivaio_energy.states import ContractState, counts

START = date(2026, 3, 2)
PLACES = 3
pick = st.integers(0, 30)


class Energy(RuleBasedStateMachine):
    """Four meters, one campaign of three places, one fund; time only moves forward."""

    @initialize()
    def begin(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.world, self.on = World(), START
        supplier = self.world.supplier()
        self.offer = self.world.offer(supplier, valid_to=date(2030, 12, 31))
        self.campaign = self.world.campaign("open", places=PLACES, chosen_offer=self.offer, deadline=date(2030, 12, 31))
        self.points = [self.world.point() for _ in range(4)]
        self.project = self.world.fund()
        self.rules = self.world.donation_rule(supplier, self.project)
        self.signed: dict[int, str] = {}

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def attempt(self, act: Callable[[], Any]) -> None:
        """A refusal is an answer; anything else is a fault."""
        with suppress(Refused, ObjectDoesNotExist):
            act()

    def nth(self, rows: Any, number: int) -> Any:
        found = list(rows)
        if not found:
            raise ObjectDoesNotExist
        return found[number % len(found)]

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.on += timedelta(days=days)

    @rule(number=pick)
    def start(self, number: int) -> None:
        point = self.points[number % 4]
        self.attempt(lambda: start_adhesion(actor=None, campaign=self.campaign, member=point.member, point=point, on=self.on))

    @rule(number=pick)
    def complete(self, number: int) -> None:
        text = self.world.consent()
        self.attempt(
            lambda: complete_adhesion(actor=None, adhesion=self.nth(Adhesion.objects.all(), number), consent=text, agreed=True, at=AT, on=self.on)
        )

    @rule(number=pick, early=st.booleans())
    def accept(self, number: int, early: bool) -> None:
        self.attempt(lambda: accept_offer(actor=None, adhesion=self.nth(Adhesion.objects.all(), number), on=self.on, early_start=early))

    @rule(number=pick)
    def withdraw(self, number: int) -> None:
        self.attempt(lambda: withdraw_adhesion(actor=None, adhesion=self.nth(Adhesion.objects.all(), number), on=self.on))

    @rule(number=pick, days=st.integers(0, 60))
    def transfer(self, number: int, days: int) -> None:
        planned = self.on + timedelta(days=days)
        self.attempt(lambda: sign_transfer(actor=None, point=self.points[number % 4], offer=self.offer, signed_on=self.on, planned_on=planned))

    @rule(number=pick, act=st.sampled_from(["submit", "accept", "reject", "activate", "end"]), days=st.integers(-5, 60))
    def handle(self, number: int, act: str, days: int) -> None:
        day = self.on + timedelta(days=days)

        def step() -> None:
            contract = self.nth(SupplyContract.objects.all(), number)
            calls: dict[str, Callable[[], Any]] = {
                "submit": lambda: steps.submit_switch(actor=None, contract=contract, requested_on=day),
                "accept": lambda: steps.accept_switch(actor=None, contract=contract, on=day),
                "reject": lambda: steps.reject_switch(actor=None, contract=contract, reason="no", on=day),
                "activate": lambda: steps.activate_contract(actor=None, contract=contract, effective_on=day),
                "end": lambda: steps.end_contract(actor=None, contract=contract, reason="moved", ended_on=day),
            }
            calls[act]()

        self.attempt(step)

    @rule()
    def accrue(self) -> None:
        accrue_donations(actor=None, year=self.on.year, on=self.on)

    @rule(cents=st.integers(1, 2500), pay=st.booleans())
    def spend(self, cents: int, pay: bool) -> None:
        if pay:
            self.attempt(lambda: pay_sum(actor=None, project=self.project, amount_cents=cents, note="x", on=self.on))
        else:
            self.attempt(lambda: approve_sum(actor=None, project=self.project, amount_cents=cents, decision="x", on=self.on))

    @invariant()
    def the_count_is_right_and_within_the_places(self) -> None:
        if not hasattr(self, "campaign"):
            return
        campaign = Campaign.objects.get(pk=self.campaign.pk)
        states = Adhesion.objects.filter(campaign=campaign).values_list("state", flat=True)
        assert campaign.counted == sum(counts(state, campaign.count_from_state) for state in states) <= PLACES

    @invariant()
    def supplies_never_overlap_and_never_start_early(self) -> None:
        if not hasattr(self, "points"):
            return
        for point in self.points:
            rows = [c for c in point.contracts.filter(state__in=["active", "ended"]) if c.effective_on]
            periods = sorted((c.effective_on, c.ended_on or date.max) for c in rows)
            assert all(end <= start for (_, end), (start, _) in pairwise(periods))
            assert all(c.planned_on is None or c.effective_on >= c.planned_on for c in rows)

    @invariant()
    def signed_offers_stay_and_withdrawn_ones_never_go_out(self) -> None:
        if not hasattr(self, "signed"):
            return
        for contract in SupplyContract.objects.select_related("adhesion"):
            assert self.signed.setdefault(contract.pk, contract.snapshot_hash) == contract.snapshot_hash == digest(contract.offer_snapshot)
            if contract.adhesion and contract.adhesion.state == "withdrawn":
                assert contract.state == ContractState.ENDED
                assert contract.effective_on is None

    @invariant()
    def the_fund_is_in_order(self) -> None:
        if not hasattr(self, "project"):
            return
        fund, project = SocialFund.objects.get(pk=self.project.fund_id), FundedProject.objects.get(pk=self.project.pk)
        assert fund.accrued_cents >= fund.approved_cents >= fund.paid_cents
        assert (project.approved_cents, project.paid_cents) == (fund.approved_cents, fund.paid_cents)
        entries = DonationEntry.objects.filter(rule=self.rules)
        assert (entries.aggregate(total=Sum("amount_cents"))["total"] or 0) == fund.accrued_cents
        pairs = list(entries.values_list("contract", "year"))
        assert len(pairs) == len(set(pairs))
        assert fund.accrued_cents <= len(pairs) * self.rules.amount_cents


@pytest.mark.django_db
def test_invariants_hold_in_any_order_of_acts() -> None:
    run_state_machine_as_test(
        Energy, settings=settings(max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    )
