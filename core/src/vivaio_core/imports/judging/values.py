"""Cells turned into days, numbers and amounts, the Italian way. What is not clear is refused with a code, never guessed."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")
_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_SHORT = re.compile(r"\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{2}")
_ITALIAN = re.compile(r"-?\d{1,3}(\.\d{3})*(,\d+)?|-?\d+(,\d+)?")
_PLAIN = re.compile(r"-?\d+\.\d{1,2}|-?\d+")
FIRST_YEAR = 1850


class Unclear(Exception):
    """A cell that says nothing sure; `code` names the fault."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def day_of(text: str, *, numeric: bool = False) -> date:
    """The day, day first: 03/04/2021 is 3 April. Raises Unclear: `day_is_number`, `short_year`, `no_day`, `impossible_day`."""
    text = text.strip()
    if numeric:
        raise Unclear("day_is_number")
    if _SHORT.fullmatch(text):
        raise Unclear("short_year")
    iso = _ISO.fullmatch(text)
    given = _DAY.fullmatch(text)
    found = iso.groups() if iso else given.groups()[::-1] if given else ()
    if not found:
        raise Unclear("no_day")
    year, month, day = (int(part) for part in found)
    if year < FIRST_YEAR:
        raise Unclear("impossible_day")
    try:
        return date(year, month, day)
    except ValueError:
        raise Unclear("impossible_day") from None


def cents_of(text: str, *, numeric: bool = False) -> int:
    """An amount in euro → cents: `1.234,56` and `1234,5`; a point is for thousands unless two digits follow it, or the cell is a number.

    Raises Unclear: `no_amount`.
    """
    bare = re.sub(r"[\s€]|EUR|euro", "", text, flags=re.IGNORECASE)
    if numeric or (_PLAIN.fullmatch(bare) and not re.fullmatch(r"-?\d{1,3}(\.\d{3})+", bare)):
        plain = bare
    elif _ITALIAN.fullmatch(bare):
        plain = bare.replace(".", "").replace(",", ".")
    else:
        raise Unclear("no_amount")
    try:
        cents = Decimal(plain) * 100
    except InvalidOperation:
        raise Unclear("no_amount") from None
    if cents != int(cents) or abs(cents) > 10**12:
        raise Unclear("no_amount")
    return int(cents)


def whole_of(text: str) -> int:
    """A whole number, with points for thousands or none. Raises Unclear: `no_number`."""
    bare = text.strip()
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", bare):
        bare = bare.replace(".", "")
    bare = re.sub(r",0+$", "", bare)
    if not re.fullmatch(r"-?[0-9]{1,9}", bare):
        raise Unclear("no_number")
    return int(bare)
