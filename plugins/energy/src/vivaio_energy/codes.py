"""Codes of supply points: POD for electricity (energy E1), PDR for gas (energy E2).

Neither code has a known checksum: a code that passes is well written, not proven to exist.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SEPARATORS = dict.fromkeys(map(ord, " \t\u00a0\u202f.-()"))
UPPER = {ord(letter): letter.upper() for letter in "abcdefghijklmnopqrstuvwxyz"}
DIGITS = frozenset("0123456789")
LETTERS_AND_DIGITS = DIGITS | frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
POWER, GAS = "power", "gas"

POD_MESSAGES: dict[str, Promise] = {
    "empty": _("Please write the POD. You find it on the first page of the electricity bill: it starts with IT."),
    "not_ascii": _("The POD holds only plain letters and digits. Please copy it again from the bill, character by character."),
    "is_pdr": _("These 14 digits are a PDR, the code of a gas point. Please choose gas, or copy the POD from the electricity bill."),
    "length": _("A POD has 14 or 15 characters. Please count them again on the bill."),
    "country": _("An Italian POD starts with IT. With a point in another country we cannot help: please check the bill or call us."),
    "distributor": _("After IT a POD has three digits, for example IT001. Please check whether a letter O stands in place of a zero."),
    "marker": _("The sixth character of a POD is the letter E, for example IT001E. Please check it on the bill."),
    "serial": _("After the E a POD has eight digits. Please check whether a letter stands in place of a digit."),
    "control": _("The last character of the POD is a letter or a digit. Please check it on the bill."),
}
PDR_MESSAGES: dict[str, Promise] = {
    "empty": _("Please write the PDR. You find it on the first page of the gas bill: it has 14 digits."),
    "is_pod": _("This is a POD, the code of an electricity point. Please choose electricity, or copy the PDR from the gas bill."),
    "not_ascii": _("The PDR holds only digits. Please copy it again from the bill, digit by digit."),
    "not_digits": _("The PDR holds only digits: please take out letters and signs."),
    "length": _("A PDR has 14 digits. Please count them again on the bill."),
    "lost_zero": _("A PDR has 14 digits and this has 13: perhaps a zero at the beginning is missing. Please look at the bill."),
}


@dataclass(frozen=True)
class Checked:
    """Result of a check: `key` compares points, `value` is all that was written; `error` is a code of the dossier, empty when right."""

    key: str
    value: str
    error: str = ""
    message: Promise | str = ""

    @property
    def ok(self) -> bool:
        """True when the code is well written."""
        return not self.error


def normalise(raw: str) -> str:
    """Without separators, ASCII letters in capitals; nothing else is folded or guessed. Doing it twice changes nothing."""
    return raw.translate(SEPARATORS).translate(UPPER)


def check_pod(raw: str, *, alphanumeric: bool = False) -> Checked:
    """Check a POD (E1). `alphanumeric` lets letters stand among the last eight. Never raises; the 15th character is not verified."""
    text = normalise(raw)
    error = _pod_error(text, alphanumeric)
    return Checked("" if error else text[:14], text, error, POD_MESSAGES.get(error, ""))


def _pod_error(text: str, alphanumeric: bool) -> str:
    serial = LETTERS_AND_DIGITS if alphanumeric else DIGITS
    checks = (
        ("empty", text != ""),
        ("not_ascii", text.isascii()),
        ("is_pdr", not (len(text) == 14 and DIGITS.issuperset(text))),
        ("length", len(text) in (14, 15)),
        ("country", text[:2] == "IT"),
        ("distributor", DIGITS.issuperset(text[2:5])),
        ("marker", text[5:6] == "E"),
        ("serial", serial.issuperset(text[6:14])),
        ("control", LETTERS_AND_DIGITS.issuperset(text[14:])),
    )
    return next((code for code, passed in checks if not passed), "")


def check_pdr(raw: str) -> Checked:
    """Check a PDR (E2): 14 digits, kept as text. A lost leading zero is hinted at, never repaired. Never raises."""
    text = normalise(raw)
    error, message = "", ""
    if not text:
        error = "empty"
    elif not _pod_error(text, False):
        error = "is_pod"
    elif not text.isascii():
        error = "not_ascii"
    elif not DIGITS.issuperset(text):
        error = "not_digits"
    elif len(text) != 14:
        error = "length"
        message = "lost_zero" if len(text) == 13 else error
    return Checked("" if error else text, text, error, PDR_MESSAGES.get(message or error, ""))


def check(commodity: str, raw: str, *, alphanumeric: bool = False) -> Checked:
    """The check that fits the commodity."""
    return check_pdr(raw) if commodity == GAS else check_pod(raw, alphanumeric=alphanumeric)


def distributor_of(commodity: str, key: str) -> str:
    """The distributor's digits inside a key: three of a POD, four of a PDR."""
    return key[:4] if commodity == GAS else key[2:5]
