"""Codes that a file for the bank carries, checked before they are written down: IBAN, creditor identifier, BIC, reference of a mandate."""

import re

from django.utils.translation import gettext as _
from stdnum.eu import at_02

from vivaio_core.people.errors import Refused
from vivaio_core.people.identifiers import check_iban

_BIC = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?")
_REFERENCE = re.compile(r"[A-Z0-9/\-?:().,'+]{1,35}")


def sepa_iban(text: str) -> str:
    """The IBAN without spaces, check digits verified. Raises Refused (`iban`) for one that cannot be, or outside the SEPA area."""
    found = check_iban(text)
    if not found.ok:
        raise Refused(_("This IBAN is not well written: check it on the bank's papers."), "iban")
    if "non_sepa" in found.warnings:
        raise Refused(_("This account is outside the SEPA area: no file reaches it. Agree on another way of paying."), "iban")
    return found.value


def creditor_identifier(text: str) -> str:
    """The identifier of who collects (EPC AT-02), check digits verified; empty stays empty. Raises Refused (`creditor_id`)."""
    code = "".join(text.split()).upper()
    if code and not at_02.is_valid(code):
        raise Refused(_("This creditor identifier is not well written: the bank gave it to you, for example IT58ZZZ0000012345678901."), "creditor_id")
    return code


def bank_code(text: str) -> str:
    """The BIC; empty stays empty. Raises Refused (`bic`)."""
    code = "".join(text.split()).upper()
    if code and not _BIC.fullmatch(code):
        raise Refused(_("A BIC has 8 or 11 signs, for example CRPPIT2P: check it on the bank's papers."), "bic")
    return code


def mandate_reference(text: str) -> str:
    """The reference of a mandate as both banks read it. Raises Refused (`reference`)."""
    code = "".join(text.split()).upper()
    if not _REFERENCE.fullmatch(code) or code.startswith("/") or code.endswith("/") or "//" in code:
        raise Refused(_("The reference has at most 35 letters without accents and digits, for example MAND-2026-001."), "reference")
    return code
