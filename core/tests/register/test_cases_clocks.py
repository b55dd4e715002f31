"""P13: the clocks of exits and transfers, with the worked examples of the dossier, in words, and by brute force."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivaio_core.register.clocks import Clock, Standing, deadline, months_before, mutual_end, year_close, years_after

D = date
DAYS = st.dates(D(2004, 1, 1), D(2090, 12, 31))


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (D(2026, 2, 10), 60, D(2026, 4, 11)),
        (D(2026, 3, 5), 60, D(2026, 5, 4)),
        (D(2026, 4, 28), 180, D(2026, 10, 25)),
        (D(2028, 2, 28), 1, D(2028, 2, 29)),
        (D(2026, 12, 31), 0, D(2026, 12, 31)),
    ],
)
def test_p13_the_start_day_is_out_and_the_last_day_is_in(start, days, end):
    assert deadline(start, days) == end


@pytest.mark.parametrize(
    ("on", "standing", "words"),
    [
        (D(2026, 4, 22), Standing.RUNNING, "entro il 4 maggio 2026, fra 12 giorni"),
        (D(2026, 5, 3), Standing.RUNNING, "entro il 4 maggio 2026, fra 1 giorno"),
        (D(2026, 5, 4), Standing.TODAY, "entro oggi, 4 maggio 2026"),
        (D(2026, 5, 5), Standing.OVERDUE, "scaduto il 4 maggio 2026, da 1 giorno"),
        (D(2026, 5, 8), Standing.OVERDUE, "scaduto il 4 maggio 2026, da 4 giorni"),
    ],
)
def test_p13_a_clock_says_in_words_how_it_stands(on, standing, words):
    clock = Clock("answer", "", D(2026, 5, 4))
    assert (clock.standing(on), clock.words(on)) == (standing, words)
    assert clock.alarming(on) == (on >= D(2026, 5, 4))


def test_p13_a_late_act_is_flagged():
    on = D(2030, 1, 1)
    assert Clock("answer", "", D(2026, 5, 4), D(2026, 5, 4)).words(on) == "fatto il 4 maggio 2026, in tempo"
    assert Clock("answer", "", D(2026, 5, 4), D(2026, 5, 5)).words(on) == "fatto il 5 maggio 2026, con 1 giorno di ritardo"
    late = Clock("answer", "", D(2026, 5, 4), D(2026, 5, 7))
    assert (late.standing(on), late.words(on)) == (Standing.LATE, "fatto il 7 maggio 2026, con 3 giorni di ritardo")


@pytest.mark.parametrize(
    ("notified", "close", "end"),
    [
        (D(2026, 9, 30), "12-31", D(2026, 12, 31)),
        (D(2026, 10, 1), "12-31", D(2027, 12, 31)),
        (D(2026, 12, 31), "12-31", D(2027, 12, 31)),
        (D(2027, 1, 1), "12-31", D(2027, 12, 31)),
        (D(2026, 3, 31), "06-30", D(2027, 6, 30)),
        (D(2026, 3, 30), "06-30", D(2026, 6, 30)),
        (D(2027, 11, 29), "02-29", D(2028, 2, 29)),
        (D(2026, 12, 1), "02-29", D(2028, 2, 29)),
    ],
)
def test_p13_the_mutual_relations_end_with_a_year(notified, close, end):
    assert mutual_end(notified, 3, close) == end


def test_p13_months_and_years_meet_short_months():
    assert months_before(D(2026, 12, 31), 3) == D(2026, 9, 30)
    assert months_before(D(2027, 5, 31), 3) == D(2027, 2, 28)
    assert months_before(D(2026, 2, 15), 3) == D(2025, 11, 15)
    assert years_after(D(2024, 2, 29), 2) == D(2026, 2, 28)
    assert years_after(D(2024, 12, 5), 2) == D(2026, 12, 5)


def test_a_close_that_is_no_day_is_refused():
    with pytest.raises(ValueError, match="fine anno"):
        year_close(D(2026, 1, 1), "fine anno")


@given(start=DAYS, days=st.integers(0, 400), wait=st.integers(0, 800))
def test_p13_the_standing_agrees_with_counting_on_the_fingers(start, days, wait):
    clock, on = Clock("x", "", deadline(start, days)), start + timedelta(days=wait)
    expected = Standing.RUNNING if wait < days else Standing.TODAY if wait == days else Standing.OVERDUE
    assert clock.standing(on) == expected
    assert clock.days(on) == abs(wait - days)


@given(notified=DAYS, month=st.integers(1, 12), last=st.integers(1, 31))
def test_p13_the_mutual_relations_last_between_three_and_fifteen_months(notified, month, last):
    end = mutual_end(notified, 3, f"{month}-{last}")
    assert notified <= months_before(end, 3)
    assert end <= years_after(notified, 1) + timedelta(days=95)
    assert year_close(end, f"{month}-{last}") == end
