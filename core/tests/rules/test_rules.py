"""P30: dated parameters. A date outside every validity is an error, never a guess."""

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vivaio_core.access.models import User
from vivaio_core.rules import cache, files, services
from vivaio_core.rules.errors import RuleRefused
from vivaio_core.rules.models import Parameter
from vivaio_core.rules.selectors import NoRuleForDate, rule
from vivaio_core.trail.models import Event

D = date


@pytest.fixture
def boss(db: None) -> User:
    return User.objects.create_superuser("capo@prova.example")


def add(boss: User, start: date, value: str = "12", **more: object) -> Parameter:
    return services.add_parameter(actor=boss, code="members.min", valid_from=start, value=Decimal(value), source="Assemblea, verbale 3", **more)  # type: ignore[arg-type]


def written(tmp_path, text: str):
    path = tmp_path / "it.toml"
    path.write_text(text, encoding="utf-8")
    return path


ROW = '[[parameter]]\ncode = "a.b"\nvalue = "1"\nsource = "prova"\n'


def test_the_value_of_the_day(db):
    found = rule("members.min", D(2026, 1, 1))
    assert (found.value, found.days, found.unit, found.mark) == (9, 9, "soci", "sourced")


def test_a_date_without_a_rule_says_what_is_covered_and_what_to_do(db):
    with pytest.raises(NoRuleForDate) as refusal:
        rule("members.min", D(2003, 12, 31))
    assert "31 dicembre 2003" in str(refusal.value)
    assert "dal 1 gennaio 2004" in str(refusal.value)
    assert "amministratore" in str(refusal.value)
    with pytest.raises(NoRuleForDate, match="nessun valore"):
        rule("non.esiste", D(2026, 1, 1))


def test_loading_twice_changes_nothing(db):
    before = list(Parameter.objects.values())
    events = Event.objects.count()
    assert services.load_rules() == services.Loaded()
    assert list(Parameter.objects.values()) == before
    assert Event.objects.count() == events


def test_a_corrected_file_corrects_the_row(db):
    Parameter.objects.filter(code="members.min").update(value=7)
    assert services.load_rules().changed == 1
    assert rule("members.min", D(2026, 1, 1)).value == 9


def test_an_administrator_adds_a_value_and_the_earlier_one_ends_the_day_before(boss):
    add(boss, D(2026, 7, 1))
    assert rule("members.min", D(2026, 6, 30)).value == 9
    assert rule("members.min", D(2026, 7, 1)).value == 12
    event = Event.objects.latest("seq")
    assert (event.kind, event.actor) == ("rules.add", boss)
    services.load_rules()
    assert rule("members.min", D(2026, 6, 30)).value == 9
    assert rule("members.min", D(2026, 7, 1)).value == 12


def test_a_value_of_the_cooperative_stands_in_the_place_of_a_row_of_the_same_day(boss):
    services.add_parameter(actor=boss, code="members.min", valid_from=D(2003, 1, 1), valid_to=D(2003, 12, 31), value=Decimal(5), source="Statuto")
    assert rule("members.min", D(2003, 6, 1)).value == 5
    assert rule("members.min", D(2004, 1, 1)).value == 9


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "non.esiste"}, "code"),
        ({"value": None}, "value"),
        ({"value": None, "text": "nove"}, "value"),
        ({"source": " "}, "source"),
        ({"valid_to": D(2026, 1, 1)}, "valid_to"),
        ({"valid_from": D(2003, 1, 1), "basis": Parameter.Basis.LAW}, "valid_from"),
        ({"value": Decimal(8)}, "value"),
    ],
)
def test_what_is_refused(boss, change, field):
    given_ = {"code": "members.min", "valid_from": D(2026, 7, 1), "value": Decimal(12), "source": "Assemblea"}
    with pytest.raises(RuleRefused) as refusal:
        services.add_parameter(actor=boss, **{**given_, **change})
    assert refusal.value.field == field
    assert Parameter.objects.filter(code="members.min").count() == 1


def test_two_values_never_start_on_one_day(boss):
    add(boss, D(2026, 7, 1))
    with pytest.raises(RuleRefused):
        add(boss, D(2026, 7, 1), "13")
    with pytest.raises(IntegrityError), transaction.atomic():
        Parameter.objects.create(code="members.min", valid_from=D(2026, 7, 1), value=1, source="x")


def test_the_law_itself_may_change_and_its_earlier_row_ends_the_day_before(boss):
    services.add_parameter(
        actor=boss, code="exit.opposition_days", valid_from=D(2027, 1, 1), value=Decimal(90), source="Legge nuova, art. 1", basis=Parameter.Basis.LAW
    )
    assert rule("exit.opposition_days", D(2026, 12, 31)).days == 60
    assert rule("exit.opposition_days", D(2027, 1, 1)).days == 90
    before = list(Parameter.objects.values())
    services.load_rules()
    assert list(Parameter.objects.values()) == before


def test_only_who_may_adds(db):
    with pytest.raises(PermissionDenied):
        add(User.objects.create_user("chi@prova.example"), D(2026, 7, 1))


def test_a_word_cannot_be_computed_with(db):
    found = rule("exclusion.organ", D(2026, 1, 1))
    assert found.text == "board"
    with pytest.raises(InvalidOperation):
        found.value + 1


@pytest.mark.parametrize(
    "text",
    [
        "[[parameter]\n",
        ROW + "altro = 1\n",
        ROW.replace('"1"', '"uno"'),
        ROW.replace('value = "1"\n', ""),
        '[[rule]]\ncode = "a.b"\n',
        ROW + 'valid_from = "ieri"\n',
        ROW.replace('source = "prova"', 'source = ""'),
        ROW + "valid_from = 2026-02-01\nvalid_to = 2026-01-01\n",
    ],
)
def test_a_broken_file_is_named(tmp_path, text):
    path = written(tmp_path, text)
    with pytest.raises(RuleRefused, match=r"it\.toml"):
        files.read(path)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.tuples(st.dates(D(2000, 1, 1), D(2030, 1, 1)), st.integers(0, 4000) | st.none()), min_size=2, max_size=2))
def test_overlap_is_exactly_a_common_day(pairs):
    rows = [
        files.Row(
            code="a.b", value=Decimal(1), source="prova", valid_from=start, valid_to=start + timedelta(days=length) if length is not None else None
        )
        for start, length in pairs
    ]
    ends = [row.valid_to or D(2090, 1, 1) for row in rows]
    starts = [row.valid_from or D.min for row in rows]
    assert rows[0].overlaps(rows[1]) is (max(starts) <= min(ends))


def test_overlapping_rows_of_two_modules_are_refused(tmp_path):
    path = written(tmp_path, ROW)
    with pytest.raises(RuleRefused, match="due, uno"):
        files.read_all({"uno": path, "due": path})


def test_the_cache_never_hides_a_change_of_this_process(transactional_db, boss):
    assert rule("members.min", D(2026, 8, 1)).value == 9
    add(boss, D(2026, 7, 1))
    assert rule("members.min", D(2026, 8, 1)).value == 12
    cache.forget()


def test_a_rolled_back_value_is_never_kept(transactional_db, boss):
    with transaction.atomic():
        add(boss, D(2026, 7, 1))
        assert rule("members.min", D(2026, 8, 1)).value == 12
        transaction.set_rollback(True)
    assert rule("members.min", D(2026, 8, 1)).value == 9
