"""Reads CAMT.053 (ISO 20022), whatever its version: names are compared without their namespace. Only booked entries in euro."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from vivaio_core.payments.bank.read import Fault, Read, ReadLine, balanced, day_of, point_cents, refuse_faults
from vivaio_core.people.errors import Refused

NOTHING = ("NOTPROVIDED", "NONREF")


def read_camt(content: bytes) -> list[Read]:
    """The statements of a file, each with its balances. Raises Refused: no such file, another currency, a row at fault, balances that do not meet."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as fault:
        raise Refused(_("This XML file cannot be read: download it again from the bank (CAMT.053)."), "file") from fault
    found = list(_all(root, "BkToCstmrStmt/Stmt"))
    if not found:
        raise Refused(_("This XML file is no bank statement: ask the bank for the format CAMT.053."), "file")
    read = [_statement(one) for one in found]
    # A bank that sends a statement a day sends empty ones too: they say nothing, when their balances meet.
    return [balanced(one) for one in read if one.lines or one.opening != one.closing] or [balanced(read[0])]


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


def _all(node: Any, path: str) -> Iterator[Any]:
    """The nodes below, by names parted by a slash."""
    first, _slash, rest = path.partition("/")
    for child in node:
        if _name(child) == first:
            if rest:
                yield from _all(child, rest)
            else:
                yield child


def _text(node: Any, *paths: str) -> str:
    """The first text found on one of the paths; nothing for none."""
    for path in paths:
        for found in _all(node, path):
            if found.text and found.text.strip() and found.text.strip() not in NOTHING:
                return " ".join(found.text.split())
    return ""


def _signed(node: Any) -> int:
    amount = next(_all(node, "Amt"), None)
    if amount is None:
        raise Fault(_("the amount is missing"))
    if amount.get("Ccy", "EUR") != "EUR":
        raise Fault(_("the amount is not in euro"))
    side = _text(node, "CdtDbtInd")
    if side not in ("CRDT", "DBIT"):
        raise Fault(_("it does not say whether the money came in or went out"))
    return point_cents(amount.text or "") * (1 if side == "CRDT" else -1)


def _balance(statement: Any, codes: tuple[str, ...]) -> int:
    for code in codes:
        for node in _all(statement, "Bal"):
            if _text(node, "Tp/CdOrPrtry/Cd") == code:
                try:
                    return _signed(node)
                except Fault as fault:
                    raise Refused(_("A balance cannot be read: %(why)s.") % {"why": fault}, "file") from fault
    raise Refused(_("The statement lacks its opening or closing balance: ask the bank for the whole statement."), "file")


def _statement(node: Any) -> Read:
    iban = _text(node, "Acct/Id/IBAN").replace(" ", "").upper()[:34]
    if not iban:
        raise Refused(_("The statement does not say its IBAN: ask the bank for the whole statement."), "file")
    lines: list[ReadLine] = []
    faults: list[tuple[int, str]] = []
    for number, entry in enumerate(_all(node, "Ntry"), 1):
        try:
            if _text(entry, "Sts/Cd", "Sts") in ("BOOK", ""):
                lines.extend(_entry(entry, number))
        except Fault as fault:
            faults.append((number, str(fault)))
    refuse_faults(faults)
    return Read(iban, _balance(node, ("OPBD", "PRCD")), _balance(node, ("CLBD",)), tuple(lines))


def _entry(entry: Any, number: int) -> list[ReadLine]:
    """One line, or one for each payment of a batch when their amounts make the entry's."""
    total = _signed(entry)
    if not total:
        return []
    value = day_of(_text(entry, "ValDt/Dt", "ValDt/DtTm", "BookgDt/Dt", "BookgDt/DtTm"))
    booked = day_of(_text(entry, "BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm"))
    own = _text(entry, "AcctSvcrRef")[:130]
    parts = list(_all(entry, "NtryDtls/TxDtls"))
    amounts = _amounts(parts, total) if len(parts) > 1 else []
    if amounts:
        given = zip(parts, amounts, range(1, len(parts) + 1), strict=True)
        return [_line(part, number, amount, booked, value, own and f"{own}/{at}") for part, amount, at in given]
    return [_line(parts[0] if len(parts) == 1 else entry, number, total, booked, value, own, _text(entry, "AddtlNtryInf"))]


def _amounts(parts: list[Any], total: int) -> list[int]:
    sign = 1 if total > 0 else -1
    found = [_text(part, "Amt", "AmtDtls/TxAmt/Amt") for part in parts]
    try:
        cents = [sign * point_cents(text) for text in found if text]
    except Fault:
        return []
    return cents if len(cents) == len(parts) and all(cents) and sum(cents) == total else []


def _line(node: Any, number: int, amount: int, booked: Any, value: Any, bank_id: str, more: str = "") -> ReadLine:
    side = "Dbtr" if amount > 0 else "Cdtr"
    words = " ".join(" ".join(found.text.split()) for found in _all(node, "RmtInf/Ustrd") if found.text)
    structured = _text(node, "RmtInf/Strd/CdtrRefInf/Ref")
    return ReadLine(
        number=number,
        amount=amount,
        booked_on=booked,
        value_on=value,
        bank_id=bank_id,
        reference=_text(node, "Refs/EndToEndId", "NtryRef")[:140],
        payer_name=_text(node, f"RltdPties/{side}/Nm", f"RltdPties/{side}/Pty/Nm")[:140],
        payer_iban=_text(node, f"RltdPties/{side}Acct/Id/IBAN").replace(" ", "").upper()[:34],
        text=" ".join(one for one in (words, structured, more) if one)[:500],
    )
