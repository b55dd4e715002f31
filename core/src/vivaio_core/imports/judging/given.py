"""What a line says field by field, once the columns are chosen."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from vivaio_core.imports.columns import longest
from vivaio_core.imports.judging.findings import ERROR, Finding, at_field, of_line
from vivaio_core.imports.judging.values import Unclear, cents_of, day_of, whole_of
from vivaio_core.imports.models import ImportRow


@dataclass
class Given:
    """The mapped texts of a line and what was found while reading them."""

    values: dict[str, str]
    numeric: frozenset[str]
    findings: list[Finding]

    def text(self, field: str) -> str:
        """The text in one line; a fault and nothing when it is too long."""
        text = " ".join(self.values.get(field, "").split())
        if len(text) > longest(field):
            self.fault(field, "too_long", most=longest(field))
            return ""
        return text

    def day(self, field: str) -> date | None:
        """The day; None when there is none, with a fault when it is not clear."""
        text = self.values.get(field, "")
        if not text:
            return None
        try:
            return day_of(text, numeric=field in self.numeric)
        except Unclear as fault:
            self.fault(field, fault.code)
            return None

    def whole(self, field: str) -> int | None:
        """A whole number."""
        text = self.values.get(field, "")
        try:
            return whole_of(text) if text else None
        except Unclear as fault:
            self.fault(field, fault.code)
            return None

    def cents(self, field: str) -> int | None:
        """An amount in cents."""
        text = self.values.get(field, "")
        try:
            return cents_of(text, numeric=field in self.numeric) if text else None
        except Unclear as fault:
            self.fault(field, fault.code)
            return None

    def fault(self, field: str, code: str, level: str = ERROR, **more: object) -> None:
        """Note a finding about a field."""
        self.findings.append(at_field(field, code, level, **more))


def given(row: ImportRow, columns: dict[str, int]) -> Given:
    """The row by its columns; what a person added to it comes before its cells."""
    values, numeric = {}, set()
    for field, place in columns.items():
        values[field] = row.cells[place] if place < len(row.cells) else ""
        if place in row.numeric:
            numeric.add(field)
    values |= row.extra
    return Given(values, frozenset(numeric - set(row.extra)), [of_line(mark) for mark in row.marks])


def key_of(row: ImportRow, columns: dict[str, int], mode: str) -> str:
    """A print of what the line says, whatever the order of the columns: the same line twice has the same."""
    said = {field: " ".join(row.cells[place].split()).casefold() for field, place in columns.items() if place < len(row.cells) and row.cells[place]}
    text = json.dumps([mode, said, row.extra if row.line is None else {}], sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
