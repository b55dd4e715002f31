"""A CSV or XLSX file turned into named cells: which column is which is told by its heading."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from vivaio_core.imports.judging import values
from vivaio_core.imports.reading.open import open_sheet
from vivaio_core.imports.reading.sheet import fold_heading
from vivaio_core.people.errors import Refused

Headings = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Row:
    """A line of the file: its number, its cells by field, and which of them were numbers of the spreadsheet."""

    number: int
    cells: Mapping[str, str]
    numeric: frozenset[str]

    def cents(self, field: str) -> int:
        """The cell as an amount with sign. Raises Refused."""
        text = self.cells[field].replace("−", "-")
        if not text.isascii():
            raise Refused(_no_amount(), field)
        try:
            return values.cents_of(text, numeric=field in self.numeric)
        except values.Unclear:
            raise Refused(_no_amount(), field) from None

    def day(self, field: str) -> date:
        """The cell as a day. Raises Refused."""
        try:
            return values.day_of(self.cells[field])
        except values.Unclear:
            raise Refused(_("this is not a day: write it as 31/12/2020."), field) from None


def rows_of(
    content: bytes, wanted: Headings, optional: tuple[str, ...] = (), instead: Mapping[str, tuple[str, ...]] | None = None, joined: str = ""
) -> Iterator[Row]:
    """The lines, blank ones left out. `wanted` = field and its headings, small and without signs, the best first.

    A field of `instead` may be missing where all that stand for it are there; the field `joined` holds all its columns, one after the other.
    Raises Refused for a file that cannot be read.
    """
    sheet = open_sheet(content)
    headings = [fold_heading(one) for one in sheet.headers]
    places = {field: [headings.index(name) for name in names if name in headings] for field, names in wanted.items()}
    others = {field: all(places[one] for one in given) for field, given in (instead or {}).items()}
    missing = [names[0] for field, names in wanted.items() if not places[field] and field not in optional and not others.get(field)]
    if missing:
        text = _("These columns are missing: %(missing)s. The file has: %(found)s.")
        raise Refused(text % {"missing": ", ".join(missing), "found": ", ".join(sheet.headers[:20])}, "file")
    for line in sheet.lines:
        if line.marks:
            raise Refused(
                _("Line %(line)s cannot be read: it has more cells than headings, or a formula without a value.") % {"line": line.number}, "file"
            )
        texts = {field: [line.cells[place].strip() for place in found if field == joined or place == found[0]] for field, found in places.items()}
        cells = {field: ", ".join(filter(None, found)) for field, found in texts.items() if found}
        yield Row(line.number, cells, frozenset(field for field, found in places.items() if found and found[0] in line.numeric))


def _no_amount() -> str:
    return _("this is not an amount: write it as 1.234,56.")
