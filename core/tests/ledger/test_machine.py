"""The ledger against an independent auditor in plain Python: whatever is tried in whatever order (L1 to L9)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from ledger_auditor import Auditor, Entry, Money

from vivaio_core.ledger.api import KeyReused, Refused, balance_on, check, close_account, freeze, open_account, open_book, post, set_limits, unfreeze
from vivaio_core.ledger.models import Account, Transfer
from vivaio_core.ledger.selectors.statements import statement

NAMES = {"anna": "liberex", "bruno": "liberex", "cassa": "liberex", "banca": "premi", "polizze": "premi"}
START = date(2026, 1, 1)
SPACE = UUID(int=4)
WHO = st.sampled_from(sorted(NAMES))
AMOUNT = st.one_of(st.integers(1, 60), st.sampled_from([1, 10, 50, 100]))
LIMIT = st.one_of(st.none(), st.integers(-120, 20))
PLACE = st.integers(0, 40)
# What somebody may try: phase, payer, payee, amount, which stored row it settles, reverses or repeats, day.
TRY = st.tuples(
    st.sampled_from(["move", "move", "hold", "hold", "stale", "post", "post", "void", "reverse", "again", "clash"]),
    *(WHO, WHO, AMOUNT, PLACE, st.integers(0, 9), st.booleans()),
)


class Books(RuleBasedStateMachine):
    """Every call is judged by the auditor first; then the ledger must do the same, and hold the same figures."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.auditor = Auditor()
        self.made = 0

    def teardown(self) -> None:
        assert check() == []
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(floors=st.lists(LIMIT, min_size=5, max_size=5), ceilings=st.lists(st.one_of(st.none(), st.integers(20, 150)), min_size=5, max_size=5))
    def begin(self, floors: list[int | None], ceilings: list[int | None]) -> None:
        self.accounts: dict[str, Account] = {}
        for (name, code), floor, ceiling in zip(NAMES.items(), floors, ceilings, strict=True):
            self.accounts[name] = open_account(book=open_book(code=code, unit="LBX"), code=name, floor=floor, ceiling=ceiling)
            self.auditor.accounts[name] = Money(code, floor, ceiling)

    def key(self) -> UUID:
        self.made += 1
        return uuid5(SPACE, str(self.made))

    def entry(self, phase: str, payer: str, payee: str, amount: int, place: int, day: int, exact: bool) -> Entry:
        """An attempt in the auditor's words; settlements and reversals are of any stored row, fitting or not."""
        stored = list(self.auditor.entries.values())
        row = stored[place % len(stored)] if stored else None
        if phase in ("move", "hold", "stale") or row is None:
            return Entry(
                self.key(),
                "hold" if phase == "stale" else "move" if phase != "hold" else phase,
                payer,
                payee,
                amount,
                day=day,
                expired=phase == "stale",
            )
        if phase == "again":
            return row
        if phase == "clash":
            return Entry(row.key, row.phase, row.payer, row.payee, row.amount + 1, row.kind, row.settles, row.reverses, row.day)
        if phase == "reverse":
            return Entry(self.key(), "move", row.payee, row.payer, row.amount if exact else amount, "reversal", reverses=row.key, day=day)
        return Entry(self.key(), phase, row.payer, row.payee, row.amount if exact or phase == "void" else amount, row.kind, settles=row.key, day=day)

    def transfer(self, entry: Entry) -> Transfer:
        ids = dict(Transfer.objects.filter(key__in=[entry.settles, entry.reverses]).values_list("key", "pk"))
        return Transfer(
            key=entry.key,
            phase=entry.phase,
            payer=self.accounts[entry.payer],
            payee=self.accounts[entry.payee],
            amount=entry.amount,
            kind=entry.kind,
            settles_id=ids.get(entry.settles),
            reverses_id=ids.get(entry.reverses),
            value_on=START + timedelta(days=entry.day),
            expires=timezone.now() - timedelta(seconds=1) if entry.expired else None,
        )

    @rule(tries=st.lists(TRY, min_size=1, max_size=4))
    def call(self, tries: list[tuple[Any, ...]]) -> None:
        entries = [self.entry(*attempt) for attempt in tries]
        transfers = [self.transfer(entry) for entry in entries]
        expected = self.auditor.judge(entries)
        assert self.outcome(transfers) == expected

    def outcome(self, transfers: list[Transfer]) -> str:
        try:
            rows = post(*transfers)
        except KeyReused:
            return "key"
        except Refused as error:
            return error.code
        assert [row.key for row in rows] == [row.key for row in transfers]
        return ""

    @rule(who=WHO, floor=LIMIT, ceiling=st.one_of(st.none(), st.integers(20, 150)))
    def limit(self, who: str, floor: int | None, ceiling: int | None) -> None:
        account = self.auditor.accounts[who]
        try:
            set_limits(account=self.accounts[who], floor=floor, ceiling=ceiling, reason="prova", actor=None)
        except Refused:
            assert account.state == "closed"
        else:
            account.floor, account.ceiling = floor, ceiling

    @rule(who=WHO, act=st.sampled_from([(freeze, "frozen"), (unfreeze, "open"), (close_account, "closed")]))
    def state(self, who: str, act: tuple[Any, str]) -> None:
        account = self.auditor.accounts[who]
        empty = (account.balance, account.held_out, account.held_in) == (0, 0, 0)
        try:
            act[0](account=self.accounts[who], reason="prova", actor=None)
        except Refused:
            assert account.state == "closed" or (act[1] == "closed" and not empty)
        else:
            assert act[1] != "closed" or empty
            account.state = act[1]

    @invariant()
    def the_ledger_says_the_same(self) -> None:
        if not hasattr(self, "accounts"):
            return
        stored = {row.code: row for row in Account.objects.all()}
        for name, money in self.auditor.accounts.items():
            row = stored[name]
            assert (row.balance, row.held_out, row.held_in, row.seq) == (money.balance, money.held_out, money.held_in, money.rows)
            assert balance_on(row, START + timedelta(days=4)) == self.auditor.balance_on(name, 4)
        assert Transfer.objects.count() == len(self.auditor.entries)

    @invariant()
    def statements_add_up(self) -> None:
        if not hasattr(self, "accounts"):
            return
        sheet = statement(self.accounts["anna"], START + timedelta(days=2), START + timedelta(days=6))
        assert (sheet.opening, sheet.closing) == (self.auditor.balance_on("anna", 1), self.auditor.balance_on("anna", 6))
        assert sheet.opening + sum(line.amount for line in sheet.lines) == sheet.closing


@pytest.mark.django_db
def test_the_ledger_agrees_with_an_independent_auditor() -> None:
    # Not shrunk: a failing run of thirty calls is read faster than it is made smaller.
    limits = settings(
        max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
    )
    run_state_machine_as_test(Books, settings=limits)
