"""L13 and L14: the books are computed again, sealed, and verified; who writes behind the guard's back is found."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.ledger.api import check, hold, move, open_account, open_book, post, reverse, seal, settle, verify
from vivaio_core.ledger.models import Account, Book, Seal, Transfer
from vivaio_core.ledger.tasks import nightly
from vivaio_core.ledger.triggers import GUARD
from vivaio_core.site.doctor.findings import findings
from vivaio_core.trail.models import Event
from vivaio_core.trail.sentences import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def life(anna, bruno, bank) -> Book:
    """Some rows of each phase."""
    post(move(bank, anna, 500, kind="payment"))
    held = post(hold(anna, bruno, 300, kind="payment"), hold(anna, bruno, 40, kind="payment"))
    post(settle(held[0], 200))
    [paid] = post(move(anna, bruno, 100, kind="payment"))
    post(reverse(paid))
    return bank.book


@contextmanager
def guard_off() -> Iterator[Callable[[str], None]]:
    """As somebody who owns the server would."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Foreign keys of this very transaction are checked now: a table with checks pending is not altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        GUARD.remove(connection)
        yield cursor.execute
    GUARD.install(connection)


def test_l13_sound_books_have_no_violations(life):
    assert check() == []


BREAKS = {
    "balance": "UPDATE ledger_account SET balance = balance + 1 WHERE code = 'anna'",
    "book_sum": "UPDATE ledger_account SET balance = balance + 1 WHERE code = 'anna'",
    "held_out": "UPDATE ledger_account SET held_out = held_out + 1 WHERE code = 'anna'",
    "held_in": "UPDATE ledger_account SET held_in = held_in + 1 WHERE code = 'bruno'",
    "book_held": "UPDATE ledger_account SET held_in = held_in + 1 WHERE code = 'bruno'",
    "rows": "UPDATE ledger_account SET seq = seq + 1 WHERE code = 'anna'",
    "running": "UPDATE ledger_transfer SET payer_balance = payer_balance + 1 WHERE id = (SELECT MAX(id) FROM ledger_transfer)",
    "order": "UPDATE ledger_transfer SET payee_seq = 99 WHERE id = (SELECT MAX(id) FROM ledger_transfer)",
    "across_books": "UPDATE ledger_account SET book_id = (SELECT MAX(id) FROM ledger_book) WHERE code = 'bruno'",
    "settlement": "UPDATE ledger_transfer SET amount = 301 WHERE phase = 'post'",
    "reversal": "UPDATE ledger_transfer SET amount = 99 WHERE reverses_id IS NOT NULL",
    "shape": "UPDATE ledger_transfer SET payer_seq = 0 WHERE phase = 'post'",
}


@pytest.mark.broken_books
@pytest.mark.parametrize("rule", BREAKS)
def test_l13_each_kind_of_fault_is_named(life, rule):
    open_book(code="altro", unit="EUR")
    with guard_off() as execute:
        execute(BREAKS[rule])
    assert rule in {fault.rule for fault in check()}


@pytest.mark.broken_books
def test_l13_the_doctor_tells(life):
    with guard_off() as execute:
        before = {finding.text for finding in findings(timezone.now())}
        execute(BREAKS["balance"])
    after = {finding.text for finding in findings(timezone.now())}
    assert after - before == {_("The accounts contradict themselves in %(n)s places.") % {"n": len(check())}}


@pytest.mark.broken_books
def test_l13_a_row_that_is_gone_is_missed(life):
    with guard_off() as execute:
        execute("DELETE FROM ledger_transfer WHERE reverses_id IS NOT NULL")
    assert {fault.rule for fault in check()} >= {"balance", "rows"}


@pytest.mark.broken_books
def test_l13_a_fault_says_where_and_how_much(life):
    with guard_off() as execute:
        execute("UPDATE ledger_account SET balance = balance + 7 WHERE code = 'anna'")
    fault = next(fault for fault in check() if fault.rule == "balance")
    assert (fault.book, fault.account, fault.found - fault.expected) == ("prova", "anna", 7)


