"""The menu and the pages that are not for everybody: read once, kept in the shared cache, forgotten when a page changes."""

from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from importlib.metadata import version
from secrets import token_hex
from typing import Any

from django.core.cache import cache as shared
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction, Site

from vivaio_core.site.coop import coop
from vivaio_core.site.plugin import NavItem
from vivaio_core.site.registry import plugins, rooms

SECONDS = 600


@dataclass(frozen=True)
class Outline:
    """The site's skeleton: menu entries, pages that only the footer links, paths that only some may read, and a mark of this drawing."""

    menu: tuple[NavItem, ...]
    footer: tuple[NavItem, ...]
    restricted: tuple[str, ...]
    stamp: str


@cache
def key() -> str:
    """Where the skeleton is kept: elsewhere for another release, other modules or another coop.toml."""
    parts = [version("vivaio-core"), *(plugin.manifest.version + plugin.label for plugin in plugins()), coop().model_dump_json()]
    return f"pages.outline.{sha256(repr(parts).encode()).hexdigest()[:24]}"


def outline() -> Outline:
    """The skeleton of the default site. At most four queries, none while it is in the cache."""
    found = shared.get(key())
    if not isinstance(found, Outline):
        found = _draw()
        shared.set(key(), found, SECONDS)
    return found


def outline_of(request: HttpRequest | None) -> Outline:
    """The skeleton, asked from the cache once in a request."""
    if request is None:
        return outline()
    if not hasattr(request, "_outline"):
        request._outline = outline()  # type: ignore[attr-defined]
    return request._outline  # type: ignore[attr-defined, no-any-return]


def forget(**_: Any) -> None:
    """Drop the kept skeleton now and, for readers who draw it again before the change is committed, once more after that."""
    shared.delete(key())
    transaction.on_commit(partial(shared.delete, key()))


def visible(pages: QuerySet[Any]) -> QuerySet[Any]:
    """Only live pages that everybody may read."""
    pages = pages.filter(live=True)
    for path in outline().restricted:
        pages = pages.exclude(path__startswith=path)
    return pages


def _draw() -> Outline:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    restricted = tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
    if site is None:
        return Outline((), (), restricted, token_hex(8))
    children = [page for page in site.root_page.get_children().live() if not page.path.startswith(restricted or ("\0",))]
    entries = [NavItem(page.title, _path(site, page), 10 * (place + 1)) for place, page in enumerate(children) if page.show_in_menus]
    offered = [item for room in rooms() for item in room.menu()]
    footer = tuple(NavItem(page.title, _path(site, page)) for page in children if not page.show_in_menus)
    return Outline(tuple(sorted([*entries, *offered], key=lambda item: item.order)), footer, restricted, token_hex(8))


def _path(site: Site, page: Page) -> str:
    return "/" + str(page.url_path).removeprefix(str(site.root_page.url_path))
