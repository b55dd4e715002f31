"""The libro soci against an independent auditor in plain Python (people P4, P6, P7, P9, P11, P14)."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from vivaio_core.people.errors import Refused
from vivaio_core.people.models import MemberNumber, Membership, Party
from vivaio_core.people.selectors import membership_status
from vivaio_core.people.services import record_resolution, register_party
from vivaio_core.register.models.book import Operation, RegisterEntry
from vivaio_core.register.selectors import book
from vivaio_core.register.services import members, mend, shares

CODES = ["VRDGNN62C58F257V", "BNCLRD91T03F257L", "87654320453"]
START = date(2020, 1, 1)
WHO, COUNT, DAYS = st.integers(0, 2), st.integers(1, 4), st.integers(0, 40)


class Book(RuleBasedStateMachine):
    """The auditor keeps a list of (party, qty, status, effective_on, recorded_on) and of operations; the book must say the same."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.today = START
        self.lines: list[tuple[int, int, int, date, date]] = []
        self.operations: list[tuple[Operation, list[int]]] = []
        self.undone: set[int] = set()
        self.numbers: dict[int, int] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize()
    def people(self) -> None:
        self.party = [register_party(first_name="A", last_name=f"N{n}", fiscal_code=code, confirmed=True) for n, code in enumerate(CODES)]
        self.board = record_resolution(organ="board", held_on=START, minute_no="1", actor=None)

    def sound(self, lines: list[tuple[int, int, int, date, date]], who: int) -> bool:
        """P7 and P8 by brute force: day after day, no debt of shares, member or not, no share moves where it may not."""
        mine = [line for line in lines if line[0] == who]
        days = sorted({line[3] for line in mine})
        status = qty = 0
        for day in days:
            before = status
            of_day = [line for line in mine if line[3] == day]
            status, qty = status + sum(line[2] for line in of_day), qty + sum(line[1] for line in of_day)
            if status not in (0, 1) or qty < 0:
                return False
            if any(line[1] > 0 and line[2] == 0 for line in of_day) and not (before or status):
                return False
            if status and any(line[1] < 0 for line in of_day):  # a refund, on a day on which the party is a member
                return False
        return True

    def standing(self) -> list[tuple[int, int, int, date, date]]:
        """The lines that no correction has taken back."""
        return [line for n, line in enumerate(self.lines) if n not in self.gone()]

    def attempt(self, act: Any, expected: list[tuple[int, int, int, date, date]], allowed: bool) -> None:
        """Do it; it must succeed exactly when the auditor allows it, and leave nothing when it does not."""
        count = RegisterEntry.objects.count()
        try:
            with transaction.atomic():
                done = act()
        except Refused:
            assert not allowed
            assert RegisterEntry.objects.count() == count
            return
        assert allowed, expected
        operation = done if isinstance(done, Operation) else Operation.objects.latest("at")
        self.operations.append((operation, list(range(len(self.lines), len(self.lines) + len(expected)))))
        self.lines += expected

    def status(self, who: int, day: date) -> int:
        return sum(line[2] for line in self.lines if line[0] == who and line[3] <= day)

    def held(self, who: int, day: date) -> int:
        return sum(line[1] for line in self.lines if line[0] == who and line[3] <= day)

    @rule(days=DAYS)
    def wait(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(who=WHO, qty=COUNT)
    def admit(self, who: int, qty: int) -> None:
        line = (who, qty, 1, self.today, self.today)
        ended = [day for party, _, change, day, _ in self.standing() if party == who and change == -1]
        free = sum(line[2] for line in self.lines if line[0] == who) == 0 and all(day <= self.today for day in ended)
        allowed = free and self.sound([*self.standing(), line], who)

        def act() -> object:
            return members.admit(party=self.party[who], qty=qty, resolution=self.board, effective_on=self.today, recorded_on=self.today, actor=None)

        self.attempt(act, [line], allowed)
        if allowed:
            self.numbers.setdefault(who, len(self.numbers) + 1)

    @rule(who=WHO, qty=COUNT)
    def buy(self, who: int, qty: int) -> None:
        line = (who, qty, 0, self.today, self.today)
        allowed = self.total(who) == 1 and self.sound([*self.standing(), line], who)
        self.attempt(lambda: shares.increase(party=self.party[who], qty=qty, recorded_on=self.today, actor=None), [line], allowed)

    @rule(who=WHO)
    def leave(self, who: int) -> None:
        line = (who, 0, -1, self.today, self.today)
        starts = [day for party, _, change, day, _ in self.standing() if party == who and change == 1]
        allowed = self.total(who) == 1 and max(starts) < self.today and self.sound([*self.standing(), line], who)

        def act() -> object:
            return members.end(party=self.party[who], reason="exit", effective_on=self.today, recorded_on=self.today, actor=None)

        self.attempt(act, [line], allowed)

    @rule(who=WHO, qty=COUNT)
    def repay(self, who: int, qty: int) -> None:
        line = (who, -qty, 0, self.today, self.today)
        allowed = self.held(who, self.today) >= qty and self.status(who, self.today) == 0 and self.sound([*self.standing(), line], who)

        def act() -> object:
            return shares.refund(party=self.party[who], qty=qty, effective_on=self.today, recorded_on=self.today, actor=None)

        self.attempt(act, [line], allowed)

    @precondition(lambda self: self.operations)
    @rule(place=st.integers(0, 30))
    def undo(self, place: int) -> None:
        place %= len(self.operations)
        operation, lines = self.operations[place]
        opposite = [(self.lines[n][0], -self.lines[n][1], -self.lines[n][2], self.lines[n][3], self.today) for n in lines]
        kept = [line for n, line in enumerate(self.lines) if n not in self.gone() | set(lines)]
        who = self.lines[lines[0]][0]
        allowed = place not in self.undone and self.sound(kept, who)
        count = RegisterEntry.objects.count()
        try:
            with transaction.atomic():
                mend.undo(operation=operation, recorded_on=self.today, note="prova", actor=None)
        except Refused:
            assert not allowed
            assert RegisterEntry.objects.count() == count
            return
        assert allowed
        self.undone.add(place)
        self.dead = getattr(self, "dead", set()) | set(lines) | set(range(len(self.lines), len(self.lines) + len(opposite)))
        self.lines += opposite

    def gone(self) -> set[int]:
        """Places of lines that a correction has taken back, and of those corrections."""
        return getattr(self, "dead", set())

    def total(self, who: int) -> int:
        return sum(line[2] for line in self.lines if line[0] == who)

    @invariant()
    def the_book_says_the_same(self) -> None:
        if not hasattr(self, "party"):
            return
        rows = list(RegisterEntry.objects.order_by("seq").values_list("seq", "recorded_on"))
        assert [seq for seq, _ in rows] == list(range(1, len(self.lines) + 1))
        assert all(before <= after for (_, before), (_, after) in pairwise(rows))
        for who, party in enumerate(self.party):
            for day in (START, self.today - timedelta(days=20), self.today):
                for known in (None, self.today - timedelta(days=10)):
                    mine = [line for line in self.lines if line[0] == who and line[3] <= day and (known is None or line[4] <= known)]
                    found = book.holding(party, day, known)
                    assert (found.qty, found.status) == (sum(line[1] for line in mine), sum(line[2] for line in mine))
                assert (membership_status(party, day) == "member") == (self.status(who, day) == 1)
        assert {self.party.index(row.party): row.number for row in MemberNumber.objects.all()} == self.numbers
        assert book.drift(self.today) == []
        assert all(bond.shares >= 0 for bond in Membership.objects.all())


@pytest.mark.django_db
def test_the_book_agrees_with_an_independent_auditor() -> None:
    assert not Party.objects.exists()
    limits = settings(max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Book, settings=limits)
