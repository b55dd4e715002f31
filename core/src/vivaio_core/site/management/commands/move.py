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
            connect(url)
            with progress.step(_("Tables")):
                # In a process of its own: data migrations, Wagtail's too, write to the default database whatever they are told.
                self._there(url, "migrate", "--no-input")
            with progress.step(_("Rows")):
                total = copy_all(lambda table, count: progress.say(f"    {table}: {count}"))
        except ContractError as error:
            raise CommandError(str(error)) from None
        except DatabaseError as error:
            raise CommandError(_("The other database refuses: %(error)s") % {"error": error}) from None
        with progress.step(_("Search index")):
            self._there(url, "update_index")
        progress.say(_("%(n)s rows copied and compared one by one.") % {"n": total})
        progress.say(_("From now on start the site with DATABASE_URL set to the new address. Everybody signs in again."))

    def _there(self, url: str, *words: str) -> None:
        command = [sys.executable, sys.argv[0], *words, "--verbosity", "0"]
        done = subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False, capture_output=True, text=True)  # noqa: S603
        if done.returncode:
            raise CommandError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else " ".join(words))
