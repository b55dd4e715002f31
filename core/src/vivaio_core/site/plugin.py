"""The base classes of core's rooms and of every plugin: the whole list of what they can offer."""

import importlib
import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from django.apps import AppConfig
from django.urls import URLPattern, URLResolver
from django.utils.functional import Promise

from vivaio_core.contract.manifest import Manifest, PluginSettings

if TYPE_CHECKING:
    from vivaio_core.people.models import Party
    from vivaio_core.site.demo import DemoContext
    from vivaio_core.site.erasure import DataClass, Plan

Urls = list[URLPattern | URLResolver]


@dataclass(frozen=True)
class NavItem:
    """One entry of the public menu or the member area's menu."""

    label: str
    url: str
    order: int = 100


@dataclass(frozen=True)
class Panel:
    """A part of the member's home: a template of the plugin and the context it needs."""

    template: str
    context: dict[str, Any]
    order: int = 100


@dataclass(frozen=True)
class Waiting:
    """Something of the office that waits today: how many, what, since when, and where to do it (nowhere in the office when `url` is empty)."""

    label: str
    count: int
    url: str
    oldest: date | None = None
    urgent: bool = False


@dataclass(frozen=True)
class Indicator:
    """A figure the cooperative shows: `value` is ready text, `series` (label, number) draws it; with a `target` it is drawn as progress."""

    code: str
    label: str
    value: str
    unit: str = ""
    note: str = ""
    series: Sequence[tuple[str, float]] = field(default=())
    target: float | None = None
    url: str = ""

    @property
    def amount(self) -> float | None:
        """`value` as a number, written the Italian way; None for a text that is no number."""
        try:
            return float(self.value.replace(".", "").replace(",", "."))
        except ValueError:
            return None

    @property
    def steps(self) -> list[tuple[float, str]]:
        """`series` as the tiers on the way to the target."""
        return [(number, label) for label, number in self.series]


class Room(AppConfig):
    """What a room of core and a plugin can offer alike: override what you offer; what you leave alone offers nothing.

    `office_title` and `office_order` name and place the room's section in the office's menu; one with
    `office_within` puts its lists into the section of people or of memory instead. A demonstration that sums up what the others
    filled comes after them: `demo_last`.
    """

    office_title: ClassVar[str | Promise] = ""
    office_order: ClassVar[int] = 30
    office_icon: ClassVar[str] = "list-ul"
    office_within: ClassVar[Literal["", "people", "memory"]] = ""
    demo_last: ClassVar[bool] = False
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Django's own, plus every file of a folder `models`, whose `__init__` stays empty."""
        super().import_models()
        for module in pkgutil.iter_modules(getattr(self.models_module, "__path__", [])):
            importlib.import_module(f"{self.name}.models.{module.name}")

    def urls(self) -> Urls:
        """Public pages, mounted at `/<slug in Italian path>/` as given by `path_prefix`."""
        return []

    def member_urls(self) -> Urls:
        """Pages of the member area, mounted below `/area/<path_prefix>/`; core checks that a member is signed in."""
        return []

    path_prefix: ClassVar[str] = ""

    def menu(self) -> list[NavItem]:
        """Entries of the public menu."""
        return []

    def member_menu(self) -> list[NavItem]:
        """Entries of the member area's menu."""
        return []

    def member_panels(self, party: "Party", on: date) -> list[Panel]:
        """What the member's home shows of it; a constant number of queries."""
        return []

    def office(self) -> list[Any]:
        """Wagtail viewsets for the back office; core groups them under the plugin's title."""
        return []

    def office_panels(self, party: "Party", on: date) -> list[Panel]:
        """What the office's page of a person shows of it; a constant number of queries."""
        return []

    def waiting(self, on: date) -> list[Waiting]:
        """What waits in the office today."""
        return []

    def indicators(self, on: date) -> list[Indicator]:
        """Figures for the transparency page and the home page; a constant number of queries."""
        return []

    def personal_data(self, party: "Party") -> dict[str, Any]:
        """All this room or plugin holds about a party, as plain JSON-ready data."""
        return {}

    def data_classes(self, party: "Party", on: date) -> list["DataClass"]:
        """The kinds of personal data this room or plugin holds about a party on the day, and what an erasure would do with each."""
        return []

    def erase(self, party: "Party", plan: "Plan") -> None:
        """Delete or pseudonymise what the plan says of its own data classes, for ever; called inside core's transaction.

        Leaves every class that the plan keeps, the books and the chain as they are, and writes no event: core writes one for the whole.
        Whatever it raises undoes the whole erasure and keeps the request open, with the reason. A second call changes nothing.
        """

    def demo(self, context: "DemoContext") -> None:
        """Fill the demonstration; deterministic and repeatable: a second run creates nothing."""

    def daily(self) -> list[Any]:
        """Tasks (`vivaio_core.site.tasks.task`) without arguments that a worker enqueues once a day; each may run twice."""
        return []

    def checks(self) -> list[Any]:
        """Functions for Django's check framework, run at start-up."""
        return []


class Plugin(Room):
    """A module that a cooperative may choose: a room with a manifest. Override each method with `@override`."""

    manifest: ClassVar[Manifest]

    def settings(self) -> PluginSettings:
        """This plugin's validated section of coop.toml."""
        from vivaio_core.site.coop import coop

        return self.manifest.settings.model_validate(coop().plugins.get(self.manifest.slug, {}))
