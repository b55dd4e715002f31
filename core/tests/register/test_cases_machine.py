"""P13 and P14 as a state machine: exits and transfers of two members against a plain Python model of what the law lets happen."""

from datetime import date, timedelta
from typing import Any

import pytest
from cases_world import decided
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from membership import admitted

from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Party
from vivaio_core.people.selectors import is_member
from vivaio_core.people.services import register_party
from vivaio_core.register.models.book import RegisterEntry
from vivaio_core.register.models.cases import ExitCase, ShareTransfer
from vivaio_core.register.selectors import book
from vivaio_core.register.services import leave, leave_end
from vivaio_core.register.services import share_transfers as moves

CODES = ["VRDGNN62C58F257V", "BNCLRD91T03F257L", "87654320453"]
START = date(2024, 1, 1)
WHO = st.integers(0, 1)


class Cases(RuleBasedStateMachine):
    """The model: who is a member, how many shares each holds, and one word for where the open exit and transfer of each stand."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.today = START + timedelta(days=30)
        self.member, self.shares = [True, True, True], [4, 4, 4]
        self.exit: list[str] = ["", ""]
        self.transfer: list[str] = ["", ""]
        self.due: list[date] = [START, START]
        self.qty, self.offered = [0, 0], [0, 0]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize()
    def people(self) -> None:
        self.party = [register_party(first_name="A", last_name=f"N{n}", fiscal_code=code, confirmed=True) for n, code in enumerate(CODES)]
        for party in self.party:
            admitted(party, START, 4)

    def attempt(self, act: Any, allowed: bool) -> bool:
        """Do it: it must succeed exactly when the model allows it, and write nothing when it does not."""
        before = RegisterEntry.objects.count(), self.pictures()
        try:
            with transaction.atomic():
                act()
        except Refused:
            assert not allowed
            assert (RegisterEntry.objects.count(), self.pictures()) == before
            return False
        assert allowed
        return True

    def pictures(self) -> list[str]:
        return [state for model in (ExitCase, ShareTransfer) for state in model.objects.order_by("pk").values_list("state", flat=True)]

    def case(self, who: int) -> ExitCase:
        return ExitCase.objects.filter(party=self.party[who]).latest("pk")

    def gift(self, who: int) -> ShareTransfer:
        return ShareTransfer.objects.filter(seller=self.party[who]).latest("pk")

    def free(self, who: int) -> bool:
        return self.transfer[who] == "received" and self.today > self.due[who]

    @rule(days=st.integers(1, 70))
    def wait(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(who=WHO)
    def ask(self, who: int) -> None:
        allowed = self.member[who] and not self.exit[who] and not self.transfer[who]
        if self.attempt(lambda: leave.ask_exit(party=self.party[who], received_on=self.today, actor=None), allowed):
            self.exit[who] = "received"

    @precondition(lambda self: any(self.exit))
    @rule(who=WHO, yes=st.booleans())
    def decide(self, who: int, yes: bool) -> None:
        if not ExitCase.objects.filter(party=self.party[who]).exists():
            return
        one = decided(self.today)
        act = lambda: leave.decide_exit(case=self.case(who), accept=yes, resolution=one, reasons="manca il titolo", actor=None)  # noqa: E731
        if self.attempt(act, self.exit[who] == "received"):
            self.exit[who] = "accepted" if yes else ""

    @precondition(lambda self: any(self.exit))
    @rule(who=WHO)
    def communicate(self, who: int) -> None:
        if self.exit[who] in ("accepted", "told"):
            act = lambda: leave.communicate_exit(case=self.case(who), on=self.today, actor=None)  # noqa: E731
            if self.attempt(act, self.exit[who] == "accepted"):
                self.exit[who] = "told"

    @precondition(lambda self: any(self.exit))
    @rule(who=WHO)
    def annotate(self, who: int) -> None:
        act = lambda: leave_end.annotate_exit(case=self.case(who), recorded_on=self.today, actor=None)  # noqa: E731
        if self.exit[who] and self.attempt(act, self.exit[who] == "told"):
            self.exit[who], self.member[who] = "out", False

    @precondition(lambda self: any(self.exit))
    @rule(who=WHO)
    def withdraw(self, who: int) -> None:
        if self.exit[who]:
            allowed = self.exit[who] in ("received", "accepted")
            if self.attempt(lambda: leave.withdraw_exit(case=self.case(who), on=self.today, actor=None), allowed):
                self.exit[who] = ""

    @precondition(lambda self: "out" in self.exit)
    @rule(who=WHO, pay=st.booleans())
    def refund(self, who: int, pay: bool) -> None:
        if self.exit[who] != "out":
            return
        close = self.case(who).balance_close_on
        assert close
        if self.shares[who]:
            self.today = max(self.today, close + timedelta(days=90))
            if self.case(who).balance_approved_on != self.today:
                leave_end.note_balance(case=self.case(who), approved_on=self.today, actor=None)
        cents = self.shares[who] * 2500 if pay else 0
        act = lambda: leave_end.refund_exit(case=self.case(who), recorded_on=self.today, method="bonifico", amount_cents=cents, actor=None)  # noqa: E731
        if self.attempt(act, True):
            self.exit[who] = "paid" if cents else ("closed" if self.shares[who] else "empty")
            self.qty[who], self.shares[who] = self.shares[who] or self.qty[who], 0

    @precondition(lambda self: any(self.exit))
    @rule(who=WHO)
    def undo(self, who: int) -> None:
        if not self.exit[who]:
            return
        act = lambda: leave_end.undo_exit(case=self.case(who), recorded_on=self.today, note="prova", actor=None)  # noqa: E731
        state = self.exit[who]
        if self.attempt(act, state in ("out", "closed", "empty")):
            if state == "out":
                self.exit[who], self.member[who] = "told", True
            else:
                self.exit[who] = "out"
                self.shares[who] = self.qty[who] if state == "closed" else 0

    @rule(who=WHO, qty=st.integers(1, 5))
    def offer(self, who: int, qty: int) -> None:
        unfinished = self.exit[who] in ("received", "accepted", "told")
        allowed = not self.transfer[who] and not unfinished and qty <= self.shares[who]
        act = lambda: moves.ask_transfer(seller=self.party[who], buyer=self.party[2], qty=qty, received_on=self.today, actor=None)  # noqa: E731
        if self.attempt(act, allowed):
            self.transfer[who], self.due[who] = "received", self.today + timedelta(days=60)
            self.offered[who] = qty

    @precondition(lambda self: any(self.transfer))
    @rule(who=WHO, yes=st.booleans())
    def answer(self, who: int, yes: bool) -> None:
        if not self.transfer[who]:
            return
        one, late = decided(self.today), self.today > self.due[who]
        given = {"authorise": yes, "resolution": one, "communicated_on": self.today, "reasons": "non ha i requisiti"}
        if self.attempt(lambda: moves.answer_transfer(transfer=self.gift(who), actor=None, **given), self.transfer[who] == "received"):
            self.transfer[who] = "authorised" if yes else "free" if late else ""

    @precondition(lambda self: any(self.transfer))
    @rule(who=WHO)
    def move(self, who: int) -> None:
        if not self.transfer[who]:
            return
        allowed = (self.transfer[who] in ("authorised", "free") or self.free(who)) and self.shares[who] >= self.offered[who]
        act = lambda: moves.register_transfer(transfer=self.gift(who), effective_on=self.today, recorded_on=self.today, actor=None)  # noqa: E731
        if self.attempt(act, allowed):
            self.shares[who] -= self.offered[who]
            self.shares[2] += self.offered[who]
            self.member[who] = self.member[who] and self.shares[who] > 0
            self.transfer[who] = ""

    @invariant()
    def the_book_and_the_cases_say_the_same(self) -> None:
        if not hasattr(self, "party"):
            return
        for who, party in enumerate(self.party):
            assert is_member(party, self.today) == self.member[who]
            assert book.holding(party, self.today).qty == self.shares[who]
        assert sum(self.shares) == sum(book.holding(party, self.today).qty for party in self.party)
        for who in (0, 1):
            open_ones = ExitCase.objects.filter(party=self.party[who], state__in=["received", "accepted", "opposed", "effective"]).count()
            assert open_ones == (self.exit[who] not in ("", "paid", "closed", "empty"))
        assert book.drift(self.today) == []


@pytest.mark.django_db
def test_p14_the_cases_agree_with_a_plain_model() -> None:
    assert not Party.objects.exists()
    limits = settings(max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Cases, settings=limits)
