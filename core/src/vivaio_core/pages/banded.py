"""Geometry of a line over named bands: how near a year is to a threshold. The template `pages/charts/banded.html` draws it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor

from vivaio_core.pages.charts import with_unit

TOP, HEIGHT, LEFT, WIDTH, MARGIN = 12, 260, 36, 52, 4


@dataclass(frozen=True)
class Limit:
    """Where a band begins, and the `name` of what lies from there up."""

    value: float
    name: str


@dataclass(frozen=True)
class Band:
    """One band: its name at half its height, the limit below it as text; places in pixels."""

    name: str
    limit: str
    top: float
    height: float
    middle: float
    foot: float
    tone: int


@dataclass(frozen=True)
class Dot:
    """One value: its place (x in percent of the drawing, y in pixels), its text; `told` when the text is written beside it."""

    label: str
    text: str
    x: float
    y: float
    told: bool
    band: str


@dataclass(frozen=True)
class Banded:
    """The whole drawing, `bottom` pixels to the ground of the bands."""

    bands: tuple[Band, ...]
    dots: tuple[Dot, ...]
    path: str
    bottom: int = TOP + HEIGHT


def banded(rows: Iterable[tuple[str, float]], limits: Sequence[Limit], below: str, unit: str = "") -> Banded:
    """A line over bands that begin at `limits` (rising); what lies under the first is called `below`. Scale: values and limits, a little more."""
    pairs = [(str(label), float(value)) for label, value in rows]
    if not pairs or not limits:
        return Banded((), (), "")
    seen = [value for _, value in pairs] + [limit.value for limit in limits]
    low, high = floor(min(seen)) - MARGIN, ceil(max(seen)) + MARGIN

    def height_of(value: float) -> float:
        return round(TOP + HEIGHT * (high - value) / (high - low), 1)

    edges = [(float(low), below), *((limit.value, limit.name) for limit in limits), (float(high), "")]
    bands = []
    for tone, ((start, name), (end, _)) in enumerate(pairwise(edges)):
        top, foot = height_of(end), height_of(start)
        bands.append(Band(name, with_unit(start, unit) if tone else "", top, round(foot - top, 1), round((top + foot) / 2 + 5, 1), foot - 3, tone))
    last, values = len(pairs) - 1, [value for _, value in pairs]
    dots = []
    for place, (label, value) in enumerate(pairs):
        x = LEFT + (WIDTH / 2 if last == 0 else WIDTH * place / last)
        band = next(name for start, name in reversed(edges[:-1]) if value >= start)
        told = place in {0, last} or value == min(values)
        dots.append(Dot(label, with_unit(value, unit), round(x, 2), height_of(value), told, band))
    path = "M" + "L".join(f"{round(100 * (dot.x - LEFT) / WIDTH, 2)} {dot.y}" for dot in dots)
    return Banded(tuple(bands), tuple(dots), path)
