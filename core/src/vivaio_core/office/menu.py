"""The office's menu: people first, then one group for each room and plugin, then what is remembered."""

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


class PeopleGroup(ViewSetGroup):
    """Who the cooperative is."""

    menu_label = gettext_lazy("People")
    menu_name = "office-parties"
    menu_icon = "user"
    menu_order = 20
    items = (People("office_people"), Memberships("office_memberships"), Groups("office_groups"))


class MemoryGroup(ViewSetGroup):
    """What is remembered, and by which rules."""

    menu_label = gettext_lazy("Memory")
    menu_name = "office-memory"
    menu_icon = "history"
    menu_order = 900
    items = (Memory("office_memory"), Rules("office_rules"))


def room_group(room: Room, viewsets: list[Any], number: int) -> ViewSetGroup:
    """The group of one room of core or plugin; a plugin's stands under its manifest's title, after core's."""
    plugin = isinstance(room, Plugin)
    title = gettext_lazy(room.manifest.title) if isinstance(room, Plugin) else room.office_title
    order = 100 + number if plugin else room.office_order
    names = {"menu_label": title, "menu_name": f"office-{room.label}", "menu_icon": room.office_icon, "menu_order": order, "items": tuple(viewsets)}
    return type(f"{room.label.title()}Group", (ViewSetGroup,), names)()


def office_sections() -> list[ViewSetGroup]:
    """Every section, for Wagtail's hook."""
    groups: list[ViewSetGroup] = [PeopleGroup()]
    for number, room in enumerate(rooms()):
        viewsets = room.office()
        if viewsets:
            groups.append(room_group(room, viewsets, number))
    return [*groups, MemoryGroup()]
