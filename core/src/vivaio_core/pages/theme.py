"""The cooperative's colours: one accent becomes every tint of both themes, each with the contrast that WCAG 2.2 AA asks.

Promise, for any accent: text on any ground ≥ 4.5, drawn things on any ground ≥ 3, text on bands ≥ 7.
"""

import colorsys
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import lru_cache

from vivaio_core.contract.colour import contrast, readable_on, rgb, with_lightness

TEXT, DRAWN, BAND = 4.6, 3.1, 7.0
CREAM, NIGHT = "#fdf8ee", "#16140f"
OCHRE, LAGOON = "#b5651d", "#1d7c8c"


@dataclass(frozen=True)
class Neutrals:
    """Grounds and inks that are the same for every cooperative: paper by day, a warm dark by night."""

    paper: str
    raised: str
    ink: str
    muted: str
    edge: str


@dataclass(frozen=True)
class Palette:
    """What an accent becomes in one theme. `soft` and `warm_soft` are grounds, `band` is a strong ground with `on_band` upon it."""

    accent: str
    on_accent: str
    drawn: str
    soft: str
    warm: str
    warm_soft: str
    band: str
    on_band: str
    band_accent: str
    tone_3: str
    tone_4: str
    tone_5: str


DAY = Neutrals(paper="#fbf8f2", raised="#ffffff", ink="#211d16", muted="#5b5346", edge="#7f7665")
DARK = Neutrals(paper="#171510", raised="#221f19", ink="#f3ede1", muted="#bfb5a3", edge="#948b7b")


def worst(colour: str, grounds: Iterable[str]) -> float:
    """The lowest contrast of `colour` on any of `grounds`."""
    return min(contrast(colour, ground) for ground in grounds)


def readable(colour: str, grounds: Iterable[str], ratio: float) -> str:
    """`colour` moved until it keeps `ratio` on each of `grounds` (all light or all dark)."""
    result = colour
    for ground in grounds:
        result = readable_on(result, ground, ratio)
    return result


def companion(accent: str) -> str:
    """A second, warm colour beside the accent: ochre, or lagoon when the accent is itself near ochre."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*rgb(accent))
    near = saturation > 0.2 and 0.08 < lightness < 0.92 and min(abs(hue - 0.08), 1 - abs(hue - 0.08)) < 0.09
    return LAGOON if near else OCHRE


def palette(accent: str, neutrals: Neutrals) -> Palette:
    """Every tint of one theme."""
    dark = neutrals is DARK
    second = companion(accent)
    soft = with_lightness(accent, 0.15 if dark else 0.925, 0.5 if dark else 0.6)
    warm_soft = with_lightness(second, 0.14 if dark else 0.92, 0.6 if dark else 0.7)
    grounds = (neutrals.paper, neutrals.raised, soft, warm_soft)
    on_band = CREAM
    band = readable_on(with_lightness(accent, 0.13 if dark else 0.19, 0.75), on_band, BAND)
    text = readable(accent, grounds, TEXT)
    return Palette(
        accent=text,
        on_accent=NIGHT if dark else "#ffffff",
        drawn=readable(accent, grounds, DRAWN),
        soft=soft,
        warm=readable(second, grounds, TEXT),
        warm_soft=warm_soft,
        band=band,
        on_band=on_band,
        band_accent=readable_on(accent, band, TEXT),
        tone_3=readable(with_lightness(accent, 0.62, 0.6), grounds, DRAWN),
        tone_4=readable(with_lightness(second, 0.62, 0.6), grounds, DRAWN),
        tone_5=readable(neutrals.muted, grounds, DRAWN),
    )


@lru_cache(maxsize=8)
def stylesheet(accent: str) -> str:
    """The colours of both themes as custom properties; print keeps the light one."""
    day, night = _properties(accent, DAY), _properties(accent, DARK)
    return f":root{{color-scheme:light dark;{day}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{night}}}}}\n"


def _properties(accent: str, neutrals: Neutrals) -> str:
    both = (neutrals, palette(accent, neutrals))
    return "".join(f"--{field.name.replace('_', '-')}:{getattr(part, field.name)};" for part in both for field in fields(part))


@lru_cache(maxsize=8)
def version(accent: str) -> str:
    """Changes when the stylesheet does: the query of its address."""
    return hashlib.sha256(stylesheet(accent).encode()).hexdigest()[:12]
