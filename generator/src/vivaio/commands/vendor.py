"""`vivaio vendor`: puts core's and the modules' packages into a site that has none, or that should have newer ones."""

from pathlib import Path

import click

from vivaio.commands.base import command as italian
from vivaio.errors import Refused
from vivaio.folder import disk_text
from vivaio.house import house
from vivaio.text import _
from vivaio.wheels import fill_vendor
from vivaio_core.contract.discovery import installed, ordered
from vivaio_core.contract.load import load_coop


@italian("vendor", _("Put Vivaio's packages into the site in FOLDER: after a plain «copier copy», or when vendor/ was lost."))
@click.argument("place", metavar=_("FOLDER"), type=click.Path(path_type=Path))
@click.option("--editable", is_flag=True, help=_("For those who write modules: use the sources of this folder instead of packages."))
def command(place: Path, editable: bool) -> int:
    """Read the site's coop.toml, fill vendor/ for its modules."""
    if not (place / "manage.py").is_file():
        raise Refused(_("{place} is not a site of Vivaio: the file manage.py is not there.").format(place=place))
    available = installed()
    coop = load_coop(place / "coop.toml", available)
    try:
        fill_vendor(place, ordered(coop.plugins, available), house(), editable=editable)
    except OSError as error:
        raise Refused(disk_text(error, place)) from None
    click.echo(_("The packages are in {place}").format(place=place / "vendor"))
    return 0
