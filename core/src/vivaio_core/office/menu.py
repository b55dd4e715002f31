"""The office's menu: people first, then one group for each room and plugin, the site's pages, and last what is remembered.

A room with a list or two for people or for memory stands there (`office_within`), so that the menu fits a laptop's height.
"""

from typing import Any

from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.base import ViewSetGroup

from vivaio_core.office.groups import Groups
from vivaio_core.office.memberships import Memberships
from vivaio_core.office.memory import Memory
from vivaio_core.office.people import People
from vivaio_core.office.rules import Rules
from vivaio_core.site.plugin import Plugin, Room
from vivaio_core.site.registry import rooms

HIDDEN = {"help"}
FIRST_PLUGIN = 40  # after core's rooms, before Wagtail's pages (100)
FILES_LABEL = gettext_lazy("Files to download")


class PeopleGroup(ViewSetGroup):
    """Who the cooperative is."""

    menu_label = gettext_lazy("People")
    menu_name = "office-parties"
    menu_icon = "user"
    menu_order = 20
    items: tuple[Any, ...] = (People("office_people"), Memberships("office_memberships"), Groups("office_groups"))


class MemoryGroup(ViewSetGroup):
    """What is remembered, and by which rules."""

    menu_label = gettext_lazy("Memory")
    menu_name = "office-memory"
    menu_icon = "history"
    menu_order = 900
    items: tuple[Any, ...] = (Memory("office_memory"), Rules("office_rules"))


def room_group(room: Room, viewsets: list[Any], number: int) -> ViewSetGroup:
    """The group of one room of core or plugin; a plugin's stands under its manifest's title, after core's."""
    plugin = isinstance(room, Plugin)
    title = gettext_lazy(room.manifest.title) if isinstance(room, Plugin) else room.office_title
    order = FIRST_PLUGIN + number if plugin else room.office_order
    names = {"menu_label": title, "menu_name": f"office-{room.label}", "menu_icon": room.office_icon, "menu_order": order, "items": tuple(viewsets)}
    return type(f"{room.label.title()}Group", (ViewSetGroup,), names)()


def office_sections() -> list[ViewSetGroup]:
    """Every section, for Wagtail's hook."""
    within: dict[str, list[Any]] = {"people": [], "memory": []}
    groups: list[ViewSetGroup] = []
    for number, room in enumerate(rooms()):
        viewsets = room.office()
        if viewsets and room.office_within:
            within[room.office_within] += viewsets
        elif viewsets:
            groups.append(room_group(room, viewsets, number))
    return [joined(PeopleGroup, within["people"]), *groups, joined(MemoryGroup, within["memory"])]


def joined(group: type[ViewSetGroup], more: list[Any]) -> ViewSetGroup:
    """A section with the lists of rooms that stand within it."""
    return type(group.__name__, (group,), {"items": (*group.items, *more)})()