def test_l14_a_seal_covers_what_came_after_the_last(life, bank, anna):
    first = seal(life)
    assert (first.first_id, first.last_id, first.count) == (Transfer.objects.earliest("pk").pk, Transfer.objects.latest("pk").pk, 6)
    assert seal(life) is None
    post(move(bank, anna, 1, kind="payment"))
    second = seal(life)
    assert (second.count, second.first_id) == (1, Transfer.objects.latest("pk").pk)
    assert verify(life).ok
    assert verify(life).seals == 2


def test_l14_each_book_has_its_own_chain(life):
    other = open_book(code="altro", unit="LBX")
    assert seal(other) is None
    post(move(open_account(book=other, code="a", floor=None), open_account(book=other, code="b"), 5, kind="payment"))
    assert (seal(other).count, seal(life).count) == (1, 6)
    assert verify(other).ok
    assert verify(life).ok


def test_l14_the_trail_is_told_the_digest(life):
    made = seal(life)
    event = Event.objects.get(kind="ledger.seal")
    assert (event.seq, event.payload["digest"]) == (made.leaf, made.digest)
    assert "prova" in told(event)


@pytest.mark.broken_books
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_transfer SET value_on = '2001-01-01' WHERE id = {first}",
        "UPDATE ledger_transfer SET cause = 'altro' WHERE id = {last}",
        "UPDATE ledger_transfer SET amount = amount + 1 WHERE id = {first}",
        "DELETE FROM ledger_transfer WHERE id = {first}",
        "DELETE FROM ledger_transfer WHERE id = {last}",
        "UPDATE ledger_account SET code = 'zita' WHERE code = 'anna'",
        "UPDATE ledger_seal SET count = 99 WHERE id = {seal}",
        "UPDATE ledger_seal SET digest = 'a' WHERE id = {seal}",
    ],
)
def test_l14_the_first_broken_seal_is_named(life, bank, anna, statement):
    first = seal(life)
    post(move(bank, anna, 1, kind="payment"))
    seal(life)
    with guard_off() as execute:
        execute(statement.format(first=first.first_id, last=first.last_id, seal=first.pk))
    verdict = verify(life)
    assert (verdict.ok, verdict.broken, verdict.why) == (False, first, "rows")


@pytest.mark.broken_books
def test_l14_rows_and_seals_rewritten_together_are_given_away_by_the_trail(life):
    made = seal(life)
    with guard_off() as execute:
        execute("UPDATE ledger_transfer SET cause = 'altro'")
        execute("DELETE FROM ledger_seal")
        forged = seal(life)
        execute(f"UPDATE ledger_seal SET leaf = {made.leaf} WHERE id = {forged.pk}")
    verdict = verify(life)
    assert (verdict.ok, verdict.why) == (False, "trail")


@pytest.mark.broken_books
def test_l14_a_seal_misses_the_one_before_when_it_vanishes_with_its_rows(life, bank, anna):
    first = seal(life)
    post(move(bank, anna, 1, kind="payment"))
    second = seal(life)
    with guard_off() as execute:
        execute(f"DELETE FROM ledger_transfer WHERE id <= {first.last_id}")
        execute(f"DELETE FROM ledger_seal WHERE id = {first.pk}")
    verdict = verify(life)
    assert (verdict.ok, verdict.broken, verdict.why) == (False, second, "rows")


def test_l14_seals_are_not_rewritten(life):
    seal(life)
    for statement in ("UPDATE ledger_seal SET count = 1", "DELETE FROM ledger_seal"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Seal.objects.get().count == 6


@pytest.mark.broken_books
def test_l13_the_night_checks_and_seals(life):
    assert nightly.call() == 0
    assert Seal.objects.count() == 1
    with guard_off() as execute:
        execute("UPDATE ledger_account SET balance = balance + 1 WHERE code = 'anna'")
    assert nightly.call() > 0
    assert Event.objects.get(kind="ledger.unsound").payload["rules"] == ["balance", "book_sum"]
    assert Account.objects.filter(book=life).exists()
