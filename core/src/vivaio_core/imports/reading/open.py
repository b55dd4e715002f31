"""Opens an uploaded file, whatever it is by its content, not by its name. A file that cannot be used ends in a sentence."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import chain, islice

from django.utils.translation import gettext as _

from vivaio_core.imports.columns import KNOWN_HEADINGS
from vivaio_core.imports.reading.delimited import lines_of
from vivaio_core.imports.reading.limits import most_rows, refuse_size, too_many_rows
from vivaio_core.imports.reading.sheet import LOOKED_AT, Line, Sheet, fitted, heading_of, named
from vivaio_core.imports.reading.workbook import Workbook
from vivaio_core.people.errors import Refused

OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def open_sheet(content: bytes) -> Sheet:
    """The first sheet with something in it. Raises Refused."""
    refuse_size(len(content))
    if content.startswith(OLD_OFFICE):
        raise _old_office(content)
    if content.startswith(b"PK"):
        _refuse_other_archive(content)
        book = Workbook(content)
        return _sheet(book.lines(), book.sheet.title, book.others, book.expected)
    return _sheet(lines_of(content), "", [], content.count(b"\n") + 1)


def _sheet(lines: Iterator[Line], title: str, others: list[str], expected: int) -> Sheet:
    first = list(islice(lines, LOOKED_AT))
    heading = heading_of(first, KNOWN_HEADINGS)
    if heading is None:
        # Some spreadsheets begin far below: look on, blank lines cost nothing.
        heading = next((line for line in lines if not line.blank), None)
    if heading is None:
        raise Refused(_("The file is empty: there is no line with something in it."), "file")
    headers = named(heading.cells)
    rest = chain((line for line in first if line.number > heading.number), lines)
    return Sheet(headers, heading.number, _data(rest, len(headers)), title[:80], [one[:80] for one in others], max(0, expected - heading.number))


def _data(lines: Iterator[Line], width: int) -> Iterator[Line]:
    count = 0
    for line in lines:
        if line.blank:
            continue
        count += 1
        if count > most_rows():
            raise too_many_rows()
        yield fitted(line, width)


def _old_office(content: bytes) -> Refused:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Refused(_("The file is protected by a password: take the password away, save it and upload it again."), "file")
    return Refused(_("This is an old spreadsheet (XLS): open it and save it as XLSX."), "file")


def _refuse_other_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:80] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        return
    if b"opendocument" in kind:
        raise Refused(_("This is a LibreOffice spreadsheet (ODS): save it as XLSX and upload it again."), "file")
    if "xl/workbook.xml" not in names:
        raise Refused(_("This file is not a spreadsheet that can be read. Save it as XLSX, or as CSV in UTF-8."), "file")
