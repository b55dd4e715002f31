"""`vivaio demo`: one command from a fresh checkout to a model cooperative that answers in the browser."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console

from vivaio.answers.collect import from_file, validated
from vivaio.commands.base import command as italian
from vivaio.commands.new import make
from vivaio.errors import Refused
from vivaio.folder import disk_text
from vivaio.house import House, house
from vivaio.process import run, serve
from vivaio.text import _
from vivaio_core.contract.discovery import installed

ANSWERS = ("answers.toml", "coop.toml")
MOST_PEOPLE = 100_000


def in_bounds(_context: click.Context, _option: click.Parameter, people: int | None) -> int | None:
    """The number as it was given. Raises click.BadParameter outside 1 to 100,000, in words."""
    if people is not None and not 1 <= people <= MOST_PEOPLE:
        raise click.BadParameter(_("the number of people goes from 1 to 100,000."))
    return people


@italian("demo", _("Start a model cooperative with invented people, and say how to enter. A second run goes on with the same site."))
@click.option("--example", metavar=_("NAME"), default="insieme", show_default=True, help=_("Which cooperative of examples/ to start."))
@click.option("--port", metavar=_("NUMBER"), type=int, help=_("Port to answer on; without it 8000 or the first free one after it."))
@click.option(
    "--people",
    metavar=_("NUMBER"),
    type=int,
    callback=in_bounds,
    help=_("Grow to so many people and organisations, up to 100,000, to see full lists. 15,000 take some minutes."),
)
@click.option("--no-serve", is_flag=True, help=_("Prepare the site, do not start it."))
@click.option("--fresh", is_flag=True, help=_("Begin anew: the demonstration's site is deleted and grown again."))
def command(example: str, port: int | None, people: int | None, no_serve: bool, fresh: bool) -> int:
    """Grow (once), prepare, fill, serve; say what is being done and how long it took."""
    nursery = house()
    folder = example_folder(nursery, example)
    site = nursery.sites / folder.name
    console = Console(highlight=False)
    if fresh:
        with said(console, _("Deleting the earlier demonstration")):
            delete(site, nursery)
    if not (site / "manage.py").is_file():
        with said(console, _("Growing the site of «{name}»").format(name=folder.name)):
            make_demo(site, folder, nursery)
    filled = site / "var" / "demo-complete"
    if people or not filled.is_file():  # also after an interruption: every step can be repeated
        run(site, ["start", "--no-serve"], nursery)
        run(site, ["demo", "--folder", str(folder), *(["--people", str(people)] if people else [])], nursery)
        filled.touch()
    elif not no_serve:
        run(site, ["demo", "--codes"], nursery)
    if no_serve:
        console.print(_("The demonstration is ready in {place}").format(place=site), soft_wrap=True, markup=False)
        return 0
    return serve(site, ["start", *(["--port", str(port)] if port else [])], nursery)


def example_folder(nursery: House, name: str) -> Path:
    """The example's folder. Raises Refused and names those there are."""
    known = sorted({path.parent.name for file in ANSWERS for path in nursery.examples.glob(f"*/{file}")})
    if name not in known:
        raise Refused(_("There is no example «{name}». There are: {known}.").format(name=name[:80], known=", ".join(known) or _("none")))
    return nursery.examples / name


def make_demo(site: Path, folder: Path, nursery: House) -> None:
    """Grow the example's site; its coop.toml always says that it is a demonstration."""
    source = next(path for path in (folder / file for file in ANSWERS) if path.is_file())
    raw, text = from_file(source)
    raw["site"] = {**raw.get("site", {}), "demo": True}
    make(site, validated(raw, installed(), source=str(source), text=text), nursery)


def delete(site: Path, nursery: House) -> None:
    """Remove a demonstration's site, and only that: a folder directly below siti/. Raises Refused when the disk refuses."""
    if site.parent != nursery.sites or not site.exists():
        return
    try:
        shutil.rmtree(site)
    except OSError as error:
        raise Refused(disk_text(error, site)) from None


@contextmanager
def said(console: Console, title: str) -> Iterator[None]:
    """A line for a step with its seconds."""
    began = time.monotonic()
    with console.status(f"{title}…"):
        yield
    console.print(f"  [green]✓[/green] {title} [dim]{time.monotonic() - began:.1f} s[/dim]")
