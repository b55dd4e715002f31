"""The menu and the pages that are not for everybody: read once, kept in the shared cache, forgotten when a page changes."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from wagtail.models import Page, PageViewRestriction, Site

from vivaio_core.site.plugin import NavItem
from vivaio_core.site.registry import plugins

KEY = "pages.outline"
SECONDS = 600


@dataclass(frozen=True)
class Outline:
    """The site's skeleton: menu entries, pages by type that the footer links, paths that only some may read."""

    menu: tuple[NavItem, ...]
    footer: tuple[NavItem, ...]
    restricted: tuple[str, ...]


def outline() -> Outline:
    """The skeleton of the default site. At most four queries, none while it is in the cache."""
    found = cache.get(KEY)
    if not isinstance(found, Outline):
        found = _draw()
        cache.set(KEY, found, SECONDS)
    return found


def forget(**_: Any) -> None:
    """Drop the kept skeleton; connected to every signal after which it may be wrong."""
    cache.delete(KEY)


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
        return Outline((), (), restricted)
    children = [page for page in site.root_page.get_children().live() if not page.path.startswith(restricted or ("\0",))]
    entries = [NavItem(page.title, _path(site, page), 10 * (place + 1)) for place, page in enumerate(children) if page.show_in_menus]
    offered = [item for plugin in plugins() for item in plugin.menu()]
    footer = tuple(NavItem(page.title, _path(site, page)) for page in children if not page.show_in_menus)
    return Outline(tuple(sorted([*entries, *offered], key=lambda item: item.order)), footer, restricted)


def _path(site: Site, page: Page) -> str:
    return "/" + str(page.url_path).removeprefix(str(site.root_page.url_path))
