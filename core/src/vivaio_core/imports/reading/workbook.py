"""Reads XLSX with openpyxl, line by line: every cell as text, days as ISO days, numbers marked as such.

A formula whose result was not saved and cells that were merged hold nothing that could be read: their lines are marked, never passed over.
"""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from vivaio_core.imports.reading.limits import too_many_rows
from vivaio_core.imports.reading.sheet import LOST_FORMULA, MERGED, Line, clean
from vivaio_core.people.errors import Refused

UNPACKED = 400_000_000
WIDEST = 200
_MERGED = re.compile(rb'<mergeCell ref="([A-Z0-9:]+)"')


class Workbook:
    """An XLSX file opened for reading. Raises Refused when it cannot be."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._refuse_bomb()
        try:
            self.book: Any = load_workbook(BytesIO(content), read_only=True, data_only=True)
        except Exception as fault:  # openpyxl lets through whatever a broken archive or XML raises
            raise _broken(fault) from fault
        visible = [sheet for sheet in self.book.worksheets if sheet.sheet_state == "visible"]
        if not visible:
            raise Refused(_("There is no sheet in this file."), "file")
        self.sheet: Any = next((sheet for sheet in visible if self._filled(sheet)), visible[0])
        self.others = [sheet.title for sheet in visible if sheet is not self.sheet and self._filled(sheet)]
        self.formulas, self.merged = self._peculiar()

    @property
    def expected(self) -> int:
        """How many lines the file says it has; a guess for progress only."""
        return int(self.sheet.max_row or 0)

    def lines(self) -> Iterator[Line]:
        """Every line. Raises Refused when the file breaks on the way."""
        try:
            yield from self._lines()
        except Refused:
            raise
        except Exception as fault:
            raise _broken(fault) from fault

    def _lines(self) -> Iterator[Line]:
        written = self._formula_lines() if self.formulas else None
        for number, values in enumerate(self.sheet.iter_rows(values_only=True), 1):
            if number > 1_048_576:
                raise too_many_rows()
            values = values[:WIDEST]
            cells = [cell_text(value) for value in values]
            while cells and not cells[-1]:
                cells.pop()
            numeric = tuple(place for place, value in enumerate(values) if isinstance(value, int | float) and not isinstance(value, bool))
            marks = []
            lost = [place for place in next(written, ()) if place >= len(values) or values[place] is None] if written else []
            if lost:
                marks.append(LOST_FORMULA)
            if any(first <= number <= last for first, last in self.merged):
                marks.append(MERGED)
            yield Line(number, cells, numeric, tuple(marks))

    def _formula_lines(self) -> Iterator[tuple[int, ...]]:
        """For each line, the places that hold a formula."""
        book: Any = load_workbook(BytesIO(self.content), read_only=True, data_only=False)
        for row in book[self.sheet.title].iter_rows():
            yield tuple(place for place, cell in enumerate(row) if getattr(cell, "data_type", "") == "f")

    def _filled(self, sheet: Any) -> bool:
        try:
            rows = sheet.iter_rows(max_row=30, values_only=True)
            return any(value not in (None, "") for row in rows for value in row)
        except Exception as fault:
            raise _broken(fault) from fault

    def _refuse_bomb(self) -> None:
        try:
            with zipfile.ZipFile(BytesIO(self.content)) as archive:
                size = sum(info.file_size for info in archive.infolist())
        except zipfile.BadZipFile as fault:
            raise _broken(fault) from fault
        if size > UNPACKED:
            raise Refused(_("The file is too big once it is opened. Divide it into several files."), "file")

    def _peculiar(self) -> tuple[bool, list[tuple[int, int]]]:
        """Whether the sheet holds formulas, and the lines that merged cells touch, found in its XML without building it."""
        path = str(self.sheet._worksheet_path)
        formulas, merged, tail = False, [], b""
        with zipfile.ZipFile(BytesIO(self.content)) as archive, archive.open(path) as xml:
            while chunk := xml.read(1 << 20):
                seen = tail + chunk
                formulas = formulas or b"<f>" in seen or b"<f " in seen or b"<f/>" in seen
                merged += [_lines_of(found.decode()) for found in _MERGED.findall(seen)]
                tail = seen[-80:]
        return formulas, sorted(set(merged))


def cell_text(value: Any) -> str:
    """A cell as text: whole numbers without `.0`, days as ISO days, yes and no in Italian."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "sì" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{Decimal(repr(value)).normalize():f}" if abs(value) < 1e21 else repr(value)
    return clean(str(value))


def _lines_of(merged: str) -> tuple[int, int]:
    _left, top, _right, bottom = range_boundaries(merged)
    return int(top or 1), int(bottom or 1)


def _broken(fault: BaseException) -> Refused:
    text = _("This file is broken and cannot be opened: open it in your spreadsheet and save it again as XLSX. (%(fault)s)")
    return Refused(text % {"fault": type(fault).__name__}, "file")
