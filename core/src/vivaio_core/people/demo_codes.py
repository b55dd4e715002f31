"""Codes of invented people: sound by their check letter or digit, taken from nobody."""

import unicodedata
from datetime import date
from random import Random

from stdnum.it.codicefiscale import calc_check_digit

from vivaio_core.contract.fiscal import luhn_ok

_MONTHS = "ABCDEHLMPRST"
_VOWELS = "AEIOU"


def fiscal_code(first_name: str, last_name: str, birth_date: date, woman: bool, place: str) -> str:
    """The fiscal code of a person, by the rule of DM 23-12-1976; `place` is the code of the birth town."""
    day = birth_date.day + (40 if woman else 0)
    body = f"{_surname(last_name)}{_name(first_name)}{birth_date.year % 100:02d}{_MONTHS[birth_date.month - 1]}{day:02d}{place}"
    return f"{body}{calc_check_digit(body)}"


def vat_number(random: Random, office: str) -> str:
    """An organisation's number: seven digits, the code of the office, the check digit."""
    body = f"{random.randrange(1, 9_999_999):07d}{office}"
    return next(f"{body}{last}" for last in range(10) if luhn_ok(f"{body}{last}"))


def _letters(text: str) -> tuple[str, str]:
    bare = [char for char in unicodedata.normalize("NFKD", text.upper()) if "A" <= char <= "Z"]
    return "".join(char for char in bare if char not in _VOWELS), "".join(char for char in bare if char in _VOWELS)


def _surname(text: str) -> str:
    consonants, vowels = _letters(text)
    return (consonants + vowels + "XXX")[:3]


def _name(text: str) -> str:
    consonants, vowels = _letters(text)
    if len(consonants) > 3:
        consonants = consonants[0] + consonants[2] + consonants[3]
    return (consonants + vowels + "XXX")[:3]
