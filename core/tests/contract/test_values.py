"""Fiscal numbers, provinces, colours: the small rules of the contract."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivaio_core.contract.colour import AA, contrast, readable_on
from vivaio_core.contract.fiscal import clean, luhn_ok, organisation_code_problem
from vivaio_core.contract.provinces import PROVINCES, province_code
from vivaio_core.contract.text import translate


@pytest.mark.parametrize("code", ["12345678903", "IT 12345678903", "123.456.789-03"])
def test_a_sound_number_passes(code: str) -> None:
    assert organisation_code_problem(code) is None
    assert clean(code) == "12345678903"


@pytest.mark.parametrize(
    ("code", "said"), [("1234567890", "qui ce ne sono 10"), ("00000000000", "tutte zero"), ("12345678904", "cifra di controllo"), ("abc", "sono 0")]
)
def test_a_faulty_number_says_what_is_wrong(code: str, said: str) -> None:
    assert said in str(organisation_code_problem(code))


@given(st.from_regex(r"[1-9][0-9]{9}", fullmatch=True), st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_never_passes(body: str, place: int, shift: int) -> None:
    code = next(body + str(last) for last in range(10) if luhn_ok(body + str(last)))
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]
    assert organisation_code_problem(code) is None
    assert organisation_code_problem(wrong) is not None


def test_every_province_is_found_by_code_and_by_name() -> None:
    for code, name in PROVINCES.items():
        assert province_code(code.lower()) == code
        assert province_code(name) == code
        assert province_code(name.upper()) == code


@given(st.text(max_size=40))
def test_no_text_breaks_the_province(text: str) -> None:
    try:
        found = province_code(text)
    except ValueError:
        return
    assert found in PROVINCES


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True), st.sampled_from(["#ffffff", "#faf7f0", "#101418"]))
def test_every_accent_gets_a_readable_shade(colour: str, ground: str) -> None:
    assert contrast(readable_on(colour, ground), ground) >= AA


def test_contrast_agrees_with_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_messages_are_italian() -> None:
    assert translate("Legal form", "vivaio_core.contract") == "Forma giuridica"
    assert translate("never written anywhere", "vivaio_core.contract") == "never written anywhere"
    assert translate("Legal form", "no_such_package_anywhere") == "Legal form"
