"""Geometry of the charts: numbers in, ready text and percentages out. The templates in `pages/charts/` draw them."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vivaio_core.pages.numbers import plain

LINE = 22
LABEL_WIDTH = 34
# Pixels: room between a bar and its value, a bold character of it, and what a phone of 320 leaves to a page.
GAP, GLYPH, NARROWEST = 10, 8.4, 280


@dataclass(frozen=True)
class Bar:
    """One bar: its label broken into lines, its value as text, its length and places in pixels."""

    label: str
    lines: tuple[tuple[int, str], ...]
    text: str
    length: float
    top: int


@dataclass(frozen=True)
class Bars:
    """A chart of bars, `height` pixels high and as wide as its place."""

    bars: tuple[Bar, ...]
    height: int


@dataclass(frozen=True)
class Dot:
    """One point of a line, in percent of the drawing."""

    label: str
    text: str
    x: float
    y: float
    anchor: str
    named: bool


@dataclass(frozen=True)
class Line:
    """A line over ordered labels."""

    dots: tuple[Dot, ...]
    path: str
    area: str
    top: str


@dataclass(frozen=True)
class Slice:
    """One part of a donut: dash, gap and offset on a circle of circumference 100."""

    label: str
    text: str
    share: float
    rest: float
    offset: float
    tone: int


@dataclass(frozen=True)
class Step:
    """A tier on the way: where it lies (percent), its text, whether it is reached."""

    at: float
    text: str
    reached: bool
    anchor: str


def with_unit(value: float, unit: str) -> str:
    """The number with its unit behind it."""
    return f"{plain(value)} {unit}".strip()


def bars(rows: Iterable[tuple[str, float]], unit: str = "") -> Bars:
    """Horizontal bars on one scale from zero; the longest takes at most 68 % of the width and leaves room for its value on the narrowest phone."""
    pairs = [(str(label), float(value)) for label, value in rows]
    longest = max((value for _, value in pairs), default=0) or 1
    room = [(value, 100 - 100 * (GAP + GLYPH * len(with_unit(value, unit))) / NARROWEST) for _, value in pairs if value > 0]
    share = max(30.0, min([68.0, *(left * longest / value for value, left in room)]))
    made, top = [], 0
    for label, value in pairs:
        lines = textwrap.wrap(label, LABEL_WIDTH) or [""]
        places = tuple((top + 17 + LINE * number, line) for number, line in enumerate(lines))
        top += LINE * len(lines) + 6
        made.append(Bar(label, places, with_unit(value, unit), round(max(0.6, share * max(0.0, value) / longest), 2), top))
        top += 24 + 16
    return Bars(tuple(made), max(top - 10, 0))


def line(rows: Iterable[tuple[str, float]], unit: str = "") -> Line:
    """A line with its ground; only first, last and highest labels are written so that they never collide."""
    pairs = [(str(label), float(value)) for label, value in rows]
    if not pairs:
        return Line((), "", "", "")
    highest, last = max(value for _, value in pairs), len(pairs) - 1
    scale = highest if highest > 0 else 1
    dots = []
    for index, (label, value) in enumerate(pairs):
        x = 50.0 if last == 0 else 100 * index / last
        anchor = "start" if index == 0 and last else "end" if index == last and last else "middle"
        dots.append(Dot(label, with_unit(value, unit), round(x, 2), round(100 - 90 * max(0.0, value) / scale, 2), anchor, index in {0, last}))
    # One point alone is drawn as a level line: a path of one point cannot be seen.
    drawn = [(0.0, dots[0].y), (100.0, dots[0].y)] if last == 0 else [(dot.x, dot.y) for dot in dots]
    path = "M" + "L".join(f"{x} {y}" for x, y in drawn)
    return Line(tuple(dots), path, f"{path}L100.0 100L0.0 100Z", with_unit(highest, unit))


def donut(rows: Iterable[tuple[str, float]], unit: str = "") -> list[Slice]:
    """Parts of a whole; shares in percent of the sum."""
    pairs = [(str(label), max(0.0, float(value))) for label, value in rows]
    total, begun, made = sum(value for _, value in pairs) or 1, 0.0, []
    for index, (label, value) in enumerate(pairs):
        share = 100 * value / total
        made.append(Slice(label, with_unit(value, unit), round(share, 2), round(100 - share, 2), round(25 - begun, 2), index % 5 + 1))
        begun += share
    return made


def steps(value: float, marks: Sequence[tuple[float, str]], whole: float) -> list[Step]:
    """Tiers of a progress, each at its place on a track that ends at `whole`."""
    placed = [(min(100.0, 100 * mark / whole), mark, text) for mark, text in marks] if whole > 0 else []
    return [Step(round(at, 2), text, value >= mark, "start" if at < 12 else "end" if at > 88 else "middle") for at, mark, text in placed]
