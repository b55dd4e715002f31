"""Writes pages out of written texts: the first pages of a new cooperative, and those of an example."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.models import Page, Site

from vivaio_core.contract.coop import Coop
from vivaio_core.pages.content.reading import ContentError, Values, Written, read
from vivaio_core.pages.content.values import values
from vivaio_core.pages.models import (
    ContactPage,
    HomePage,
    LegalPage,
    NewsIndexPage,
    NewsPage,
    ServicePage,
    ServicesPage,
    StandardPage,
    WrittenPage,
)
from vivaio_core.site.plugin import Plugin
from vivaio_core.site.registry import plugins
from vivaio_core.trail.models import Event
from vivaio_core.trail.services import record

FIRST = Path(__file__).resolve().parent / "first"
TYPES: dict[str, type[WrittenPage]] = {
    "home": HomePage,
    "standard": StandardPage,
    "services": ServicesPage,
    "service": ServicePage,
    "news_index": NewsIndexPage,
    "news": NewsPage,
    "contact": ContactPage,
    "legal": LegalPage,
}
PLAIN = ("title", "slug", "intro", "art", "headline", "action_label", "plugin", "kind", "day", "dated", "search_description")
ROUTE = {"type", "under", "menu", "action", "days_ago"}


def create_first_pages(coop: Coop) -> int:
    """Give a new site its pages, made from coop.toml, and each module its service page. Return how many were made.

    Repeatable: pages that the cooperative has changed or deleted are left as they are.
    """
    with transaction.atomic():
        made = 0 if HomePage.objects.exists() else _first_site(coop)
        made += sum(_service_of(coop, plugin) for plugin in plugins())
        if made:
            record(kind="pages.first", payload={"pages": made})
    return made


def write_folder(*, folder: Path, facts: Values, on: date) -> int:
    """Write every `*.md` of a folder as a page, in the order of their names; a page already at that place is rewritten.

    News say `days_ago`, counted from `on`. Return how many pages were written. Raises ContentError, which names the file.
    """
    with transaction.atomic():
        paths = sorted(folder.glob("*.md"))
        for path in paths:
            try:
                write_page(written=read(path.read_text(encoding="utf-8"), facts), on=on)
            except (ContentError, KeyError, ValueError, ValidationError) as error:
                raise ContentError(f"{path.name}: {error}") from error
        return len(paths)


def write_page(*, written: Written, on: date) -> WrittenPage:
    """Make or rewrite one page below home (or below the page whose slug is `under`). Raises ContentError."""
    front = written.front
    model = TYPES.get(str(front.get("type", "")))
    unknown = set(front) - set(PLAIN) - ROUTE
    if model is None or unknown:
        raise ContentError(f"dati in testa non validi: {', '.join(sorted(unknown)) or 'type'}")
    parent, page = _place(model, front)
    fields = {name: front[name] for name in PLAIN if name in front} | {"body": json.dumps(written.body)}
    if "days_ago" in front:
        fields["day"] = on - timedelta(days=int(front["days_ago"]))
    for name, value in fields.items():
        setattr(page, name, value)
    model._meta.get_field("body").stream_block.clean(page.body)
    page.show_in_menus = bool(front.get("menu", False))
    if isinstance(page, HomePage) and "action" in front:
        page.action_page = Page.objects.filter(slug=front["action"], depth=page.depth + 1).first()
    page.live, page.last_published_at = True, timezone.now()
    if page.pk:
        page.save()
    else:
        page.first_published_at = page.last_published_at
        parent.add_child(instance=page)
    return page


def _home() -> HomePage:
    found: HomePage = HomePage.objects.get()
    return found


def _place(model: type[WrittenPage], front: dict[str, Any]) -> tuple[Page, WrittenPage]:
    """The parent, and the page that is there or a new one, not yet saved, of the right type."""
    home = _home()
    if model is HomePage:
        return home, home
    parent = home.get_children().get(slug=front["under"]) if "under" in front else home
    present = model.objects.child_of(parent).filter(slug=front["slug"]).first()
    return parent, present or model(locale=home.locale)


def _first_site(coop: Coop) -> int:
    root = Page.get_first_root_node()
    home = HomePage(title=gettext("Home"), slug="prime-pagine", headline=coop.cooperative.name, live=True)
    home.first_published_at = home.last_published_at = timezone.now()
    root.add_child(instance=home)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    welcome = site.root_page if site.pk else None
    site.hostname, site.site_name, site.root_page = coop.site.host or "localhost", coop.cooperative.name, home
    site.port = 443 if coop.site.https else 80
    site.save()
    if welcome is not None and type(welcome.specific) is Page and not welcome.get_children().exists():
        welcome.delete()
    return write_folder(folder=FIRST, facts=values(coop), on=timezone.localdate())


def _service_of(coop: Coop, plugin: Plugin) -> int:
    """One service page for a module, once: the trail remembers it, so that a deleted page stays deleted."""
    mark = f"plugin:{plugin.manifest.slug}"
    if Event.objects.filter(kind="pages.service", target=mark).exists():
        return 0
    text = (FIRST / "service" / "service.md").read_text(encoding="utf-8")
    facts = values(coop) | {"title": gettext(plugin.manifest.title), "summary": gettext(plugin.manifest.summary).rstrip(". ")}
    written = read(text, facts | {"slug": plugin.path_prefix or plugin.manifest.slug, "plugin": plugin.manifest.slug})
    write_page(written=written, on=timezone.localdate())
    record(kind="pages.service", target=mark, payload={"title": facts["title"]})
    return 1
