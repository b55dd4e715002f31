"""What a file holds once it is read: headings, and lines of texts, whatever its format."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from vivaio_core.people.folding import fold

LOST_FORMULA, MERGED, TOO_MANY_CELLS = "formula", "merged", "too_many_cells"
LOOKED_AT = 20
LONGEST_CELL = 32_767


@dataclass(frozen=True)
class Line:
    """One line: its number in the file from 1, its cells as texts, the places that were numbers, faults of the reading."""

    number: int
    cells: list[str]
    numeric: tuple[int, ...] = ()
    marks: tuple[str, ...] = ()

    @property
    def blank(self) -> bool:
        """True when there is nothing in it."""
        return not any(self.cells) and not self.marks


@dataclass(frozen=True)
class Sheet:
    """A file opened: `lines` gives the data lines after the headings, without the blank ones; it can be asked for once."""

    headers: list[str]
    header_line: int
    lines: Iterator[Line]
    title: str = ""
    others: list[str] = field(default_factory=list)
    expected: int = 0


def clean(text: str) -> str:
    """A cell as it can be kept: no NUL, no half of a character pair, outer spaces gone."""
    kept = text[:LONGEST_CELL].replace("\x00", "")
    return kept.encode("utf-8", "replace").decode("utf-8").strip()


def heading_of(first: list[Line], known: frozenset[str]) -> Line | None:
    """The line of headings among the first ones: that with most known names, else the first that is not blank."""
    filled = [line for line in first if not line.blank]
    best = max(filled, key=lambda line: (_known_among(line, known), -line.number), default=None)
    if best is None or _known_among(best, known) >= 2:
        return best
    return filled[0]


def _known_among(line: Line, known: frozenset[str]) -> int:
    return sum(fold_heading(cell) in known for cell in line.cells)


def fold_heading(text: str) -> str:
    """`Cod. Fiscale ` → `cod fiscale`: how headings are compared."""
    return " ".join("".join(char if char.isalnum() else " " for char in fold(text[:200])).split())


def named(cells: list[str]) -> list[str]:
    """The headings as shown: trailing blanks gone, repeated ones numbered, none empty."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    seen: dict[str, int] = {}
    found = []
    for place, cell in enumerate(cells):
        name = " ".join(cell.split())[:80] or f"({place + 1})"
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def fitted(line: Line, width: int) -> Line:
    """The line with as many cells as headings; what lies beyond them is kept in the last cell's place and marked, never lost."""
    beyond = [cell for cell in line.cells[width:] if cell]
    cells = [*line.cells[:width], *[""] * (width - len(line.cells))]
    marks = (*line.marks, TOO_MANY_CELLS) if beyond else line.marks
    return Line(line.number, [*cells, *beyond], tuple(place for place in line.numeric if place < width), marks)
