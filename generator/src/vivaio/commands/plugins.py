"""`vivaio plugins`: which modules are installed, and what one of them still lacks."""

import subprocess
import sys
from collections.abc import Mapping

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from vivaio.answers.fields import plugin_questions, summary_of, title_of
from vivaio.commands.base import command as italian
from vivaio.text import _
from vivaio_core.contract.discovery import installed, missing_text, ordered
from vivaio_core.contract.errors import PluginMissing
from vivaio_core.contract.manifest import Manifest


@italian("plugins", _("List the installed modules with what they do, what they require and what can be set in coop.toml."))
@click.argument("names", metavar=_("[NAME …]"), nargs=-1)
@click.option("--check", is_flag=True, help=_("Examine the modules with the conformance kit and name what is missing."))
def command(names: tuple[str, ...], check: bool) -> int:
    """Show the table, or examine. Exit code 1 when something is missing."""
    available = installed()
    for name in names:
        if name not in available:
            raise PluginMissing(missing_text(name, available))
    chosen = {slug: available[slug] for slug in (names or available)}
    if check:
        return subprocess.run([sys.executable, "-m", "vivaio_core.conformance", *chosen], check=False).returncode  # noqa: S603
    if not chosen:
        click.echo(_("No module is installed."))
        return 0
    ordered(chosen, available)  # says at once when a requirement is missing or runs in a circle
    Console(highlight=False).print(table_of(chosen))
    return 0


def table_of(manifests: Mapping[str, Manifest]) -> Table:
    """One row a module."""
    table = Table(title=_("Installed modules"), title_style="bold", show_lines=True)
    for heading in (_("Module"), _("What it does"), _("Version"), _("Requires"), _("Settings in coop.toml")):
        table.add_column(heading, overflow="fold")
    for slug, manifest in manifests.items():
        settings = "\n".join(f"{question.path[-1]}: {question.title}" for question in plugin_questions(manifest))
        required = ", ".join(manifest.requires) or _("nothing else")
        name = f"[bold]{escape(title_of(manifest))}[/bold]\n[dim]{slug}[/dim]"
        table.add_row(name, escape(summary_of(manifest)), manifest.version, escape(required), escape(settings) or _("none"))
    return table
