"""A long table as a PDF, page after page: nothing is cut, texts wrap, each page says what it is, its number and how many there are."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import reportlab
from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

PLAIN, BOLD, SIZE, LEADING, MARGIN = "Vera", "VeraBd", 7.5, 9.5, 36
PAGES = "how-many-pages"


@dataclass(frozen=True)
class Column:
    """A heading and its share of the page's width; numbers stand to the right."""

    heading: str
    weight: float
    number: bool = False


class TablePdf:
    """Draws one table; `title` and `lead` head the first page, `title` every other."""

    def __init__(self, title: str, lead: str, columns: Sequence[Column]) -> None:
        _fonts()
        self.buffer = BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=landscape(A4), pageCompression=1)
        self.canvas.setTitle(title)
        self.title, self.lead, self.columns = title, lead, columns
        self.width, self.height = landscape(A4)
        total = sum(column.weight for column in columns)
        self.widths = [(self.width - 2 * MARGIN) * column.weight / total for column in columns]
        self.page = 0
        self._begin()

    def draw(self, rows: Iterable[Sequence[object]], total: Sequence[object] = ()) -> bytes:
        """All rows, the `total` below them in bold where there is one, then the file."""
        for row in rows:
            self._row([printable(str(cell)) for cell in row], PLAIN)
        if total:
            self._row([printable(str(cell)) for cell in total], BOLD)
        self._end()
        # Known only now; every page has left a place for it.
        self.canvas.beginForm(PAGES)
        self.canvas.setFont(PLAIN, 7)
        self.canvas.drawString(0, 0, str(self.page))
        self.canvas.endForm()
        self.canvas.save()
        return self.buffer.getvalue()

    def _begin(self) -> None:
        self.page += 1
        self.y = self.height - MARGIN
        size = 12 if self.page == 1 else 9
        self.canvas.setFont(BOLD, size)
        for text in simpleSplit(printable(self.title), BOLD, size, self.width - 2 * MARGIN):
            self.canvas.drawString(MARGIN, self.y - 8, text)
            self.y -= size + 3
        self.y -= 8
        if self.page == 1:
            self.canvas.setFont(PLAIN, 8.5)
            for text in simpleSplit(printable(self.lead), PLAIN, 8.5, self.width - 2 * MARGIN):
                self.canvas.drawString(MARGIN, self.y - 4, text)
                self.y -= 12
            self.y -= 6
        self._row([column.heading for column in self.columns], BOLD)
        self.canvas.line(MARGIN, self.y + 1, self.width - MARGIN, self.y + 1)

    def _end(self) -> None:
        self.canvas.setFont(PLAIN, 7)
        self.canvas.drawRightString(self.width - MARGIN - 24, MARGIN / 2, _("Page %(number)s of") % {"number": self.page})
        self.canvas.saveState()
        self.canvas.translate(self.width - MARGIN - 22, MARGIN / 2)
        self.canvas.doForm(PAGES)
        self.canvas.restoreState()
        self.canvas.showPage()

    def _row(self, cells: Sequence[str], font: str) -> None:
        """One row; one that is taller than a page goes on on the next."""
        split = [simpleSplit(cell, font, SIZE, width - 6) or [""] for cell, width in zip(cells, self.widths, strict=True)]
        fits = int((self.height - 2 * MARGIN - 100) / LEADING)
        for start in range(0, max(len(texts) for texts in split), fits):
            self._lines([texts[start : start + fits] for texts in split], font)

    def _lines(self, split: Sequence[Sequence[str]], font: str) -> None:
        height = max(len(texts) for texts in split) * LEADING + 3
        if self.y - height < MARGIN:
            self._end()
            self._begin()
        self.canvas.setFont(font, SIZE)
        x = float(MARGIN)
        for texts, width, column in zip(split, self.widths, self.columns, strict=True):
            for place, text in enumerate(texts):
                y = self.y - LEADING * (place + 1) + 2
                if column.number:
                    self.canvas.drawRightString(x + width - 6, y, text)
                else:
                    self.canvas.drawString(x, y, text)
            x += width
        self.y -= height
        self.canvas.setStrokeGray(0.8)
        self.canvas.line(MARGIN, self.y + 1, self.width - MARGIN, self.y + 1)


def printable(text: str) -> str:
    """The text with the letters that the type has; another letter loses its mark (ș becomes s), an unknown sign becomes a square."""
    _fonts()
    known = pdfmetrics.getFont(PLAIN).face.charToGlyph
    return "".join(char if ord(char) in known else _nearest(char, known) for char in unicodedata.normalize("NFC", text))


def _nearest(char: str, known: dict[int, int]) -> str:
    plain = "".join(part for part in unicodedata.normalize("NFKD", char) if ord(part) in known and not unicodedata.combining(part))
    return plain or "□"


def _fonts() -> None:
    """The free type that comes with the library, laid into the file so that it prints alike everywhere."""
    if PLAIN not in pdfmetrics.getRegisteredFontNames():
        folder = Path(reportlab.__file__).parent / "fonts"
        for name in (PLAIN, BOLD):
            pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
