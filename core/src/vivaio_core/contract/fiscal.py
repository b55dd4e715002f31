"""The 11-digit Italian number (VAT, and fiscal code of organisations). Source: DM 23-12-1976 and the domain dossier `people` I2, I5."""

import re

from vivaio_core.contract.text import _

_DIGITS = re.compile(r"[0-9]{11}")


def luhn_ok(digits: str) -> bool:
    """True when the last digit of an all-digit text is its Luhn check digit."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def clean(raw: str) -> str:
    """Upper case without spaces, dots, hyphens and a leading `IT` before digits."""
    text = re.sub(r"[\s.\-]", "", raw).upper()
    return re.sub(r"^IT(?=[0-9]+$)", "", text)


def organisation_code_problem(raw: str) -> str | None:
    """Say in Italian what is wrong with an organisation's fiscal code or VAT number; None when it is sound."""
    text = clean(raw)
    if not _DIGITS.fullmatch(text):
        count = sum(char.isdigit() for char in text)
        return _("11 digits are needed, here there are {count}: check that you copied them all").format(count=count)
    if text.startswith("0000000"):
        return _("the first seven digits cannot all be zero")
    if not luhn_ok(text):
        return _("the check digit does not match: compare the number digit by digit")
    return None
