"""Rings and charts: the same input draws the same lines; texts are escaped; each chart has its words and its table."""

import re
from datetime import date
from itertools import pairwise

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from vivaio_core.pages import charts, rings
from vivaio_core.pages.art import ART, drawing
from vivaio_core.pages.banded import Limit, banded
from vivaio_core.pages.numbers import euros, plain
from vivaio_core.pages.templatetags.vivaio import begins, dialled


def render(text: str, **context: object) -> str:
    return engines["django"].from_string("{% load vivaio %}" + text).render(context)


@given(st.text(), st.lists(st.integers(0, 10**6), max_size=60))
def test_rings_are_the_same_for_the_same_cooperative(seed, numbers):
    drawn = rings.grow(seed, numbers)
    assert drawn == rings.grow(seed, numbers)
    assert 2 <= len(drawn) <= 40 or len(drawn) == len(numbers)
    assert sum(ring.marked for ring in drawn) == 1
    numbers_in = [float(found) for ring in drawn for found in re.findall(r"-?\d+\.\d", ring.path)]
    assert all(-5 <= value <= 205 for value in numbers_in)


def test_another_name_grows_other_rings():
    assert rings.grow("Insieme") != rings.grow("Mille Trattori")


def test_a_year_with_more_members_makes_a_wider_ring():
    few, many = rings.grow("Insieme", [100, 400])
    assert many.width > few.width


def test_an_emblem_with_a_title_speaks_and_without_is_decoration():
    assert 'aria-hidden="true"' in render("{% rings 'A' 48 %}")
    spoken = render("{% rings 'A' 48 title=title %}", title="<b>")
    assert "&lt;b&gt;</title>" in spoken
    assert 'role="img"' in spoken


@pytest.mark.parametrize("tag", ["chart_bars", "chart_line", "chart_donut"])
def test_a_chart_says_what_it_draws_and_shows_the_table(tag):
    html = render("{% " + tag + " rows title=title unit='kWh' %}", title="Soci <x>", rows=[("Uno <script>", 1), ("Due", 1234.5)])
    assert "<script" not in html
    assert "<title" in html
    assert "Soci &lt;x&gt;</title>" in html
    assert re.search(r"<desc[^>]*>.*1\.234,5 kWh", html, re.DOTALL)
    assert html.count('<th scope="row">') == 2
    assert "style=" not in html


def test_charts_of_nothing_and_of_zeros_do_not_break():
    for rows in ([], [("a", 0)], [("a", 0), ("b", 0)], [("a", -5), ("b", 3)]):
        for tag in ("chart_bars", "chart_line", "chart_donut"):
            assert "<figure" in render("{% " + tag + " rows title='t' %}", rows=rows)


def test_one_point_alone_is_drawn_as_a_level_line():
    assert charts.line([("10/2026", 750)]).path == "M0.0 10.0L100.0 10.0"


def test_the_longest_bar_takes_its_share_and_long_labels_break():
    chart = charts.bars([("a" * 20 + " " + "b" * 20, 10), ("c", 5)])
    assert [bar.length for bar in chart.bars] == [68, 34]
    assert len(chart.bars[0].lines) == 2


@pytest.mark.parametrize("value", [7, 49_818, 1_234_567.89])
def test_the_longest_bar_leaves_room_for_its_value_on_a_phone(value):
    (bar,) = charts.bars([("a", value)], "Liberex").bars
    assert 30 <= bar.length <= 68
    if bar.length > 30:
        assert bar.length / 100 * charts.NARROWEST + charts.GAP + charts.GLYPH * len(bar.text) <= charts.NARROWEST + 0.1


@given(st.lists(st.tuples(st.text(max_size=5), st.floats(0, 1e6)), min_size=1, max_size=8))
def test_the_parts_of_a_whole_fill_it(rows):
    parts = charts.donut(rows)
    if sum(value for _, value in rows) > 0.01:
        assert sum(part.share for part in parts) == pytest.approx(100, abs=0.1)


def test_progress_tells_what_is_missing():
    html = render("{% progress 124 200 title='Adesioni' unit='adesioni' steps=steps %}", steps=[(100, "prima soglia"), (200, "seconda")])
    assert "124" in html
    assert "76" in html
    assert html.count("progress__step--reached") == 1
    assert "prima soglia" in html


def test_progress_at_the_goal_says_so():
    assert "Meta raggiunta" in render("{% progress 200 200 title='Adesioni' %}")


def test_amounts_and_days_as_italians_write_them():
    assert euros(123456) == "1.234,56 €"
    assert euros(-5) == "−0,05 €"
    assert (plain(1234567.5), plain(3.0), plain(0.25)) == ("1.234.567,5", "3", "0,25")
    assert render("{{ 1999|euro }}{{ nothing|euro }}") == "19,99 €"
    assert "3 marzo 2026" in render("{{ d|giorno }}", d=date(2026, 3, 3))


def test_telephone_numbers_are_dialled_and_menus_know_where_one_is():
    assert dialled("059 555.01-00") == "0595550100"
    assert dialled("+39 059 1") == "+390591"
    assert begins("/servizi/energia/", "/servizi/")
    assert not begins("/servizi/energia/", "/energia/")
    assert not begins("/servizi/", "/")


@pytest.mark.parametrize("name", ART)
def test_every_illustration_uses_the_themes_colours_only(name):
    svg = drawing(name)
    assert svg.startswith("<svg")
    assert not re.search(r"#[0-9a-f]{3}|style=|<script|\bon\w+=", svg)


def test_an_unknown_illustration_is_nothing():
    assert drawing("../base") == ""


def test_a_line_over_bands_tells_each_value_with_its_band():
    limits = [Limit(50, "allerta"), Limit(55, "attenzione"), Limit(60, "tranquilla")]
    rows = [(str(2014 + place), value) for place, value in enumerate((48.2, 50, 54.9, 55, 59.9, 60, 63.8, 65, 66.2, 67.1))]
    drawn = banded(rows, limits, "sotto", "%")
    assert [dot.band for dot in drawn.dots] == ["sotto", *["allerta"] * 2, *["attenzione"] * 2, *["tranquilla"] * 5]
    assert [band.name for band in drawn.bands] == ["sotto", "allerta", "attenzione", "tranquilla"]
    for above, band in pairwise(reversed(drawn.bands)):
        assert abs(above.top + above.height - band.top) < 0.2
    for dot in drawn.dots:
        inside = next(band for band in drawn.bands if band.name == dot.band)
        assert inside.top - 0.1 <= dot.y <= inside.top + inside.height + 0.1
    html = render("{% chart_bands rows limits 'sotto' title='Soci' unit='%' %}", rows=rows, limits=limits)
    assert html.count('<th scope="row">') == 10
    assert "2014: 48,2 %, sotto." in html
    assert "style=" not in html
    assert "<figure" in render("{% chart_bands rows limits 'sotto' title='Soci' %}", rows=[], limits=limits)
