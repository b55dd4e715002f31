"""The XML of a file for the bank, written by the library sepaxml and validated against the schema that comes with it (ISO 20022).

Around the library: letters and lengths are ours (it lets through what banks refuse), amounts are whole cents greater than zero (it takes 0, negative
numbers and booleans), the numbers of the file and of its parts are ours, and where no BIC is known the file says so instead of leaving the bank's
element empty.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from sepaxml import SepaDD, SepaTransfer
from sepaxml.validation import try_valid_xml

from vivaio_core.ledger.amounts import paid
from vivaio_core.payments.sepa.letters import NAME, REFERENCE, WORDS, plain

DEBITS, TRANSFERS = "pain.008.001.08", "pain.001.001.09"
_EMPTY, _UNKNOWN = b"<FinInstnId />", b"<FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId>"

_PART = re.compile(rb"<PmtInfId>[^<]*</PmtInfId>")


@dataclass(frozen=True)
class Sender:
    """Who gives the file to the bank: name, account, creditor identifier and BIC, the last two empty where there are none."""

    name: str
    iban: str
    creditor_id: str = ""
    bic: str = ""


@dataclass(frozen=True)
class Line:
    """One row: whose account, how many cents, with which reference and words; the mandate and its `sequence` (FRST, RCUR) of a direct debit."""

    name: str
    iban: str
    cents: int
    end_to_end: str
    words: str
    mandate: str = ""
    signed_on: date | None = None
    sequence: str = ""


class _Debits(SepaDD):
    def _create_header(self) -> None:
        self.msg_id = self._config["msg_id"]
        super()._create_header()


class _Transfers(SepaTransfer):
    def _create_header(self) -> None:
        self.msg_id = self._config["msg_id"]
        super()._create_header()


def debits(*, sender: Sender, message_id: str, collect_on: date, lines: Iterable[Line]) -> bytes:
    """A file of direct debits, CORE scheme. Raises ledger.Refused for what is no amount; sepaxml's ValidationError when the schema refuses it."""
    written = _Debits({**_config(sender, message_id), "creditor_id": sender.creditor_id}, schema=DEBITS, clean=False)
    for line in lines:
        mandate = {"type": line.sequence, "mandate_id": line.mandate, "mandate_date": line.signed_on, "collection_date": collect_on}
        written.add_payment({**_payment(line), **mandate})
    return _sealed(written, DEBITS)


def transfers(*, sender: Sender, message_id: str, execute_on: date, lines: Iterable[Line]) -> bytes:
    """A file of bank transfers. Raises as `debits`."""
    written = _Transfers(_config(sender, message_id), schema=TRANSFERS, clean=False)
    for line in lines:
        written.add_payment({**_payment(line), "execution_date": execute_on})
    return _sealed(written, TRANSFERS)


def _config(sender: Sender, message_id: str) -> dict[str, Any]:
    found = {"name": plain(sender.name, NAME), "IBAN": sender.iban, "batch": True, "currency": "EUR", "msg_id": message_id}
    return {**found, "BIC": sender.bic} if sender.bic else found


def _payment(line: Line) -> dict[str, Any]:
    return {
        "name": plain(line.name, NAME),
        "IBAN": line.iban,
        "amount": paid(line.cents),
        "description": plain(line.words, WORDS),
        "endtoend_id": plain(line.end_to_end, REFERENCE),
    }


def _sealed(written: Any, schema: str) -> bytes:
    number, parts = written.msg_id.encode(), count(1)
    content: bytes = written.export(validate=False).replace(_EMPTY, _UNKNOWN)
    content = _PART.sub(lambda _found: b"<PmtInfId>%s-%d</PmtInfId>" % (number, next(parts)), content)
    try_valid_xml(content, schema)
    return content
