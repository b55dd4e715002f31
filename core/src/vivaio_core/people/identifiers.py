"""Checks of Italian codes (people I1 to I8). Never raises on a user's text; says what is wrong by code words.

Errors: `empty, length, charset, format, checksum, date, province, zero, national_check, spreadsheet_number`.
Warnings: `place_unknown, omocodia, bank_unknown, non_sepa`.
Source: DM 23-12-1976 for structure and check letter (python-stdnum), schwifty for IBANs, the domain dossier for the rest.
"""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from stdnum.it.codicefiscale import calc_check_digit

from vivaio_core.contract.fiscal import luhn_ok
from vivaio_core.people.places import place_codes

LONGEST = 200
_SHEET = re.compile(r"\s*\d+(\.0+|(\.\d+)?[eE]\+?\d+)\s*")
_PERSON = re.compile(r"[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]")
_DIGIT_PLACES = (6, 7, 9, 10, 12, 13, 14)
_TO_DIGIT = str.maketrans("LMNPQRSTUV", "0123456789")
_MONTHS = {letter: number for number, letter in enumerate("ABCDEHLMPRST", 1)}
_EMAIL = re.compile(r"[a-z0-9._%+'-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_SPECIAL_OFFICES = {"120", "121", "888", "999"}


@dataclass(frozen=True)
class Checked:
    """`value` is the text as compared and stored, `key` groups codes that may be one person's; `suggestion` needs a person's yes."""

    ok: bool
    value: str
    key: str
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    suggestion: str = ""


def check_fiscal_code(raw: str) -> Checked:
    """A fiscal code of 16 places (a person) or of 11 digits (an organisation, or a person's provisional code)."""
    value, error = _fold(raw)
    if error:
        return _refused(value, error)
    if len(value) == 11:
        error = _number_error(value)
        return _refused(value, error) if error else Checked(True, value, value)
    if len(value) != 16:
        return _refused(value, "length")
    if not _PERSON.fullmatch(value):
        return _refused(value, "format")
    plain = _plain(value)
    errors = (*(() if calc_check_digit(value[:15]) == value[15] else ("checksum",)), *(() if _date_exists(plain) else ("date",)))
    if errors:
        return _refused(value, *errors)
    warnings = (*(("omocodia",) if plain != value else ()), *(() if plain[11:15] in place_codes() else ("place_unknown",)))
    return Checked(True, value, plain, warnings=warnings)


def check_vat(raw: str) -> Checked:
    """A VAT number: 11 digits, a leading `IT` is dropped; lost zeros at the front come back as `suggestion` only."""
    value, error = _fold(raw)
    if error:
        return _refused(value, error)
    value = value.removeprefix("IT")
    if not value:
        return _refused(value, "empty")
    if len(value) != 11:
        padded = value.zfill(11)
        lost_zeros = value.isdigit() and len(value) < 11 and not _vat_error(padded)
        return Checked(False, value, value, ("length",), suggestion=padded if lost_zeros else "")
    error = _vat_error(value)
    return _refused(value, error) if error else Checked(True, value, value)


def check_provisional(raw: str) -> Checked:
    """The provisional fiscal code of a person: eleven digits, never sixteen places (I2, I8)."""
    found = check_fiscal_code(raw)
    return _refused(found.value, "length") if found.ok and len(found.value) != 11 else found


def check_iban(raw: str) -> Checked:
    """An IBAN: length by country, mod 97, national check letter; an unknown bank or a country outside SEPA only warns (I6)."""
    from schwifty import IBAN
    from schwifty import exceptions as faults

    value, error = _fold(raw)
    if error:
        return _refused(value, error)
    words = {faults.InvalidLength: "length", faults.InvalidChecksumDigits: "checksum", faults.InvalidBBANChecksum: "national_check"}
    try:
        code = IBAN(value, validate_bban=True)
    except faults.SchwiftyException as fault:
        return _refused(value, words.get(type(fault), "format"))
    warnings = (*(() if code.bank else ("bank_unknown",)), *(() if code.in_sepa_zone else ("non_sepa",)))
    return Checked(True, value, value, warnings=warnings)


def check_sdi(raw: str) -> Checked:
    """The address of electronic invoices: seven letters or digits, six for public bodies (I7)."""
    value, error = _fold(raw)
    if error:
        return _refused(value, error)
    return Checked(True, value, value) if len(value) in (6, 7) else _refused(value, "length")


def check_pec(raw: str) -> Checked:
    """A certified e-mail address: only its form can be checked without asking anybody (I7)."""
    value = unicodedata.normalize("NFKC", raw[: LONGEST + 55]).strip().casefold()
    if not value:
        return _refused(value, "empty")
    if not value.isascii():
        return _refused(value, "charset")
    if len(raw) > LONGEST + 54:
        return _refused(value, "length")
    return Checked(True, value, value) if _EMAIL.fullmatch(value) else _refused(value, "format")


def birth_mismatch(code: Checked, *, birth_date: date | None, place_code: str = "") -> tuple[str, ...]:
    """What a person declared and the code does not say: `birth_date`, `birth_place`. Compares only, derives nothing (I4)."""
    if not code.ok or len(code.key) != 16:
        return ()
    day = int(code.key[9:11]) % 40
    inside = (int(code.key[6:8]), _MONTHS[code.key[8]], day)
    other_day = birth_date is not None and inside != (birth_date.year % 100, birth_date.month, birth_date.day)
    other_place = bool(place_code) and place_code.strip().upper() != code.key[11:15]
    return (*(("birth_date",) if other_day else ()), *(("birth_place",) if other_place else ()))


def _fold(raw: str) -> tuple[str, str]:
    """The text without what people add for the eye, and an error word or nothing (I1)."""
    text = unicodedata.normalize("NFKC", raw[:LONGEST])
    if not text.isascii():
        return text.strip(), "charset"
    if _SHEET.fullmatch(text):
        return text.strip(), "spreadsheet_number"
    value = re.sub(r"[\s.\-]", "", text).upper()
    if not value:
        return value, "empty"
    if len(raw) > LONGEST:
        return value, "length"
    return value, "" if value.isalnum() else "charset"


def _refused(value: str, *errors: str) -> Checked:
    return Checked(False, value, value, errors)


def _number_error(value: str) -> str:
    if not value.isdigit():
        return "format"
    if value.startswith("0000000"):
        return "zero"
    return "" if luhn_ok(value) else "checksum"


def _vat_error(value: str) -> str:
    error = _number_error(value)
    if error:
        return error
    office = value[7:10]
    return "" if "001" <= office <= "100" or office in _SPECIAL_OFFICES else "province"


def _plain(value: str) -> str:
    """The code with its digits restored where letters stand for them, and the check letter that follows (I4)."""
    places = list(value[:15])
    for place in _DIGIT_PLACES:
        places[place] = places[place].translate(_TO_DIGIT)
    body = "".join(places)
    return f"{body}{calc_check_digit(body)}"


def _date_exists(plain: str) -> bool:
    """True when day and month exist in the year of one of two centuries (I3); 29 February wants a leap year in one of them."""
    month, day = _MONTHS.get(plain[8]), int(plain[9:11])
    day -= 40 if day > 40 else 0
    if month is None or day < 1:
        return False
    return any(day <= monthrange(century + int(plain[6:8]), month)[1] for century in (1900, 2000))
