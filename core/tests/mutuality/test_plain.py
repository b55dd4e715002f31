"""Prevalence, bands, series, largest remainder and limits without a database: the dossier's figures (people P21 to P23, P25, P27)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivaio_core.access.models import User
from vivaio_core.mutuality.limits import capital_fault
from vivaio_core.mutuality.prevalence import Band, Lines, Prevalence, Standing, standing
from vivaio_core.mutuality.shareout import share_out
from vivaio_core.rules.services import add_parameter

HALF = Decimal(50)
LINES = Lines(HALF, Decimal(55), Decimal(60))


def test_p21_the_worked_examples():
    seed = Prevalence(65_000_000, 100_000_000)
    assert (seed.percent, seed.over(HALF), seed.band(LINES)) == ("65,0", True, Band.OK)
    letters = Prevalence(330_000_00 + 210_000_00, 600_000_00 + 300_000_00)
    assert letters.percent == "60,0"


def test_p21_fifty_can_be_either_and_integers_decide():
    just = Prevalence(50_000_001, 100_000_000)
    even = Prevalence(50_000_000, 100_000_000)
    assert just.percent == even.percent == "50,0"
    assert just.over(HALF)
    assert not even.over(HALF)
    for nothing in (Prevalence(0, 0), Prevalence(5, -3)):
        assert (nothing.computable, nothing.over(HALF), nothing.percent, nothing.band(LINES)) == (False, False, "—", Band.NONE)


@pytest.mark.parametrize(
    ("members", "band"),
    [(6000, Band.OK), (5999, Band.ATTENTION), (5500, Band.ATTENTION), (5499, Band.ALERT), (5001, Band.ALERT), (5000, Band.BELOW), (-10, Band.BELOW)],
)
def test_p22_bands(members, band):
    assert Prevalence(members, 10_000).band(LINES) == band


@given(st.integers(0, 10**12), st.integers(1, 10**12))
def test_p21_percent_is_the_nearest_tenth_and_the_test_is_exact(members, total):
    found = Prevalence(members, total)
    exact = Fraction(members * 1000, total)
    assert Fraction(-1, 2) < exact - found.tenths <= Fraction(1, 2) or exact - found.tenths == Fraction(-1, 2)
    assert found.over(HALF) == (Fraction(members, total) > Fraction(1, 2))


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ([], Standing.PREVALENT),
        ([(2020, True, False)], Standing.PREVALENT),
        ([(2020, False, False)], Standing.FIRST_BELOW),
        ([(2020, False, False), (2021, True, False)], Standing.PREVALENT),
        ([(2020, False, False), (2021, False, False)], Standing.LOST),
        ([(2020, False, False), (2021, False, False), (2022, True, False)], Standing.LOST),
        ([(2020, False, False), (2021, False, False), (2022, True, True)], Standing.PREVALENT),
        ([(2020, False, False), (2022, False, False)], Standing.FIRST_BELOW),
    ],
)
def test_p23_a_series_is_lost_after_two_years_and_stays_so_until_a_person_says_otherwise(years, expected):
    assert standing(years, 2) == expected


def test_p25_the_worked_example():
    assert share_out(100_000, {1: 120_000, 2: 80_000, 3: 100_000}) == {1: 40_000, 2: 26_667, 3: 33_333}


def test_p25_ties_go_to_the_lowest_number():
    assert share_out(2, {7: 1, 3: 1, 5: 1}) == {7: 0, 3: 1, 5: 1}


@given(st.integers(1, 10**9), st.dictionaries(st.integers(1, 500), st.integers(0, 10**9), min_size=1, max_size=40).filter(lambda w: sum(w.values())))
def test_p25_the_sum_is_the_pool_and_nobody_is_off_by_a_cent(pool, weights):
    shares, total = share_out(pool, weights), sum(weights.values())
    assert sum(shares.values()) == pool
    assert all(abs(shares[number] - Fraction(pool * weight, total)) < 1 for number, weight in weights.items())
    order = sorted(weights, key=lambda number: weights[number])
    assert all(shares[low] <= shares[high] for low, high in pairwise(order) if weights[low] < weights[high])


@pytest.mark.parametrize("weights", [{}, {1: 0}, {1: 5, 2: -1}])
def test_p24_no_weight_is_refused(weights):
    with pytest.raises(ValueError, match="positive"):
        share_out(100, weights)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "share", "nominal", "qty", "on", "refused"),
    [
        ("person", "quota", 2500, 5752, date(2026, 1, 1), False),
        ("person", "quota", 2500, 5753, date(2026, 1, 1), True),
        ("person", "quota", 2500, 4000, date(2024, 10, 17), False),
        ("person", "quota", 2500, 4001, date(2024, 10, 17), True),
        ("person", "quota", 2500, 4001, date(2024, 10, 18), False),
        ("organisation", "quota", 2500, 900_000, date(2026, 1, 1), False),
        ("person", "quota", 2499, 1, date(2026, 1, 1), True),
        ("person", "azione", 71_900, 1, date(2026, 1, 1), False),
        ("person", "azione", 71_901, 1, date(2026, 1, 1), True),
        ("person", "azione", 50_001, 1, date(2024, 10, 17), True),
        ("person", "quota", 90_000, 1, date(2026, 1, 1), False),
    ],
)
def test_p27_limits_of_the_day(kind, share, nominal, qty, on, refused):
    fault = capital_fault(kind_of_party=kind, share_type=share, nominal_cents=nominal, counted_qty=qty, on=on)
    assert bool(fault) == refused


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("clause", "members", "refused"), [("no", 501, True), ("sì", 500, True), ("sì", 501, False)], ids=["no clause", "500 members", "clause and 501"]
)
def test_p27_the_statute_of_a_large_cooperative_may_raise_the_limit_to_a_part_of_the_capital(clause, members, refused):
    administrator, on = User.objects.create_superuser("capo@prova.example"), date(2026, 1, 1)
    add_parameter(actor=administrator, code="capital.large_clause", text=clause, valid_from=on, source="Statuto, art. 9")
    asked = {"kind_of_party": "person", "share_type": "quota", "nominal_cents": 2500, "on": on, "members": members, "capital_cents": 1_000_000_000}
    assert bool(capital_fault(**asked, counted_qty=8000)) is refused
    assert capital_fault(**asked, counted_qty=8001)
