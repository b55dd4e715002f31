"""The pages of the circuit's health: for the office with names, for participants only sums of many."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from circuit_world import Circuit
from django.utils import timezone
from liberex_world import Circuit as People

from vivaio_liberex.selectors.health import SectorTrade
from vivaio_liberex.selectors.indicators import all_of
from vivaio_liberex.selectors.shared_health import grouped, shared_health

pytestmark = pytest.mark.django_db
END = date(2026, 6, 30)


@pytest.fixture
def circuit(db) -> Circuit:
    return Circuit()


def sector(title: str, traders: int, sold: int = 1) -> SectorTrade:
    return SectorTrade(title, traders, traders, sold, sold)


@pytest.mark.parametrize(
    ("sizes", "told", "others"),
    [
        ((9, 7), [9, 7], None),
        ((9, 2), [], 11),
        ((9, 7, 2), [9], 9),
        ((9, 7, 2, 3), [9, 7], 5),
        ((2, 2), [], None),
        ((), [], None),
        ((5, 4, 1), [5], 5),
    ],
)
def test_small_sectors_are_told_together_so_that_no_difference_betrays_them(sizes, told, others):
    found, rest = grouped([sector(str(number), size, 100 - number) for number, size in enumerate(sizes)], 5)
    assert ([one.traders for one in found], rest.traders if rest else None) == (told, others)


def test_four_traders_are_too_few_and_five_are_enough(circuit):
    members = [circuit.member(sector="Pane", line=10_000) for _ in range(5)]
    for payer, payee in pairwise(members[:4]):
        circuit.pay(payer, payee, 100, END - timedelta(days=40))
    few = shared_health(END)
    assert (few.turnover, few.active, few.in_circulation, few.velocity_year, list(few.months), few.sectors) == (None, None, None, None, [], [])
    circuit.pay(members[3], members[4], 100, END - timedelta(days=40))
    many = shared_health(END)
    assert (many.turnover, many.active) == (400, 5)
    assert [turnover for _, turnover in many.months] == [400]
    assert [(one.title, one.sold) for one in many.sectors] == [("Pane", 400)]


def test_the_running_month_is_not_told(circuit):
    members = [circuit.member(line=10_000) for _ in range(6)]
    for payer, payee in pairwise(members):
        circuit.pay(payer, payee, 100, END)
    assert not shared_health(END).months


def test_the_member_reads_sums(client):
    people = People()
    me = people.participant(login=True)
    client.force_login(me.party.login)
    page = client.get("/area/liberex/salute/")
    assert page.status_code == 200
    assert "5" in page.content.decode()


@pytest.mark.parametrize("days", ["", "30", "90", "365", "0", "-1", "abc", "99999999999999999999", "٣٠"])
def test_the_office_chooses_a_window(circuit, operator, days):
    low, high = circuit.member("Bassa", sector="Pane", line=10_000), circuit.member("Alta", ceiling=9_500)
    circuit.pay(low, high, 9_500, timezone.localdate())
    page = operator.get("/ufficio/liberex/salute/", {"giorni": days})
    assert page.context["health"].days == (int(days) if days in ("30", "90", "365") else 30)
    assert "Bassa" in page.content.decode()


def test_who_may_not_see_the_circuit_does_not(client):
    people = People()
    client.force_login(people.worker())
    assert client.get("/ufficio/liberex/salute/").status_code in (302, 403)


def test_the_transparency_page_gets_the_same_sums(circuit):
    members = [circuit.member(line=10_000) for _ in range(6)]
    for payer, payee in pairwise(members):
        circuit.pay(payer, payee, 10_000, END - timedelta(days=40))
    found = {one.code: one for one in all_of(END)}
    assert (found["liberex.turnover"].value, list(found["liberex.turnover"].series)) == ("500", [("05/2026", 500.0)])
    assert found["liberex.velocity"].value == "5"
