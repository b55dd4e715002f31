"""The circuit's health: the dossier's worked example, sectors, ages, loops, who is stuck, and its cost."""

import time
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from circuit_world import Circuit
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vivaio_core.ledger.api import move, post
from vivaio_liberex.selectors.health import ages_of, circuit_health, month_before

pytestmark = pytest.mark.django_db
END = date(2026, 6, 30)


@pytest.fixture
def circuit(db) -> Circuit:
    return Circuit()


@pytest.fixture
def trio(circuit):
    """Section 6 of the dossier: lines a 100.00, b 100.00, c 0; a pays b, b pays c, c pays a."""
    a, b, c = circuit.member("a", sector="Pane", line=10000), circuit.member("b", sector="Vino", line=10000), circuit.member("c", sector="Pane")
    circuit.pay(a, b, 6000, date(2026, 6, 10))
    circuit.pay(b, c, 4000, date(2026, 6, 20))
    circuit.pay(c, a, 1000, date(2026, 6, 25))
    return a, b, c


def test_the_worked_example_of_the_dossier(trio):
    found = circuit_health(END)
    figures = found.figures
    assert (figures.turnover, figures.in_circulation, figures.active) == (11000, 5000, 3)
    assert (figures.velocity_year, figures.credit_used) == (Decimal("26.77"), Decimal("0.250"))
    assert (figures.hhi_positive, figures.reciprocity, figures.at_floor) == (Decimal("0.5200"), Decimal("0.000"), ())
    assert figures.negative == {trio[0].account.code: date(2026, 6, 10)}
    assert list(found.ages) == [1, 0, 0, 0, 0]


def test_money_that_comes_back_is_a_loop(trio):
    found = circuit_health(END).loops
    assert (found.two, found.three, found.four, found.returning, found.largest) == (0, 1, 0, 11000, 3)


def test_sectors_say_what_they_sold_and_bought(trio, circuit):
    circuit.member("ferma", sector="Lana")
    rows = {row.title: (row.members, row.traders, row.sold, row.bought, row.flow) for row in circuit_health(END).sectors}
    assert rows == {"Pane": (2, 2, 5000, 7000, "both"), "Vino": (1, 1, 6000, 4000, "both"), "Lana": (1, 0, 0, 0, "still")}
    assert [row.title for row in circuit_health(END).idle_sectors] == ["Lana"]


def test_a_sector_that_hardly_buys_is_named(circuit):
    shop, buyer = circuit.member(sector="Vino"), circuit.member(sector="Pane", line=100_000)
    circuit.pay(buyer, shop, 10_000, END)
    circuit.pay(shop, buyer, 999, END)
    assert {row.title: row.flow for row in circuit_health(END).sectors} == {"Vino": "sells", "Pane": "buys"}
    circuit.pay(shop, buyer, 1, END)
    assert {row.title: row.flow for row in circuit_health(END).sectors} == {"Vino": "both", "Pane": "both"}


def test_months_run_for_two_years_with_empty_ones(trio, circuit):
    circuit.pay(trio[0], trio[1], 500, date(2024, 7, 1))
    circuit.pay(trio[0], trio[1], 700, date(2024, 6, 30))
    months = circuit_health(END).months
    assert (len(months), months[0].first, months[-1].first) == (24, date(2024, 7, 1), date(2026, 6, 1))
    assert [(one.turnover, one.traders) for one in (months[0], months[1], months[-1])] == [(500, 2), (0, 0), (11000, 3)]


def test_who_is_stuck_and_since_when(circuit):
    low, high, other = circuit.member("bassa", line=10_000), circuit.member("alta", ceiling=10_000), circuit.member("altra", line=50_000)
    circuit.pay(low, high, 9_000, date(2025, 3, 1))
    circuit.pay(other, high, 1, END)
    found = circuit_health(END)
    assert [(row.participant.shown_as, row.at_floor, row.balance, row.limit, row.since) for row in found.stuck] == [
        ("bassa", True, -9_000, -10_000, date(2025, 3, 1)),
        ("alta", False, 9_001, 10_000, None),
    ]
    assert list(found.ages) == [1, 0, 0, 0, 1]


@pytest.mark.parametrize(
    ("since", "place"),
    [(date(2026, 6, 30), 0), (date(2026, 3, 31), 0), (date(2026, 3, 30), 1), (date(2025, 12, 30), 2), (date(2025, 9, 30), 3), (date(2025, 6, 30), 4)],
)
def test_ages_count_whole_months(since, place):
    assert ages_of([since], END).index(1) == place


def test_months_go_back_over_the_new_year():
    assert [month_before(date(2026, 2, 1), back) for back in (0, 1, 2, 14)] == [
        date(2026, 2, 1),
        date(2026, 1, 1),
        date(2025, 12, 1),
        date(2024, 12, 1),
    ]


def _trade(circuit: Circuit, members: int, payments: int) -> None:
    if connection.vendor == "postgresql":
        # In one transaction: plans made while the table was empty would read all of it for each payment (dossier 7).
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL plan_cache_mode = force_custom_plan")
    people, chance = circuit.many(members), Random(7)
    rows = []
    for _ in range(payments):
        payer, payee = chance.sample(people, 2)
        rows.append(move(payer.account, payee.account, chance.randint(1, 900), kind="payment", value_on=END - timedelta(days=chance.randrange(700))))
    for start in range(0, payments, 1000):
        post(*rows[start : start + 1000])


def _queries(days: int) -> int:
    with CaptureQueriesContext(connection) as seen:
        circuit_health(END, days)
    return len(seen)


def test_four_hundred_members_and_ten_thousand_payments_take_no_more_queries_and_a_second(circuit):
    payments = 10_000
    _trade(circuit, 10, 60)
    few = _queries(30)
    _trade(circuit, 390, payments - 60)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert _queries(30) == _queries(365) == few
    begun = time.perf_counter()
    found = circuit_health(END, 365)
    took = time.perf_counter() - begun
    print(f"health of 400 members and {payments} payments: {took:.2f} s, {few} queries")
    assert found.figures.members == 400
    assert took < 1
