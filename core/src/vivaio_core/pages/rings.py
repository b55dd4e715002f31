"""Growth rings: the emblem of a cooperative, grown from its name and its numbers. Pure geometry, the same for the same input."""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass

SIDE = 200
POINTS = 14
SEED_RINGS = 6


@dataclass(frozen=True)
class Ring:
    """One closed curve in a square of 200 units; `width` is its stroke, `marked` the one to colour strongly."""

    path: str
    width: float
    marked: bool


@dataclass(frozen=True)
class Grain:
    """What the seed decides: the lean of the trunk and the waves that all rings share."""

    lean: tuple[float, float]
    waves: tuple[tuple[int, float, float], ...]
    steps: tuple[float, ...]


def grain(seed: str) -> Grain:
    """Draw the grain out of the digest of `seed`."""
    raw = hashlib.sha256(seed.encode("utf-8", "surrogatepass")).digest()
    unit = [byte / 255 for byte in raw]
    waves = tuple((turns, 0.012 + 0.03 * unit[turns], 2 * math.pi * unit[turns + 8]) for turns in (1, 2, 3, 5))
    lean = (8 * (unit[0] - 0.5), 8 * (unit[1] - 0.5))
    return Grain(lean, waves, tuple(0.55 + 0.9 * value for value in unit[16:]))


def steps_of(seed: str, numbers: Sequence[float], count: int) -> list[float]:
    """Relative width of each ring from the heart outwards: after `numbers` (their square roots) or, without any, after the seed."""
    useful = [math.sqrt(max(0.0, number)) for number in numbers]
    if any(useful):
        floor = max(useful) * 0.25
        return [max(floor, value) for value in useful][-40:]
    found = grain(seed).steps
    return [found[index % len(found)] for index in range(count)]


def grow(seed: str, numbers: Sequence[float] = (), count: int = SEED_RINGS) -> list[Ring]:
    """Return the rings from the heart outwards; one for each of `numbers` (a year each, say), else `count` of them."""
    wood, steps = grain(seed), steps_of(seed, numbers, max(2, min(40, count)))
    total = sum(steps) + 0.6 * steps[0]
    reach, radius, marks = SIDE / 2 * 0.9, 0.6 * steps[0], int(wood.steps[3] * 100) % len(steps)
    rings = []
    for index, step in enumerate(steps):
        radius += step
        share = radius / total
        rings.append(Ring(_curve(wood, reach * share, share), round(0.35 * reach * step / total, 2), index == marks))
    return rings


def _curve(wood: Grain, radius: float, share: float) -> str:
    points = []
    for place in range(POINTS):
        angle = 2 * math.pi * place / POINTS
        bend = sum(size * math.sin(turns * angle + phase) for turns, size, phase in wood.waves)
        reach = radius * (1 + bend * (0.35 + 0.65 * share))
        centre = SIDE / 2 + wood.lean[0] * (1 - share), SIDE / 2 + wood.lean[1] * (1 - share)
        points.append((centre[0] + reach * math.cos(angle), centre[1] + reach * math.sin(angle)))
    middles = [((x + nx) / 2, (y + ny) / 2) for (x, y), (nx, ny) in zip(points, [*points[1:], points[0]], strict=True)]
    start = middles[-1]
    curves = (f"Q{x:.1f} {y:.1f} {mx:.1f} {my:.1f}" for (x, y), (mx, my) in zip(points, middles, strict=True))
    return f"M{start[0]:.1f} {start[1]:.1f}{''.join(curves)}Z"
