"""The tables that leave the register: the members as of a day, the annotations, the voters; each as XLSX or PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from vivaio_core.office.exports import harmless
from vivaio_core.pages.elision import elided
from vivaio_core.pages.numbers import day, euros
from vivaio_core.register.models.book import RegisterEntry
from vivaio_core.register.printing.pdf import Column, TablePdf
from vivaio_core.register.selectors import book
from vivaio_core.register.selectors.sheet import SheetLine, sheet
from vivaio_core.site.coop import coop

Cell = str | int | Decimal | date | None


@dataclass(frozen=True)
class Table:
    """A title, a sentence that says what it shows, columns, rows of plain values (money in euro as a number)."""

    title: str
    lead: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]

    def xlsx(self) -> bytes:
        """A workbook of one sheet, written row by row; no cell can act as a formula."""
        workbook = Workbook(write_only=True)
        found = workbook.create_sheet("libro soci")
        found.append([self.title])
        found.append([self.lead])
        found.append([column.heading for column in self.columns])
        for row in self.rows:
            found.append([harmless(cell) for cell in row])
        buffer = BytesIO()
        workbook.save(buffer)
        return buffer.getvalue()

    def pdf(self) -> bytes:
        """Pages in landscape, ready for the statutory book."""
        return TablePdf(self.title, self.lead, self.columns).draw([_in_words(cell) for cell in row] for row in self.rows)


def members(on: date, known_on: date | None, printed_on: date) -> Table:
    """The register as of a day."""
    columns = [
        Column(_("No."), 4, number=True),
        Column(_("Member"), 16),
        Column(_("Fiscal code"), 12),
        Column(_("Born on"), 9),
        Column(_("Address"), 18),
        Column(_("Admitted on"), 9),
        Column(_("Resolution"), 14),
        Column(_("Category"), 9),
        Column(_("Shares"), 5, number=True),
        Column(_("Value"), 8, number=True),
        Column(_("Paid in"), 8, number=True),
        Column(_("Membership ended"), 13),
    ]
    return Table(
        _title(_("Register of members on %(day)s") % {"day": day(on)}),
        _lead(known_on, printed_on),
        columns,
        [_member(line) for line in sheet(on, known_on)],
    )


def annotations(printed_on: date) -> Table:
    """Every annotation in its order: the book itself."""
    columns = [
        Column(_("No."), 4, number=True),
        Column(_("Entered on"), 9),
        Column(_("What"), 12),
        Column(_("Member no."), 5, number=True),
        Column(_("Member"), 18),
        Column(_("Shares"), 5, number=True),
        Column(_("Nominal value"), 7, number=True),
        Column(_("Amount"), 8, number=True),
        Column(_("Counts from"), 9),
        Column(_("Resolution"), 14),
        Column(_("Note"), 18),
    ]
    rows = [_annotation(entry) for entry in book.book().iterator(500)]
    return Table(_title(_("Annotations of the register of members")), _lead(None, printed_on), columns, rows)


def voters(on: date, printed_on: date) -> Table:
    """Who may vote at an assembly of the day, with a place to sign."""
    columns = [Column(_("No."), 5, number=True), Column(_("Member"), 30), Column(_("In the register since"), 14), Column(_("Signature"), 30)]
    lead = _("One vote each. Members who are in the register since too few days do not vote.")
    rows = [(bond.member_no, bond.party.display_name, bond.recorded_on, "") for bond in book.voters(on)]
    return Table(_title(_("Who may vote on %(day)s") % {"day": day(on)}), f"{lead} {_lead(None, printed_on)}", columns, rows)


def _title(text: str) -> str:
    own = coop().cooperative
    return elided(f"{own.name} — {text}")


def _lead(known_on: date | None, printed_on: date) -> str:
    texts = [_("Printed on %(day)s.") % {"day": day(printed_on)}]
    if known_on:
        texts.insert(0, _("As the register was known on %(day)s.") % {"day": day(known_on)})
    return elided(" ".join(texts))


def _member(line: SheetLine) -> Sequence[Cell]:
    period = line.period
    ended = f"{day(period.ended_on)}, {line.end_reason}" if period and period.ended_on and not line.member else ""
    since = period.effective_on if period else None
    money = (_euro(line.amount_cents), _euro(line.paid_cents))
    who = (line.number, line.party.display_name, line.code, line.party.birth_date, line.party.address)
    return (*who, since, str(line.resolution or ""), line.category, line.qty, *money, ended)


def _annotation(entry: RegisterEntry) -> Sequence[Cell]:
    name = entry.party.display_name if entry.party else ""
    texts = [entry.text] if entry.text else []
    if entry.reverses:
        texts.append(_("corrects no. %(number)s") % {"number": entry.reverses.seq})
    if entry.counterpart:
        texts.append(entry.counterpart.display_name)
    if entry.kind == RegisterEntry.Kind.END:
        texts.insert(0, entry.reason_in_words)
    money = (_euro(entry.nominal_cents), _euro(entry.amount_cents)) if entry.qty else (None, None)
    what = str(entry.get_kind_display())
    return (
        entry.seq,
        entry.recorded_on,
        what,
        entry.member_no,
        name,
        entry.qty or None,
        *money,
        entry.effective_on,
        str(entry.resolution or ""),
        ". ".join(texts),
    )


def _euro(cents: int) -> Decimal:
    return Decimal(cents) / 100


def _in_words(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return euros(int(cell * 100))
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)
