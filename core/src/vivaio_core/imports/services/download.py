"""Spreadsheets that go out: a template to fill in, and the lines in error with what is wrong with each."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from vivaio_core.access.models import User
from vivaio_core.imports.columns import columns_of
from vivaio_core.imports.models import ImportBatch, ImportRow
from vivaio_core.people.errors import allow
from vivaio_core.trail.services import record

FAULTY = (ImportRow.Status.ERROR, ImportRow.Status.ASK)


def template(mode: str) -> bytes:
    """An empty sheet with the headings we know, and a second one with an example."""
    columns = columns_of(mode)
    book = Workbook(write_only=True)
    empty = book.create_sheet(_("Template"))
    example = book.create_sheet(_("Example"))
    for sheet, rows in ((empty, [[column.title for column in columns]]), (example, [[c.title for c in columns], [c.example for c in columns]])):
        _fill(sheet, rows)
    return _saved(book)


def faulty_lines(*, batch: ImportBatch, actor: User | None) -> bytes:
    """The lines in error and to be decided, with their cells as they were given, their number and the fault. Raises PermissionDenied."""
    allow(actor, "imports.view_importbatch")
    rows = batch.rows.filter(status__in=FAULTY).order_by("place")
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("To be corrected"))
    _fill(sheet, [[*batch.headers, _("Line of the file"), _("What to correct")], *(_cells(batch, row) for row in rows.iterator())])
    payload = {"list": batch.file_name, "rows": rows.count(), "format": "xlsx"}
    record(kind="office.export", actor=actor, target=f"imports.ImportBatch:{batch.pk}", payload=payload)
    return _saved(book)


def _cells(batch: ImportBatch, row: ImportRow) -> list[str]:
    width = len(batch.headers)
    cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
    return [*cells, str(row.line or ""), " ".join(row.message.splitlines())]


def _fill(sheet: Any, rows: Iterable[Sequence[str]]) -> None:
    """Every cell is a text, so that nothing is computed and no zero is lost."""
    for number, row in enumerate(rows):
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value=text)
            cell.data_type, cell.number_format = "s", "@"
            if not number:
                cell.font = Font(bold=True)
            cells.append(cell)
        if not number:
            for place, text in enumerate(row, 1):
                sheet.column_dimensions[get_column_letter(place)].width = max(12, min(40, len(text) + 4))
            sheet.freeze_panes = "A2"
        sheet.append(cells)


def _saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()
