"""`manage.py move postgres://…`: takes a site with all its data to another database."""

import os
import subprocess
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from vivaio_core.contract.errors import ContractError
from vivaio_core.site.move.copy import connect, copy_all
from vivaio_core.site.start.progress import Progress


class Command(BaseCommand):
    """The old database stays as it is."""

    help = "Porta il sito con tutti i dati in un'altra base dati, vuota. Quella di partenza resta com'è."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument("url", help="per esempio postgres://utente:password@server/base")

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy, compare, rebuild the search index, say what comes next."""
        progress = Progress()
        url = options["url"]
        try:
            with progress.step(_("Rows")):
                connect(url)
                total = copy_all(lambda table, count: progress.say(f"    {table}: {count}"))
        except ContractError as error:
            raise CommandError(str(error)) from None
        except DatabaseError as error:
            raise CommandError(_("The other database refuses: %(error)s") % {"error": error}) from None
        with progress.step(_("Search index")):
            command = [sys.executable, sys.argv[0], "update_index", "--verbosity", "0"]
            subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        progress.say(_("%(n)s rows copied and compared one by one.") % {"n": total})
        progress.say(_("From now on start the site with DATABASE_URL set to the new address. Everybody signs in again."))
