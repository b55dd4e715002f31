"""Reads the CSV or XLSX that Italian banks let one download: columns are known by their headings, balances are typed from the paper."""

from django.utils.translation import gettext as _

from vivaio_core.imports.reading.delimited import lines_of
from vivaio_core.imports.reading.limits import refuse_size
from vivaio_core.imports.reading.sheet import Line, fold_heading
from vivaio_core.imports.reading.workbook import Workbook
from vivaio_core.payments.bank.read import MOST, Fault, Read, ReadLine, balanced, day_of, point_cents, refuse_faults, signed_cents
from vivaio_core.people.errors import Refused
from vivaio_core.people.folding import fold

HEADINGS = {
    "booked_on": ("data", "data contabile", "data operazione", "data registrazione", "contabile"),
    "value_on": ("valuta", "data valuta"),
    "amount": ("importo", "importo eur", "importo euro", "importo in euro", "movimento"),
    "credit": ("avere", "entrate", "accrediti", "accredito"),
    "debit": ("dare", "uscite", "addebiti", "addebito"),
    "text": (
        *("descrizione", "causale", "descrizione operazione", "descrizione operazioni", "descrizione estesa", "descrizione completa"),
        *("causale descrizione", "dettagli", "note"),
    ),
    "currency": ("divisa", "div"),
    "payer_name": ("ordinante", "controparte", "nome", "ordinante beneficiario"),
    "payer_iban": ("iban", "iban ordinante", "iban controparte"),
    "reference": ("riferimento", "cro", "trn", "end to end", "endtoendid", "riferimento end to end"),
    "bank_id": ("id", "id movimento", "numero movimento", "numero operazione"),
}
EURO, ARCHIVE = ("EUR", "EURO"), b"PK"
Columns = dict[str, tuple[int, ...]]
_NAMES = {heading: name for name, headings in HEADINGS.items() for heading in headings}


def read_listed(content: bytes, *, iban: str, opening: int, closing: int) -> Read:
    """The statement of a CSV or XLSX file. Raises Refused: headings unknown, a row at fault, balances that do not meet."""
    refuse_size(len(content))
    columns: Columns = {}
    lines: list[ReadLine] = []
    faults: list[tuple[int, str]] = []
    for line in Workbook(content).lines() if content.startswith(ARCHIVE) else lines_of(content):
        if line.blank:
            continue
        if not columns:
            columns = _columns(line)
            continue
        if _is_balance(line, columns):
            continue
        try:
            lines.append(_line(line, columns))
        except Fault as fault:
            faults.append((line.number, str(fault)))
        if len(lines) > MOST:
            break
    if not columns:
        raise Refused(_("The first line must hold the headings Data and Importo (or Dare and Avere): the file has none."), "file")
    refuse_faults(faults)
    return balanced(Read(iban, opening, closing, tuple(lines)))


def _columns(line: Line) -> Columns:
    """Where each known column stands; several may hold words. Empty for a line above the headings."""
    found: Columns = {}
    for at, cell in enumerate(line.cells):
        name = _NAMES.get(fold_heading(cell))
        if name and (name == "text" or name not in found):
            found[name] = (*found.get(name, ()), at)
    return found if "booked_on" in found and ("amount" in found or {"credit", "debit"} <= set(found)) else {}


def _cell(line: Line, columns: Columns, name: str) -> str:
    return " ".join(" ".join(line.cells[at].split()) for at in columns.get(name, ()) if at < len(line.cells)).strip()


def _is_balance(line: Line, columns: Columns) -> bool:
    """Whether it only repeats a balance, without a day: banks put it above and below the movements."""
    return not _cell(line, columns, "booked_on") and any(fold(cell).startswith(("saldo", "totale")) for cell in line.cells)


def _line(line: Line, columns: Columns) -> ReadLine:
    if line.marks:
        raise Fault(_("a cell is merged, or holds a formula without its result"))
    cells = {name: _cell(line, columns, name) for name in HEADINGS}
    # Some banks call the currency «valuta», which elsewhere is the value date.
    currency = [cell.upper() for cell in (cells["currency"], cells["value_on"]) if cell.isalpha()]
    if any(code not in EURO for code in currency):
        raise Fault(_("the amount is not in euro"))
    amount = _amount(line, columns)
    if not amount:
        raise Fault(_("the amount is zero"))
    booked = day_of(cells["booked_on"])
    return ReadLine(
        number=line.number,
        amount=amount,
        booked_on=booked,
        value_on=booked if not cells["value_on"] or cells["value_on"].isalpha() else day_of(cells["value_on"]),
        bank_id=cells["bank_id"][:140],
        reference=cells["reference"][:140],
        payer_name=cells["payer_name"][:140],
        payer_iban="".join(cells["payer_iban"].split()).upper()[:34],
        text=cells["text"][:500],
    )


def _amount(line: Line, columns: Columns) -> int:
    if _cell(line, columns, "amount"):
        return _cents(line, columns, "amount")
    credit, debit = (abs(_cents(line, columns, side)) for side in ("credit", "debit"))
    if credit and debit:
        raise Fault(_("write one amount, in or out"))
    return credit - debit


def _cents(line: Line, columns: Columns, name: str) -> int:
    """A number of a spreadsheet has a point for its decimals, whatever Italian thousands look like."""
    text = _cell(line, columns, name)
    if set(columns.get(name, ())) & set(line.numeric):
        return point_cents(text.lstrip("-")) * (-1 if text.startswith("-") else 1)
    return signed_cents(text) if text else 0
