"""Any accent keeps the contrast of WCAG 2.2 AA on every ground of both themes; the stylesheets are light."""

import gzip
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vivaio_core.pages
from vivaio_core.contract.colour import contrast
from vivaio_core.pages.theme import DARK, DAY, Neutrals, palette, stylesheet, version, worst

STATIC = Path(vivaio_core.pages.__file__).parent / "static" / "pages"
accents = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def check(accent: str, neutrals: Neutrals) -> None:
    tints = palette(accent, neutrals)
    grounds = (neutrals.paper, neutrals.raised, tints.soft, tints.warm_soft)
    for text in (tints.accent, tints.warm, neutrals.ink, neutrals.muted):
        assert worst(text, grounds) >= 4.5
    for drawn in (tints.drawn, tints.tone_3, tints.tone_4, tints.tone_5, neutrals.edge):
        assert worst(drawn, grounds) >= 3
    assert contrast(tints.on_accent, tints.accent) >= 4.5
    assert contrast(tints.on_band, tints.band) >= 7
    assert contrast(tints.band_accent, tints.band) >= 4.5


@settings(max_examples=200, deadline=None)
@given(accents)
def test_every_accent_is_readable_by_day_and_by_night(accent):
    check(accent, DAY)
    check(accent, DARK)


@pytest.mark.parametrize("accent", ["#000000", "#ffffff", "#ffff00", "#00ffff", "#ff0000", "#0000ff", "#808080", "#b5651d"])
def test_the_hardest_accents_too(accent):
    check(accent, DAY)
    check(accent, DARK)


def test_the_version_follows_the_colours():
    assert version("#226b54") == version("#226b54") != version("#a8481f")
    assert "prefers-color-scheme:dark" in stylesheet("#226b54")


def test_every_colour_the_stylesheets_name_is_made():
    made = set(re.findall(r"--([a-z0-9-]+):", stylesheet("#226b54"))) | set(re.findall(r"--([a-z0-9-]+):", (STATIC / "house.css").read_text()))
    used = {name for path in STATIC.glob("*.css") for name in re.findall(r"var\(--([a-z0-9-]+)", path.read_text())}
    assert used <= made


def test_styles_and_scripts_of_public_pages_weigh_little():
    files = [path.read_bytes() for path in (*STATIC.rglob("*.css"), *STATIC.rglob("*.js"))]
    compressed = sum(len(gzip.compress(content, 9)) for content in files) + len(gzip.compress(stylesheet("#226b54").encode(), 9))
    assert compressed <= 30_000


def test_typefaces_are_small_and_come_with_their_licence():
    for font in STATIC.glob("fonts/*.woff2"):
        assert font.stat().st_size <= 45_000
        assert "SIL Open Font License" in font.with_suffix(".OFL.txt").read_text()
    assert len(list(STATIC.glob("fonts/*.woff2"))) == 2


def test_no_stylesheet_asks_another_host():
    for path in STATIC.glob("*.css"):
        assert not re.search(r"url\([\"']?(?:https?:)?//|@import", path.read_text())
