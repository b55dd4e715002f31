"""`vivaio questions`: keeps the template's generated files fresh."""

import click

from vivaio.commands.base import command as italian
from vivaio.errors import Refused
from vivaio.folder import write_whole
from vivaio.house import house
from vivaio.questions import generated
from vivaio.text import _
from vivaio_core.contract.discovery import installed


@italian("questions", _("Check that the template's questions follow the modules' settings; --write writes them anew."))
@click.option("--write", is_flag=True, help=_("Write the files instead of checking them."))
def command(write: bool) -> int:
    """Compare or write questions/*.yml and template/coop.toml.jinja."""
    files = generated(house(), installed())
    stale = [path for path, text in files.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    if write:
        for path in stale:
            write_whole(path, files[path])
            path.chmod(0o644)
        click.echo(_("Written: {count}").format(count=len(stale)))
        return 0
    if stale:
        names = ", ".join(path.name for path in stale)
        raise Refused(_("These files are not fresh: {names}. Write them anew with: vivaio questions --write").format(names=names))
    click.echo(_("The questions are fresh."))
    return 0
