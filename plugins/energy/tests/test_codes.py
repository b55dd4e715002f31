"""E1 and E2: codes of supply points."""

import random
from itertools import product

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from vivaio_energy import codes

POD_CASES = [
    ("IT001E12345678", ""),
    ("it 001 e 12345678", ""),
    ("IT123E12345678", ""),
    ("(IT001E)-1234.5678", ""),
    ("IT\u00a0001E\u202f123\t45678", ""),
    ("IT001E123456789", ""),
    ("IT001E12345678Z", ""),
    ("", "empty"),
    (" -. ", "empty"),
    ("IT001E1234567é", "not_ascii"),
    ("ıt001e12345678", "not_ascii"),
    ("IT001E1234567８", "not_ascii"),
    ("03081000251234", "is_pdr"),
    ("IT001E1234567", "length"),
    ("IT001E1234567890", "length"),
    ("FR001E12345678", "country"),
    ("ITO01E12345678", "distributor"),
    ("IT001G12345678", "marker"),
    ("IT001E1234567A", "serial"),
    ("IT001E12345678!", "control"),
    ("IT001E1234\n5678", "serial"),
]
PDR_CASES = [
    ("03081000251234", ""),
    ("0308 1000 251234", ""),
    ("", "empty"),
    ("IT001E12345678", "is_pod"),
    ("0308100025123é", "not_ascii"),
    ("0308100025123A", "not_digits"),
    ("3081000251234", "length"),
    ("030810002512345", "length"),
]


@pytest.mark.parametrize(("raw", "error"), POD_CASES)
def test_e1_pod(raw: str, error: str) -> None:
    found = codes.check_pod(raw)
    assert found.error == error
    assert found.ok is (error == "")
    assert found.key == (found.value[:14] if found.ok else "")


@pytest.mark.parametrize(("raw", "error"), PDR_CASES)
def test_e2_pdr(raw: str, error: str) -> None:
    assert codes.check_pdr(raw).error == error


def test_e1_letters_in_the_serial_only_by_setting() -> None:
    assert codes.check_pod("IT001E1234567A").error == "serial"
    assert codes.check_pod("IT001E1234567A", alphanumeric=True).ok


def test_e1_key_is_the_first_fourteen_and_zero_is_not_o() -> None:
    assert codes.check_pod("IT001E123456789").key == codes.check_pod("IT001E12345678").key
    assert codes.check_pod("IT00IE12345678").error == "distributor"


def test_e2_thirteen_digits_hint_at_a_lost_zero_without_repair() -> None:
    with override("it"):
        found = codes.check_pdr("3081000251234")
        assert "zero" in str(found.message)
    assert found.key == ""


def test_e1_e2_every_error_has_an_italian_message_that_says_what_to_do() -> None:
    with override("it"):
        for messages in (codes.POD_MESSAGES, codes.PDR_MESSAGES):
            texts = {code: str(message) for code, message in messages.items()}
            assert len(set(texts.values())) == len(texts)
            for code, text in texts.items():
                assert any(word in text.lower() for word in ("scriva", "controlli", "ricopi", "scelga", "conti", "tolga", "guardi", "chiami")), (
                    code,
                    text,
                )


@given(st.text(max_size=40) | st.text(alphabet="ITE0123456789 .-()éıß\u00a0", max_size=20))
def test_e1_e2_normalising_twice_is_once(text: str) -> None:
    once = codes.normalise(text)
    assert codes.normalise(once) == once


def test_e1_e2_hundred_thousand_random_strings_never_raise() -> None:
    chance = random.Random(1)
    alphabet = "ITE0123456789 .-()aZé\x00\n\u202f𝟘ıß"
    for number in range(100_000):
        text = "".join(chance.choices(alphabet, k=number % 20)) if number % 3 else "".join(chr(chance.randrange(0x2FFFF)) for _ in range(number % 17))
        for found in (codes.check_pod(text), codes.check_pdr(text)):
            assert codes.normalise(found.value) == found.value
            assert found.ok == bool(found.key)


def test_a_checked_value_passes_again() -> None:
    for (raw, error), check in [*product(POD_CASES, [codes.check_pod]), *product(PDR_CASES, [codes.check_pdr])]:
        assert check(check(raw).value).error == error
