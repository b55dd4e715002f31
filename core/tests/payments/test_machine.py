"""Charges, receipts and allocations against a ledger of plain numbers: whatever is tried in whatever order, sums are exact (M2)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from vivaio_core.ledger.api import check
from vivaio_core.ledger.models import Account
from vivaio_core.payments.models.charges import Allocation, Charge, PaymentException, Receipt
from vivaio_core.payments.selectors.charges import left
from vivaio_core.payments.selectors.receipts import credit_of, free
from vivaio_core.payments.selectors.soundness import faults
from vivaio_core.payments.services.allocate import allocate
from vivaio_core.payments.services.bounce import bounce
from vivaio_core.payments.services.give_back import give_back
from vivaio_core.payments.services.raise_charge import raise_charge
from vivaio_core.payments.services.record_receipt import record_receipt
from vivaio_core.payments.services.undo_allocation import undo_allocation
from vivaio_core.payments.services.void_charge import void_charge
from vivaio_core.people.errors import Refused
from vivaio_core.people.services import register_party

ON = date(2026, 3, 10)
CENTS = st.integers(1, 40)
PLACE = st.integers(0, 30)


@dataclass
class Owed:
    """A charge in plain numbers."""

    amount: int
    paid: int = 0
    void: bool = False


@dataclass
class Came:
    """A receipt in plain numbers: `pays` is charge → cents, allocation by allocation."""

    amount: int
    gone: bool = False
    back: int = 0
    pays: list[tuple[int, int, Any]] = field(default_factory=list)

    @property
    def free(self) -> int:
        """What pays nothing yet."""
        return 0 if self.gone else self.amount - self.back - sum(cents for _place, cents, _row in self.pays)


class Payments(RuleBasedStateMachine):
    """Each act is foretold by the plain numbers, then done."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.owed: list[Owed] = []
        self.came: list[Came] = []

    def teardown(self) -> None:
        assert (check(), faults()) == ([], [])
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.anna = register_party(first_name="Anna", last_name="Bassi", actor=None)
        self.charges: list[Charge] = []
        self.receipts: list[Receipt] = []

    def tried(self, allowed: bool, act: Any) -> Any:
        """Do it; it must be refused exactly when the plain numbers do not allow it."""
        try:
            done = act()
        except Refused:
            assert not allowed
            return None
        assert allowed
        return done

    @rule(amount=CENTS)
    def raised(self, amount: int) -> None:
        number = len(self.charges)
        self.charges.append(raise_charge(debtor=self.anna, cause=f"prova:{number}", title="Prova", amount=amount, due_on=ON, on=ON, actor=None))
        self.owed.append(Owed(amount))

    @rule(amount=CENTS, place=st.one_of(st.none(), PLACE))
    def received(self, amount: int, place: int | None) -> None:
        named = place is not None and bool(self.charges)
        which = (place or 0) % len(self.charges) if named else -1
        given = {"charge": self.charges[which]} if named else {"payer": self.anna}
        before = PaymentException.objects.filter(kind__in=["over", "duplicate", "after_void"]).count()
        row = record_receipt(method="bank_transfer", amount=amount, received_on=ON, value_on=ON, actor=None, **given)
        self.receipts.append(row)
        self.came.append(Came(amount))
        if not named:
            return
        owed = self.owed[which]
        fits = 0 if owed.void else min(amount, owed.amount - owed.paid)
        if fits:
            self.came[-1].pays.append((which, fits, row.allocations.get()))
            owed.paid += fits
        found = PaymentException.objects.filter(kind__in=["over", "duplicate", "after_void"]).count()
        assert found == before + (amount > fits)

    @rule(place=PLACE, which=PLACE, amount=st.integers(0, 45))
    def allocated(self, place: int, which: int, amount: int) -> None:
        if not self.receipts or not self.charges:
            return
        place, which = place % len(self.receipts), which % len(self.charges)
        came, owed = self.came[place], self.owed[which]
        fits = 0 < amount <= min(came.free, owed.amount - owed.paid) and not owed.void
        row = self.tried(fits, lambda: allocate(receipt=self.receipts[place], charge=self.charges[which], amount=amount, on=ON, actor=None))
        if row is not None:
            came.pays.append((which, amount, row))
            owed.paid += amount

    @rule(place=PLACE, number=PLACE)
    def undone(self, place: int, number: int) -> None:
        rows = [(came, one) for came in self.came for one in came.pays if not came.gone]
        if rows:
            came, one = rows[(place + number) % len(rows)]
            undo_allocation(allocation=one[2], on=ON, actor=None)
            came.pays.remove(one)
            self.owed[one[0]].paid -= one[1]

    @rule(place=PLACE, amount=st.integers(0, 45))
    def returned(self, place: int, amount: int) -> None:
        if self.receipts:
            place %= len(self.receipts)
            came = self.came[place]
            fits = 0 < amount <= came.free
            self.tried(fits, lambda: give_back(receipt=self.receipts[place], amount=amount, on=ON, reason="Prova", actor=None))
            came.back += amount if fits else 0

    @rule(place=PLACE)
    def bounced(self, place: int) -> None:
        if self.receipts and place % 4 == 0:
            place %= len(self.receipts)
            came = self.came[place]
            bounce(receipt=self.receipts[place], on=ON, reason="Prova", actor=None)
            for which, cents, _row in [] if came.gone else came.pays:
                self.owed[which].paid -= cents
            came.gone, came.pays = True, []

    @rule(which=PLACE)
    def cancelled(self, which: int) -> None:
        if self.charges and which % 3 == 0:
            which %= len(self.charges)
            owed = self.owed[which]
            self.tried(owed.void or not owed.paid, lambda: void_charge(charge=self.charges[which], reason="Prova", on=ON, actor=None))
            owed.void = owed.void or not owed.paid

    @invariant()
    def the_room_says_the_same(self) -> None:
        if not hasattr(self, "charges"):
            return
        for owed, charge in zip(self.owed, Charge.objects.order_by("pk"), strict=True):
            state = "void" if owed.void else "settled" if owed.paid == owed.amount else "open"
            assert (charge.state, left(charge)) == (state, 0 if owed.void else owed.amount - owed.paid)
        assert [free(row) for row in Receipt.objects.order_by("pk")] == [came.free for came in self.came]
        assert credit_of(self.anna) == sum(came.free for came in self.came)
        balances = dict(Account.objects.filter(book__code="incassi").values_list("code", "balance"))
        assert balances.get("incassato", 0) == sum(owed.paid for owed in self.owed) == sum(Allocation.objects.values_list("amount", flat=True))
        assert sum(balances.values()) == 0


@pytest.mark.django_db
def test_m2_charges_receipts_and_allocations_agree_with_plain_numbers() -> None:
    limits = settings(
        max_examples=8, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
    )
    run_state_machine_as_test(Payments, settings=limits)
