"""Everything a site needs before it can serve; each step can be repeated and a second run changes nothing."""

import os
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.utils.translation import gettext as _

from vivaio_core.access.selectors import administrators_exist
from vivaio_core.access.services.staff import invite
from vivaio_core.access.services.sync_roles import sync_roles
from vivaio_core.pages.services import create_first_pages
from vivaio_core.rules.services import load_rules
from vivaio_core.site.coop import coop
from vivaio_core.site.settings.read import setting
from vivaio_core.site.start import database
from vivaio_core.site.start.progress import Progress


def prepare(progress: Progress) -> str:
    """Check, migrate, load rules, roles and first pages. Return the token of the first administrator's link, or nothing."""
    with progress.step(_("Check of the settings")):
        Path(setting("STATIC_ROOT")).mkdir(parents=True, exist_ok=True)
        call_command("check", stdout=StringIO())
    _prepare_database(progress)
    with progress.step(_("Rules, roles and first pages")):
        load_rules()
        sync_roles()
        create_first_pages(coop())
    if coop().site.demo or administrators_exist():
        return ""
    return invite(user=None, actor=None)


def _prepare_database(progress: Progress) -> None:
    if database.copy_ready_made(Path(setting("BASE_DIR"))):
        progress.say("  [green]✓[/green] " + _("Database ready, brought by the nursery"))
    if not database.missing():
        return
    with progress.step(_("Database tables (the first time this takes a few seconds)")):
        fresh = database.migrate()
    copy = os.environ.get("VIVAIO_MIGRATED_COPY", "")
    if copy and fresh and database.sqlite_file() is not None:
        database.keep_copy(Path(copy))
