"""Reads CSV: UTF-8 or the Windows encoding, cells parted by semicolon, comma or tab. Strict: a broken quote is told, never swallowed."""

import csv
from collections.abc import Iterator
from io import StringIO

from django.utils.translation import gettext as _

from vivaio_core.imports.reading.sheet import Line, clean
from vivaio_core.people.errors import Refused

DELIMITERS = ";,\t"


def text_of(content: bytes) -> str:
    """The file's text. Raises Refused when it is none."""
    if b"\x00" in content:
        raise Refused(_("This file is not a spreadsheet that can be read. Save it as XLSX, or as CSV in UTF-8."), "file")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(_("The letters of this file cannot be read. Save it as XLSX, or as CSV in UTF-8."), "file")


def delimiter_of(text: str) -> str:
    """The sign that parts most cells in the first lines, outside quotes; the semicolon of Italian spreadsheets when none does."""
    counts = dict.fromkeys(DELIMITERS, 0)
    quoted = False
    for char in text[:4_000]:
        quoted ^= char == '"'
        if not quoted and char in counts:
            counts[char] += 1
    return max(DELIMITERS, key=lambda sign: counts[sign])


def lines_of(content: bytes) -> Iterator[Line]:
    """Every line with the number at which it begins. Raises Refused, at the line that is broken."""
    text = text_of(content)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            text = _("Line %(line)s cannot be read: a quotation mark is open, or a cell is too long. Nothing was taken from the file. (%(fault)s)")
            raise Refused(text % {"line": before + 1, "fault": fault}, "file") from None
        yield Line(before + 1, [clean(cell) for cell in cells])
        before = reader.line_num
