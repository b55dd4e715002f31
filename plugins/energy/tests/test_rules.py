"""E3 and E10, and the dated rules behind them."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vivaio_core.people.errors import Refused
from vivaio_core.rules import cache
from vivaio_core.rules.models import Parameter
from vivaio_core.rules.selectors import NoRuleForDate
from vivaio_energy.switching import switch_date, withdrawal_until
from vivaio_energy.tiers import Tier, progress

LONG_AGO = date(2025, 1, 2)


def starts(requested_on: date, **changes: object) -> date:
    data: dict[str, object] = {"signed_on": LONG_AGO, "dispatching_user": False, "lead_days": 4, **changes}
    return switch_date(requested_on=requested_on, **data).on  # type: ignore[arg-type]


@pytest.fixture
def daily(db: None) -> None:
    """From 1 July 2026 the switch works day by day."""
    Parameter.objects.filter(code="switch.mode").update(valid_to=date(2026, 6, 30))
    Parameter.objects.create(code="switch.mode", label="Cambio", text="daily", valid_from=date(2026, 7, 1), source="prova")
    cache.forget()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("requested", "starting"),
    [
        (date(2025, 9, 9), date(2025, 10, 1)),
        (date(2025, 9, 10), date(2025, 10, 1)),
        (date(2025, 9, 13), date(2025, 11, 1)),
        (date(2025, 12, 10), date(2026, 1, 1)),
        (date(2025, 12, 11), date(2026, 2, 1)),
    ],
)
def test_e3_monthly(requested: date, starting: date) -> None:
    assert starts(requested) == starting


@pytest.mark.django_db
def test_e3_not_before_the_days_for_second_thoughts() -> None:
    assert starts(date(2025, 9, 9), signed_on=date(2025, 9, 9)) == date(2025, 10, 1)
    assert starts(date(2025, 9, 30), signed_on=date(2025, 9, 30)) == date(2025, 11, 1)
    assert starts(date(2026, 2, 10), signed_on=date(2026, 2, 10)) == date(2026, 3, 1)
    assert withdrawal_until(date(2026, 2, 20)) == date(2026, 3, 6)


@pytest.mark.django_db
def test_e3_request_before_signature_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        starts(date(2025, 1, 1))
    assert refusal.value.field == "requested_on"


def test_e3_daily(daily: None) -> None:
    day = date(2026, 7, 7)
    assert starts(day) == day + timedelta(days=4)
    assert starts(day, dispatching_user=True) == day + timedelta(days=1)
    assert starts(day, signed_on=day) == day + timedelta(days=14)
    assert starts(day, signed_on=day, early_start=True) == day + timedelta(days=4)
    assert starts(date(2026, 6, 30)) == date(2026, 8, 1)


@pytest.mark.django_db
def test_i7_a_date_without_a_rule_says_which_dates_are_covered() -> None:
    with pytest.raises(NoRuleForDate) as missing:
        switch_date(signed_on=date(2014, 1, 1), requested_on=date(2014, 2, 1), dispatching_user=False, lead_days=4)
    assert "2015" in str(missing.value)


@pytest.mark.django_db
def test_e3_keeps_the_ids_of_the_rules_used() -> None:
    found = switch_date(signed_on=LONG_AGO, requested_on=date(2025, 9, 9), dispatching_user=False, lead_days=4)
    codes = set(Parameter.objects.filter(pk__in=found.rule_ids).values_list("code", flat=True))
    assert codes == {"switch.mode", "switch.monthly.cutoff_day", "withdrawal.days"}


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dates(LONG_AGO, date(2027, 12, 31)), st.integers(0, 60))
def test_e3_is_monotone_in_the_request_inside_one_mode(first: date, later: int) -> None:
    assert starts(first) <= starts(first + timedelta(days=later))
    assert starts(first).day == 1
    assert starts(first) >= LONG_AGO + timedelta(days=14)


TIERS = [Tier(200, "c"), Tier(50, "a"), Tier(100, "b")]


@pytest.mark.parametrize(
    ("counted", "reached", "missing", "goal"),
    [(0, None, 50, 50), (49, None, 1, 50), (50, "a", 50, 100), (124, "b", 76, 200), (200, "c", 0, 200), (260, "c", 0, 260)],
)
def test_e10_tiers(counted: int, reached: str | None, missing: int, goal: int) -> None:
    found = progress(counted, TIERS)
    assert (found.reached.benefit if found.reached else None) == reached
    assert (found.missing, found.goal) == (missing, goal)


def test_e10_the_public_sentence() -> None:
    from django.utils.translation import override

    with override("it"):
        assert progress(124, TIERS).words() == "124 adesioni su 200, ne mancano 76 al prossimo scaglione"
        assert progress(199, TIERS).words() == "199 adesioni su 200, ne manca 1 al prossimo scaglione"
        assert progress(1, [Tier(2, "a")]).words() == "1 adesione su 2, ne manca 1 al prossimo scaglione"
        assert "manca" not in progress(200, TIERS).words()
        assert progress(7, []).words() == "7 adesioni"


@given(st.integers(0, 500), st.lists(st.integers(1, 400), unique=True, max_size=6))
def test_e10_missing_is_exact(counted: int, thresholds: list[int]) -> None:
    found = progress(counted, [Tier(number, str(number)) for number in thresholds])
    if found.following:
        assert counted + found.missing == found.following.threshold == min(n for n in thresholds if n > counted)
    else:
        assert found.missing == 0
        assert all(number <= counted for number in thresholds)
