"""P30: the statute may change a value of the law only as far as the law lets it, on every day, and however the row came in."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vivaio_core.access.models import User
from vivaio_core.rules import bounds, files, services
from vivaio_core.rules.errors import RuleRefused
from vivaio_core.rules.models import Parameter
from vivaio_core.rules.selectors import Rule, law_of, rule

D = date
LIMIT = D(2024, 10, 18)
NEW_YEAR = D(2026, 1, 1)


@pytest.fixture
def boss(db: None) -> User:
    return User.objects.create_superuser("capo@prova.example")


def own(boss: User, code: str, value: str | None = None, start: date = NEW_YEAR, **more: object) -> Parameter:
    number = Decimal(value) if value else None
    return services.add_parameter(actor=boss, code=code, valid_from=start, value=number, source="Statuto, art. 8", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "value", "sentence"),
    [
        ("exit.opposition_days", "90", "La legge fissa 60 giorni dalla comunicazione: lo statuto non può cambiarlo."),
        ("exit.examine_days", "61", "La legge fissa 60 giorni dal ricevimento: lo statuto può solo ridurlo, non sotto 1."),
        ("members.min", "8", "La legge fissa 9 soci: lo statuto può solo aumentarlo."),
        ("reserve.legal_min", "101", "lo statuto può solo aumentarlo, non sopra 100."),
        ("prevalence.band_ok", "40", "lo statuto può scegliere da 50 a 100."),
        ("shares.nominal_cents", "2499", "lo statuto può scegliere, non sotto 2.500 centesimi (25,00 €)."),
    ],
)
def test_p30_a_value_beyond_the_law_is_refused_with_what_is_allowed(boss, code, value, sentence):
    with pytest.raises(RuleRefused) as refusal:
        own(boss, code, value)
    assert refusal.value.field == "value"
    assert str(refusal.value).endswith(sentence)
    assert not Parameter.objects.filter(origin="site").exists()


@pytest.mark.parametrize(
    ("code", "value"),
    [("exit.opposition_days", "60"), ("exit.examine_days", "60"), ("exit.examine_days", "1"), ("members.min", "9"), ("shares.nominal_cents", "2500")],
)
def test_p30_the_end_itself_is_allowed(boss, code, value):
    own(boss, code, value)
    assert rule(code, D(2026, 1, 1)).value == Decimal(value)


def test_p30_a_word_is_one_of_those_foreseen(boss):
    with pytest.raises(RuleRefused, match="lo statuto può scegliere fra: board, assembly"):
        own(boss, "exclusion.organ", text="l'assemblea")
    own(boss, "exclusion.organ", text="assembly")
    assert rule("exclusion.organ", D(2026, 1, 1)).text == "assembly"
    assert rule("exclusion.organ", D(2025, 12, 31)).text == "board"


def test_p30_dated_limits_of_capital(db):
    for code, before, after in (("capital.share_max_cents", 50000, 71900), ("capital.member_max_cents", 10000000, 14380000)):
        assert rule(code, D(2004, 1, 1)).days == before
        assert rule(code, D(2024, 10, 17)).days == before
        assert rule(code, LIMIT).days == after


def test_p30_a_value_is_held_against_the_law_of_each_of_its_days(boss):
    with pytest.raises(RuleRefused, match=r"50\.000 centesimi"):
        own(boss, "capital.share_max_cents", "60000", D(2024, 1, 1))
    with pytest.raises(RuleRefused):
        own(boss, "capital.share_max_cents", "71901", LIMIT)
    own(boss, "capital.share_max_cents", "60000", LIMIT)
    assert rule("capital.share_max_cents", D(2024, 10, 17)).days == 50000
    assert rule("capital.share_max_cents", LIMIT).days == 60000


def test_p30_a_later_law_that_allows_less_is_named_with_its_day(boss):
    own(boss, "exit.examine_days", "40", D(2027, 1, 1), basis=Parameter.Basis.LAW)
    with pytest.raises(RuleRefused, match="Dal 1 gennaio 2027: la legge fissa 40"):
        own(boss, "exit.examine_days", "50")
    own(boss, "exit.examine_days", "50", valid_to=D(2026, 12, 31))
    assert [rule("exit.examine_days", day).days for day in (D(2025, 12, 31), D(2026, 1, 1), D(2026, 12, 31), D(2027, 1, 1))] == [60, 50, 50, 40]


def test_p30_the_law_stands_when_an_own_value_is_beyond_it_however_it_came_in(boss):
    own(boss, "exit.examine_days", "50")
    own(boss, "exit.examine_days", "45", D(2027, 1, 1), basis=Parameter.Basis.LAW)
    assert [rule("exit.examine_days", day).days for day in (D(2026, 12, 31), D(2027, 1, 1))] == [50, 45]
    Parameter.objects.create(code="vote.entry_days", value=1, source="scritto a mano", valid_from=D(2020, 1, 1))
    assert rule("vote.entry_days", D(2026, 1, 1)).days == 90


def test_p30_own_values_follow_each_other_and_the_law_below_stays_whole(boss):
    own(boss, "exit.examine_days", "50")
    own(boss, "exit.examine_days", "55", D(2026, 7, 1))
    assert [rule("exit.examine_days", day).days for day in (D(2025, 12, 31), D(2026, 6, 30), D(2026, 7, 1))] == [60, 50, 55]
    law = law_of("exit.examine_days", D(2026, 7, 1))
    assert law is not None
    assert (law.value, law.valid_to) == (60, None)


NUMBERS = st.decimals(min_value=0, max_value=100, places=2)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(law=NUMBERS, mine=NUMBERS, statute=st.sampled_from([bounds.NO, bounds.LOWER, bounds.RAISE, bounds.FREE]), ends=st.lists(NUMBERS, max_size=2))
def test_p30_within_is_exactly_between_the_two_ends(law, mine, statute, ends):
    least = min([law, *ends]) if statute in (bounds.LOWER, bounds.FREE) and ends else None
    most = max([law, *ends]) if statute in (bounds.RAISE, bounds.FREE) and len(ends) == 2 else None
    row = Rule(1, "a.b", law, "giorni", None, None, "prova", "sourced", statute=statute, statute_min=least, statute_max=most)
    if statute == bounds.NO:
        allowed = mine == law
    else:
        above = mine >= law if statute == bounds.RAISE else least is None or mine >= least
        allowed = above and (mine <= law if statute == bounds.LOWER else most is None or mine <= most)
    assert bounds.within(row, mine, "") is allowed
    assert (bounds.fault(row, mine, "") is None) is allowed


ROW = '[[parameter]]\ncode = "a.b"\nvalue = "5"\nsource = "prova"\n'
WORD = ROW.replace('value = "5"', 'text = "uno"')


@pytest.mark.parametrize(
    "text",
    [
        ROW + 'statute = "maybe"\n',
        ROW + 'statute_min = "1"\n',
        ROW + 'statute = "free"\nstatute_min = "6"\n',
        ROW + 'statute = "free"\nstatute_max = "4"\n',
        ROW + 'statute = "lower"\nstatute_max = "9"\n',
        ROW + 'statute = "raise"\nstatute_min = "1"\n',
        ROW + 'statute = "free"\nchoices = ["uno"]\n',
        WORD + 'statute = "raise"\n',
        WORD + 'statute = "free"\nstatute_min = "1"\n',
        WORD + 'statute = "free"\nchoices = ["due"]\n',
        WORD + 'statute = "free"\nchoices = ["uno|due"]\n',
    ],
)
def test_bounds_that_make_no_sense_are_refused(tmp_path, text):
    path = tmp_path / "it.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleRefused, match=r"it\.toml"):
        files.read(path)


def test_a_rule_that_says_nothing_of_the_statute_lets_it_change_nothing(tmp_path):
    path = tmp_path / "it.toml"
    path.write_text(ROW, encoding="utf-8")
    assert files.read(path)[0].statute == bounds.NO


def test_every_rule_of_the_house_can_be_read_and_its_own_value_is_within(db):
    laws = Parameter.objects.filter(basis=Parameter.Basis.LAW)
    assert laws.count() > 50
    for law in laws:
        assert bounds.within(law, law.number, law.text), law.code
        assert bounds.may(law).startswith("lo statuto"), law.code
