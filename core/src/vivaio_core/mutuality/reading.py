"""Reads a file of exchanges: every line judged, every fault told with its line; nothing is written here."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _

from vivaio_core.imports.judging.values import Unclear, cents_of, day_of
from vivaio_core.imports.reading.open import open_sheet
from vivaio_core.imports.reading.sheet import Line, fold_heading
from vivaio_core.mutuality.models.exchanges import MutualExchange
from vivaio_core.mutuality.services.exchanges import Exchange
from vivaio_core.people.errors import Refused
from vivaio_core.people.identifiers import check_fiscal_code
from vivaio_core.people.models import Identifier, MemberNumber, Party

HEADINGS = {
    "activity": ("attivita",),
    "on": ("data", "giorno"),
    "code": ("codice fiscale", "cf", "partita iva"),
    "number": ("n. socio", "n socio", "numero socio", "tessera"),
    "amount": ("importo", "euro"),
    "source": ("documento", "fattura", "riferimento"),
    "letter": ("lettera",),
}
NEEDED = ("activity", "on", "amount", "source")


@dataclass(frozen=True)
class Reading:
    """What a file holds: the exchanges of the sound lines, and (line, fault) of the others."""

    facts: list[Exchange]
    faults: list[tuple[int, str]]


def read(content: bytes) -> Reading:
    """The lines of a file. Raises Refused when it cannot be read or lacks a heading; two queries whatever its length."""
    sheet = open_sheet(content)
    places = _places(sheet.headers)
    codes = dict(Identifier.objects.filter(scheme=Identifier.Scheme.CF, active=True).values_list("value", "party_id"))
    numbers = dict(MemberNumber.objects.values_list("number", "party_id"))
    facts, faults = [], []
    for line in sheet.lines:
        try:
            facts.append(_exchange(_Cells(line, places), codes, numbers))
        except (Unclear, Refused) as fault:
            faults.append((line.number, str(fault)))
    return Reading(facts, faults)


class _Cells:
    def __init__(self, line: Line, places: dict[str, int]) -> None:
        self.line, self.places = line, places

    def text(self, name: str) -> str:
        place = self.places.get(name)
        return self.line.cells[place] if place is not None and place < len(self.line.cells) else ""

    def numeric(self, name: str) -> bool:
        return self.places.get(name) in self.line.numeric


def _places(headers: list[str]) -> dict[str, int]:
    folded = [fold_heading(header) for header in headers]
    known = {fold_heading(word): name for name, words in HEADINGS.items() for word in words}
    places = {known[header]: place for place, header in reversed(list(enumerate(folded))) if header in known}
    lacking = [HEADINGS[name][0] for name in NEEDED if name not in places]
    if not {"code", "number"} & set(places):
        lacking.append(HEADINGS["code"][0])
    if lacking:
        raise Refused(_("These headings are missing in the file: %(names)s.") % {"names": ", ".join(lacking)}, "file")
    return places


def _exchange(cells: _Cells, codes: dict[str, int], numbers: dict[int, int]) -> Exchange:
    activity, source = slugify(cells.text("activity"))[:40], cells.text("source")[:120]
    if not activity or not source:
        raise Refused(_("the activity or the document is missing"))
    letter = cells.text("letter").strip().lower() or MutualExchange.Letter.REVENUE.value
    if letter not in MutualExchange.Letter.values:
        raise Refused(_("the letter is a, b or c"))
    cents = cents_of(cells.text("amount"), numeric=cells.numeric("amount"))
    if not cents:
        raise Refused(_("the amount is zero"))
    on = day_of(cells.text("on"), numeric=cells.numeric("on"))
    return Exchange(activity, on, cents, Party(pk=_party(cells, codes, numbers)), source, letter)


def _party(cells: _Cells, codes: dict[str, int], numbers: dict[int, int]) -> int:
    number = cells.text("number").strip()
    if number:
        if number.isdecimal() and int(number) in numbers:
            return numbers[int(number)]
        raise Refused(_("nobody has the member number %(number)s") % {"number": number})
    code = check_fiscal_code(cells.text("code"))
    if not code.ok:
        raise Refused(_("the fiscal code is not sound"))
    if code.value not in codes:
        raise Refused(_("nobody has the fiscal code %(code)s") % {"code": code.value})
    return codes[code.value]


def told(faults: list[tuple[int, str]], most: int = 20) -> Iterator[str]:
    """The faults in words, the first ones."""
    for number, fault in faults[:most]:
        yield _("Line %(number)s: %(fault)s.") % {"number": number, "fault": fault.rstrip(".")}
    if len(faults) > most:
        yield _("And %(count)s more lines.") % {"count": len(faults) - most}
