"""Reads the CSV that Italian banks let one download: the columns are known by their headings, the balances are typed from the paper."""

from django.utils.translation import gettext as _

from vivaio_core.imports.reading.delimited import lines_of
from vivaio_core.imports.reading.limits import refuse_size
from vivaio_core.imports.reading.sheet import Line
from vivaio_core.payments.bank.read import MOST, Fault, Read, ReadLine, balanced, day_of, refuse_faults, signed_cents
from vivaio_core.people.errors import Refused
from vivaio_core.people.folding import fold

HEADINGS = {
    "booked_on": ("data", "data contabile", "data operazione", "data registrazione", "contabile"),
    "value_on": ("valuta", "data valuta"),
    "amount": ("importo", "importo eur", "importo euro", "importo in euro", "movimento"),
    "credit": ("avere", "entrate", "accrediti", "accredito"),
    "debit": ("dare", "uscite", "addebiti", "addebito"),
    "text": ("descrizione", "causale", "descrizione operazione", "descrizione estesa", "dettagli"),
    "payer_name": ("ordinante", "controparte", "nome", "ordinante beneficiario"),
    "payer_iban": ("iban", "iban ordinante", "iban controparte"),
    "reference": ("riferimento", "cro", "trn", "end to end", "endtoendid", "riferimento end to end"),
    "bank_id": ("id", "id movimento", "numero movimento", "numero operazione"),
}
_NAMES = {heading: name for name, headings in HEADINGS.items() for heading in headings}


def read_csv(content: bytes, *, iban: str, opening: int, closing: int) -> Read:
    """The statement of a CSV file. Raises Refused: headings unknown, a row at fault, balances that do not meet."""
    refuse_size(len(content))
    columns: dict[str, int] = {}
    lines: list[ReadLine] = []
    faults: list[tuple[int, str]] = []
    for line in lines_of(content):
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


def _columns(line: Line) -> dict[str, int]:
    """Where each known column stands; empty for a line above the headings."""
    found: dict[str, int] = {}
    for at, cell in enumerate(line.cells):
        words = fold("".join(sign if sign.isalnum() else " " for sign in cell))
        name = _NAMES.get(" ".join(words.split()))
        if name and name not in found:
            found[name] = at
    return found if "booked_on" in found and ("amount" in found or {"credit", "debit"} <= set(found)) else {}


def _is_balance(line: Line, columns: dict[str, int]) -> bool:
    """Whether it only repeats a balance, without a day: banks put it above and below the movements."""
    at = columns["booked_on"]
    dated = at < len(line.cells) and line.cells[at].strip()
    return not dated and any(fold(cell).startswith(("saldo", "totale")) for cell in line.cells)


def _line(line: Line, columns: dict[str, int]) -> ReadLine:
    cells = {name: line.cells[at].strip() if at < len(line.cells) else "" for name, at in columns.items()}
    amount = _amount(cells)
    if not amount:
        raise Fault(_("the amount is zero"))
    booked = day_of(cells["booked_on"])
    return ReadLine(
        number=line.number,
        amount=amount,
        booked_on=booked,
        value_on=day_of(cells["value_on"]) if cells.get("value_on") else booked,
        bank_id=cells.get("bank_id", "")[:140],
        reference=cells.get("reference", "")[:140],
        payer_name=cells.get("payer_name", "")[:140],
        payer_iban="".join(cells.get("payer_iban", "").split()).upper()[:34],
        text=" ".join(cells.get("text", "").split())[:500],
    )


def _amount(cells: dict[str, str]) -> int:
    if cells.get("amount"):
        return signed_cents(cells["amount"])
    credit, debit = cells.get("credit", ""), cells.get("debit", "")
    if bool(credit) == bool(debit):
        raise Fault(_("write one amount, in or out"))
    return abs(signed_cents(credit)) if credit else -abs(signed_cents(debit))
