"""Components for every template of core, plugins and sites: `{% load vivaio %}`."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import count, groupby
from typing import Any

from django import template
from django.template import Context
from django.template.defaultfilters import slugify
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from vivaio_core.contract.coop import Coop
from vivaio_core.pages import charts, numbers, theme
from vivaio_core.pages import rings as wood
from vivaio_core.pages.art import drawing
from vivaio_core.pages.banded import Limit, banded
from vivaio_core.pages.elision import blocktranslate, elided
from vivaio_core.pages.selectors.menu import Outline, outline_of
from vivaio_core.site.coop import coop as this_coop
from vivaio_core.site.plugin import NavItem
from vivaio_core.site.registry import rooms

register = template.Library()
register.tag("blocktranslate", blocktranslate)
register.filter("eliso", elided)
_numbers = count(1)


def _mark(title: str) -> str:
    """An id for title and description, unlike any other on the page."""
    return f"{slugify(title)[:30] or 'disegno'}-{next(_numbers) % 100_000}"


@register.filter
def euro(cents: object) -> str:
    """Integer cents as "1.234,56 €"; nothing for what is no amount (None, a name the template does not know)."""
    return numbers.euros(cents) if isinstance(cents, int) else ""


@register.filter(expects_localtime=True)
def giorno(value: object) -> str:
    """A day in words: "3 marzo 2026"; nothing for what is no day."""
    return numbers.day(value) if isinstance(value, date) else ""


@register.filter
def numero(value: object) -> str:
    """A number with Italian separators; nothing for what is no number."""
    return numbers.plain(float(value)) if isinstance(value, int | float | Decimal) else ""


@register.simple_tag
def this_cooperative() -> Coop:
    """coop.toml, where no context processor runs (error pages)."""
    return this_coop()


@register.simple_tag
def rings(seed: str, size: int = 48, grown: Sequence[float] = (), title: str = "", count: int = wood.SEED_RINGS) -> SafeString:
    """The emblem: rings from `seed` (the cooperative's name) and, when there are, from numbers. Without `title` it is decoration."""
    return _rings(seed, size, tuple(grown), title, count)


@lru_cache(maxsize=64)
def _rings(seed: str, size: int, grown: tuple[float, ...], title: str, count: int) -> SafeString:
    context = {"rings": wood.grow(seed, grown, count), "size": size, "title": title, "mark": _mark(title) if title else ""}
    return render_to_string("pages/parts/rings.html", context)


@register.simple_tag
def art(name: str) -> SafeString:
    """One of the house's illustrations, as decoration: what it says stands in the text beside it."""
    return drawing(name)


@register.simple_tag
def theme_url() -> str:
    """Address of the colours; changes when they do."""
    return f"{reverse('pages_theme')}?v={theme.version(this_coop().brand.accent)}"


@register.simple_tag(takes_context=True)
def site_outline(context: Context) -> Outline:
    """Menu and footer entries."""
    return outline_of(context.get("request"))


@register.simple_tag(takes_context=True)
def site_menu(context: Context) -> SafeString:
    """The main menu as a list that says where one is; empty without entries. Drawn here because every page shows it twice."""
    request = context.get("request")
    here = request.path if request else ""
    items = outline_of(request).menu
    drawn = [(item.url, _now("page" if item.url == here else "true" if begins(here, item.url) else ""), item.label) for item in items]
    return format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{}"{}>{}</a></li>', drawn)) if drawn else SafeString("")


def _now(value: str) -> str:
    return format_html(' aria-current="{}"', value) if value else ""


@register.simple_tag
def member_menu() -> list[NavItem]:
    """Entries that the modules add to the member area's menu."""
    return sorted((item for room in rooms() for item in room.member_menu()), key=lambda item: item.order)


@register.filter
def begins(path: str | None, start: str) -> bool:
    """True when a page's path lies below `start`; the home page has no below."""
    return start != "/" and str(path or "").startswith(start)


@register.filter
def dialled(number: str) -> str:
    """A telephone number as telephones want it: digits and a leading plus."""
    return ("+" if number.strip().startswith("+") else "") + "".join(char for char in number if char.isdigit())


@register.filter
def grouped(parts: Iterable[Any]) -> list[tuple[bool, list[Any]]]:
    """The parts of a page in order; charts that follow each other come together: (are they charts, parts)."""
    return [(charted, list(run)) for charted, run in groupby(parts, key=lambda part: part.block_type == "chart")]


@register.inclusion_tag("pages/charts/bars.html")
def chart_bars(rows: Iterable[tuple[str, float]], title: str = "", unit: str = "", note: str = "") -> dict[str, Any]:
    """Horizontal bars with a table behind them. `rows` are (label, number)."""
    return {"chart": charts.bars(rows, unit), "title": title, "note": note, "mark": _mark(title)}


@register.inclusion_tag("pages/charts/line.html")
def chart_line(rows: Iterable[tuple[str, float]], title: str = "", unit: str = "", note: str = "") -> dict[str, Any]:
    """A line over ordered labels, with a table behind it."""
    return {"chart": charts.line(rows, unit), "title": title, "note": note, "mark": _mark(title)}


@register.inclusion_tag("pages/charts/banded.html")
def chart_bands(
    rows: Iterable[tuple[str, float]], limits: Sequence[Limit], below: str, title: str = "", unit: str = "", note: str = ""
) -> dict[str, Any]:
    """A line over bands with names, with a table behind it; what lies under the first limit is called `below`."""
    return {"chart": banded(rows, limits, below, unit), "title": title, "note": note, "mark": _mark(title)}


@register.inclusion_tag("pages/charts/donut.html")
def chart_donut(rows: Iterable[tuple[str, float]], title: str = "", unit: str = "", note: str = "", centre: str = "") -> dict[str, Any]:
    """Parts of a whole, with their list beside and a table behind; `centre` is written in the hole."""
    return {"slices": charts.donut(rows, unit), "title": title, "note": note, "centre": centre, "mark": _mark(title)}


@register.inclusion_tag("pages/charts/progress.html")
def progress(value: float, target: float, title: str = "", unit: str = "", steps: Sequence[tuple[float, str]] = (), note: str = "") -> dict[str, Any]:
    """How far we are: `value` on the way to `target`, with tiers `steps` (number, text) on one track."""
    whole = max([target, *(mark for mark, _ in steps)], default=target)
    return {
        "value": numbers.plain(value),
        "target": numbers.plain(target),
        "missing": numbers.plain(max(0, target - value)),
        "reached": value >= target,
        "percent": round(min(100.0, 100 * value / whole), 2) if whole > 0 else 0,
        "steps": charts.steps(value, steps, whole),
        "title": title,
        "unit": unit,
        "note": note,
        "mark": _mark(title),
    }


@register.inclusion_tag("pages/charts/progress.html")
def progress_rows(rows: Sequence[tuple[str, float]], title: str = "", unit: str = "", note: str = "") -> dict[str, Any]:
    """A progress out of rows: the first is where we are, the last the goal, those between the tiers."""
    pairs = list(rows)
    goal = pairs[-1][1] if len(pairs) > 1 else max(pairs[0][1], 1)
    return progress(pairs[0][1], goal, title, unit, [(mark, label) for label, mark in pairs[1:]], note)
