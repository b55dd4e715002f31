"""What every reader of bank files gives: statements of lines, in euro cents, and the faults of all rows at once."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from vivaio_core.ledger.amounts import LARGEST
from vivaio_core.pages.numbers import euros
from vivaio_core.people.errors import Refused

MOST, TOLD = 20_000, 20
_POINT = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,5})?")
_ITALIAN = re.compile(r"([-−+]?)([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,12})(?:,([0-9]{1,2}))?")
_ENGLISH = re.compile(r"([-−+]?)([0-9]{1,12})\.([0-9]{1,2})")
_DAYS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y")


@dataclass(frozen=True)
class ReadLine:
    """One movement as the file tells it; `amount` below zero for what went out."""

    number: int
    amount: int
    booked_on: date
    value_on: date
    bank_id: str = ""
    reference: str = ""
    payer_name: str = ""
    payer_iban: str = ""
    text: str = ""


@dataclass(frozen=True)
class Read:
    """One statement of one account."""

    iban: str
    opening: int
    closing: int
    lines: tuple[ReadLine, ...]


class Fault(Exception):
    """Why a row cannot be read, in words."""


def point_cents(text: str) -> int:
    """`1234.5` → 123450: the amounts of the standard's files. Raises Fault."""
    bare = text.strip()
    if not _POINT.fullmatch(bare):
        raise Fault(_("the amount cannot be read"))
    cents = Decimal(bare) * 100
    if cents != int(cents) or cents > LARGEST:
        raise Fault(_("the amount cannot be read"))
    return int(cents)


def signed_cents(text: str) -> int:
    """`-1.234,56`, `+12`, `12.50` → cents with their sign; zero is allowed. Raises Fault."""
    bare = "".join(text.replace("€", " ").replace("EUR", " ").split())
    found = _ITALIAN.fullmatch(bare) or _ENGLISH.fullmatch(bare)
    if not found:
        raise Fault(_("the amount cannot be read: write it as 1.234,56"))
    sign, whole, rest = found.groups()
    cents = int(whole.replace(".", "")) * 100 + int((rest or "0").ljust(2, "0"))
    if cents > LARGEST:
        raise Fault(_("the amount is too large"))
    return -cents if sign in ("-", "−") and sign else cents


def day_of(text: str) -> date:
    """`31/12/2026`, `2026-12-31`. Raises Fault."""
    bare = text.strip()[:10]
    for form in _DAYS:
        try:
            found = datetime.strptime(bare, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if 1990 <= found.year <= 2200:
            return found
    raise Fault(_("the date cannot be read: write it as 31/12/2026"))


def refuse_faults(faults: list[tuple[int, str]]) -> None:
    """Raises Refused with every row at fault, the first TOLD of them."""
    if faults:
        told = " · ".join(_("line %(line)s: %(why)s") % {"line": line, "why": why} for line, why in faults[:TOLD])
        raise Refused(_("Nothing was brought in: %(faults)s") % {"faults": told}, "file")


def balanced(read: Read) -> Read:
    """The same, when opening + lines = closing. Raises Refused with the difference."""
    if not read.lines:
        raise Refused(_("There is no line in this statement: choose another file."), "file")
    if len(read.lines) > MOST:
        raise Refused(_("At most %(most)s lines at a time: divide the file.") % {"most": MOST}, "file")
    total = read.opening + sum(line.amount for line in read.lines)
    if total != read.closing:
        text = _("The opening balance and the lines make %(total)s, the closing balance is %(closing)s: %(gap)s apart. A line is missing or wrong.")
        shown = {"total": euros(total), "closing": euros(read.closing), "gap": euros(abs(total - read.closing))}
        raise Refused(text % shown + " " + _("Ask the bank for the whole statement; nothing was brought in."), "file")
    return read
