"""The office's menu: people first, then one group for each plugin, then what is remembered."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.base import ViewSetGroup

from vivaio_core.office.groups import Groups
from vivaio_core.office.memberships import Memberships
from vivaio_core.office.memory import Memory
from vivaio_core.office.people import People
from vivaio_core.office.rules import Rules
from vivaio_core.site.registry import plugins

HIDDEN = {"help"}


class PeopleGroup(ViewSetGroup):
    """Who the cooperative is."""

    menu_label = gettext_lazy("People")
    menu_name = "office-people"
    menu_icon = "user"
    menu_order = 20
    items = (People("office_people"), Memberships("office_memberships"), Groups("office_groups"))


class RegisterGroup(ViewSetGroup):
    """What is remembered, and by which rules."""

    menu_label = gettext_lazy("Register")
    menu_name = "office-register"
    menu_icon = "history"
    menu_order = 900
    items = (Memory("office_memory"), Rules("office_rules"))


def plugin_group(title: str | Promise, slug: str, viewsets: list[Any], order: int) -> ViewSetGroup:
    """The group of one plugin, under its manifest's title."""
    made = type(
        f"{slug.title()}Group",
        (ViewSetGroup,),
        {"menu_label": title, "menu_name": f"office-{slug}", "menu_icon": "list-ul", "menu_order": order, "items": tuple(viewsets)},
    )
    return made()


def office_sections() -> list[ViewSetGroup]:
    """Every section, for Wagtail's hook."""
    groups: list[ViewSetGroup] = [PeopleGroup()]
    for number, plugin in enumerate(plugins()):
        viewsets = plugin.office()
        if viewsets:
            groups.append(plugin_group(gettext_lazy(plugin.manifest.title), plugin.manifest.slug, viewsets, 30 + number))
    return [*groups, RegisterGroup()]
