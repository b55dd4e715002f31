"""Fills a demonstration: people, pages, each plugin, and accounts to enter with."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from django.utils.translation import gettext as _

from vivaio_core.access.demo_accounts import create_demo_accounts
from vivaio_core.access.errors import AccessRefused
from vivaio_core.contract.errors import ConfigurationError, Problem
from vivaio_core.pages import demo as pages_demo
from vivaio_core.people import demo as people_demo
from vivaio_core.people.opening import Told, unheard
from vivaio_core.site.coop import coop
from vivaio_core.site.demo import DemoContext
from vivaio_core.site.plugin import Plugin, Room
from vivaio_core.site.registry import rooms

FILE = "demo.toml"


def read_demo(folder: Path) -> dict[str, Any]:
    """The example's demo.toml. Raises ConfigurationError when it is not there or not TOML."""
    path = folder / FILE
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigurationError(str(path), [Problem("", _("the file is not there: name the folder of an example"))]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(str(path), [Problem("", str(error))]) from None


def demo_steps(*, folder: Path, on: date, people: int = 0, told: Told = unheard) -> Iterator[tuple[str, Callable[[], object]]]:
    """Title and work of each step, in order. Each sees the same seeded chance, so a second run finds everything there.

    With `people` the cooperative grows to so many people and organisations; fewer than there are changes nothing.
    `told(done, of)` hears how many of them are written.
    Raises AccessRefused where coop.toml does not ask for a demonstration.
    """
    if not coop().site.demo:
        raise AccessRefused(_("coop.toml does not ask for a demonstration: set demo = true under [site], on a site of its own."))
    data = read_demo(folder)

    def context() -> DemoContext:
        return DemoContext(data=data, folder=folder, on=on, random=Random(coop().cooperative.name))  # noqa: S311 - invented people

    yield _("People and members"), lambda: people_demo.build(context(), people, told)
    for room in sorted(rooms(), key=lambda room: room.demo_last):
        title = _(room.manifest.title) if isinstance(room, Plugin) else str(room.verbose_name)
        if type(room).demo is not Room.demo:
            yield title, lambda room=room: room.demo(context())  # type: ignore[misc]
    yield _("Pages and news"), lambda: pages_demo.demo(context())
    yield _("Accounts to try"), lambda: create_demo_accounts(member=people_demo.member(context()))
