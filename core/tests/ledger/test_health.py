"""Dossier 4.5: the health of a circuit, first of all its worked example."""

from datetime import date
from decimal import Decimal

import pytest

from vivaio_core.ledger.api import health, hold, move, post, reverse

pytestmark = pytest.mark.django_db
END = date(2026, 6, 30)


@pytest.fixture
def trio(account):
    """Lines a 100.00, b 100.00, c 0: a pays b, b pays c, c pays a."""
    a, b, c = account("a", floor=-10000), account("b", floor=-10000), account("c")
    post(move(a, b, 6000, kind="payment", value_on=date(2026, 6, 10)))
    post(move(b, c, 4000, kind="payment", value_on=date(2026, 6, 20)))
    post(move(c, a, 1000, kind="payment", value_on=date(2026, 6, 25)))
    return a, b, c


def test_the_worked_example(trio, book):
    found = health(book, END)
    assert (found.turnover, found.in_circulation, found.active, found.dormant) == (11000, 5000, 3, 0)
    assert (found.velocity_year, found.credit_used) == (Decimal("26.77"), Decimal("0.250"))
    assert (found.hhi_positive, found.reciprocity) == (Decimal("0.5200"), Decimal("0.000"))
    assert (found.at_floor, found.at_ceiling) == ((), ())
    assert (found.top10_positive, found.top10_negative) == (Decimal("1.000"), Decimal("1.000"))
    assert found.negative == {"a": date(2026, 6, 10)}


def test_an_empty_circuit_has_no_ratios(book):
    found = health(book, END)
    assert (found.members, found.turnover, found.in_circulation) == (0, 0, 0)
    assert found.velocity_year is found.credit_used is found.hhi_positive is found.reciprocity is None
    assert found.top10_positive is found.top10_negative is None


@pytest.mark.parametrize(("on", "turnover"), [(date(2026, 7, 9), 11000), (date(2026, 7, 10), 5000), (date(2026, 6, 10), 6000), (date(2026, 6, 9), 0)])
def test_the_window_ends_with_the_day_and_has_thirty(trio, book, on, turnover):
    assert health(book, on).turnover == turnover


def test_only_trade_counts_neither_reversals_nor_reversed(trio, book, account):
    a, b, _c = trio
    post(move(a, b, 500, kind="fee", value_on=END))
    [paid] = post(move(b, a, 700, kind="payment", value_on=END))
    post(reverse(paid, value_on=END))
    assert health(book, END).turnover == 11000
    assert health(book, END, trade=("payment", "fee")).turnover == 11500


def test_who_pays_back_to_whom(trio, book):
    a, b, _c = trio
    post(move(b, a, 100, kind="payment", value_on=END))
    assert health(book, END).reciprocity == Decimal("0.500")


def test_limits_are_near_from_nine_tenths_on(account, book, bank):
    low, high, third = account("basso", floor=-1000), account("alto", ceiling=1000), account("terzo", floor=-1000)
    post(move(low, bank, 800, kind="payment"), hold(low, bank, 99, kind="payment"), move(bank, high, 899, kind="payment"))
    assert (health(book, END).at_floor, health(book, END).at_ceiling) == ((), ())
    post(hold(low, bank, 1, kind="payment"), hold(bank, high, 1, kind="payment"), hold(third, bank, 1000, kind="payment"))
    assert (health(book, END).at_floor, health(book, END).at_ceiling) == (("basso", "terzo"), ("alto",))


def test_accounts_of_the_system_are_no_members(trio, book, bank):
    post(move(trio[0], bank, 100, kind="payment", value_on=END))
    found = health(book, END)
    assert (found.members, found.in_circulation, found.turnover) == (3, 5000, 11100)


def test_half_is_rounded_up_once(account, book, bank):
    one, two = account("uno"), account("due")
    post(move(bank, one, 1, kind="opening"), move(bank, two, 2, kind="opening"))
    post(*(move(bank, one, 1, kind="payment", value_on=END) for _ in range(3)))
    found = health(book, END, days=30)
    assert found.velocity_year == Decimal("6.08")  # 3 × 365 / (30 × 6) = 6.0833
    assert found.hhi_positive == Decimal("0.5556")  # (4² + 2²) / 6²
