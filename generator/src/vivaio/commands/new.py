"""`vivaio new`: from answers to a site's folder."""

import shlex
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from vivaio.answers.collect import Answers, Nested, from_file, from_flags, put, validated
from vivaio.cli import program
from vivaio.commands.base import command as italian
from vivaio.errors import Refused
from vivaio.folder import check_free
from vivaio.house import House, house
from vivaio.text import _
from vivaio_core.contract.discovery import installed
from vivaio_core.contract.manifest import Manifest


@dataclass(frozen=True)
class Options:
    """The command line of `vivaio new`."""

    place: Path | None
    answers: Path | None
    settings: tuple[str, ...]
    modules: tuple[str, ...]
    defaults: bool
    resume: bool
    editable: bool
    start: bool | None


@italian("new", _("Grow the site of a new cooperative in FOLDER. Without options it asks one question at a time."))
@click.argument("place", metavar=_("[FOLDER]"), required=False, type=click.Path(path_type=Path))
@click.option("--answers", metavar=_("FILE"), type=click.Path(path_type=Path), help=_("Take the answers from a TOML file, written like coop.toml."))
@click.option("--set", "settings", metavar=_("KEY=VALUE"), multiple=True, help=_("Give one answer, e.g. cooperative.name=Insieme. Repeatable."))
@click.option("--module", "modules", metavar=_("NAME"), multiple=True, help=_("Choose a module by its short name. Repeatable."))
@click.option("--defaults", is_flag=True, help=_("Ask nothing: what is not given takes its usual value."))
@click.option("--resume", is_flag=True, help=_("Go on from the answers of an interrupted run."))
@click.option("--editable", is_flag=True, help=_("For those who write modules: use the sources of this folder instead of packages."))
@click.option("--start/--no-start", "start", default=None, help=_("Start the site at once, or do not ask about it."))
def command(**given: Any) -> int:
    """Decide between file, flags and wizard; grow; say what comes next."""
    options = Options(**given)
    nursery, available = house(), installed()
    if options.place is not None:
        check_free(options.place.absolute())
    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    if options.answers is None and not options.defaults and (interactive or options.resume):
        from vivaio.commands.ask import by_wizard

        grown = by_wizard(options, nursery, available)
        return 130 if grown is None else after(grown, options, interactive=interactive)
    answers = without_questions(options, available)
    place = (options.place or default_base(nursery) / slug_of(answers.coop.cooperative.name)).absolute()
    make(place, answers, nursery, editable=options.editable)
    return after(place, options, interactive=False)


def without_questions(options: Options, available: Mapping[str, Manifest]) -> Answers:
    """The answers of the file and the flags; with --defaults what is missing is filled in. Raises ConfigurationError."""
    raw, text = from_file(options.answers) if options.answers else ({}, "")
    for key, value in from_flags(options.settings).items():
        put(raw, key, value)
    for slug in options.modules:
        if f"plugins.{slug}" not in raw:
            raw.setdefault("plugins", {}).setdefault(slug, {})
    if options.defaults:
        invented = fill_defaults(raw, options.place, available)
        if invented:
            click.echo(_("Nobody gave these answers, so they are invented: {keys}. Complete them in coop.toml.").format(keys=", ".join(invented)))
    return validated(raw, available, source=str(options.answers or _("The answers on the command line")), text=text)


def fill_defaults(raw: Nested, place: Path | None, available: Mapping[str, Manifest]) -> list[str]:
    """What has no usual value gets one that can be seen to be invented; all modules unless some were named. In place; returns the keys."""
    name = place.name.replace("-", " ").replace("_", " ").strip().capitalize() if place else ""
    usual = {
        "cooperative.name": name if len(name) > 1 else _("My cooperative"),
        "cooperative.province": "MO",
        "contact.email": "info@cooperativa.example",
    }
    invented = []
    for key, value in usual.items():
        section, field = key.split(".")
        if isinstance(raw.setdefault(section, {}), dict) and field not in raw[section]:
            put(raw, key, value)
            invented.append(key)
    if "plugins" not in raw:
        raw["plugins"] = {slug: {} for slug in available}
    return invented


def make(place: Path, answers: Answers, nursery: House, *, editable: bool = False) -> None:
    """Grow the folder with its packages. Raises Refused."""
    from vivaio.render import grow
    from vivaio.wheels import fill_vendor

    grow(place, answers, nursery, lambda work: fill_vendor(work, answers.manifests, nursery, editable=editable))


def default_base(nursery: House) -> Path:
    """Where sites grow without a folder's name: here, or in siti/ when here is the nursery's own checkout."""
    here = Path.cwd()
    return nursery.sites if here == nursery.root or nursery.root in here.parents else here


def slug_of(name: str) -> str:
    """A folder's name from a cooperative's: «Gruppo d'Acquisto È» → gruppo-d-acquisto-e."""
    plain = unicodedata.normalize("NFD", name.casefold())
    kept = "".join(char if char.isascii() and char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return "-".join(kept.split())[:60] or "cooperativa"


def after(place: Path, options: Options, *, interactive: bool) -> int:
    """Say where the site is and the next two commands; start it when wanted."""
    click.echo()
    click.secho(_("The site is ready in {place}").format(place=place), fg="green", bold=True)
    click.echo(_("The next two commands:"))
    for line in next_commands(place):
        click.echo(f"  {line}")
    if options.start is None and interactive:
        from vivaio.commands.ask import wants_start

        wanted = wants_start()
    else:
        wanted = bool(options.start)
    if not wanted:
        return 0
    from vivaio.process import start_site

    return start_site(place, house())


def next_commands(place: Path) -> Sequence[str]:
    """Two lines to copy into a terminal."""
    try:
        shown = str(place.relative_to(Path.cwd()))
    except ValueError:
        shown = str(place)
    return (f"cd {shlex.quote(shown)}", "python3 manage.py start")


def resume_hint(options: Options) -> str:
    """The command that goes on from the draft."""
    return " ".join([program(), "new", *([shlex.quote(str(options.place))] if options.place else []), "--resume"])


def no_terminal() -> Refused:
    """The refusal for a wizard without a person."""
    return Refused(_("There is no terminal to ask in: give the answers with --answers FILE, or use --defaults."))
