"""`manage.py start`: from a folder to a site that answers."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from django.utils.translation import gettext as _
from rich.markup import escape

from vivaio_core.access.demo_accounts import demo_codes
from vivaio_core.access.services.welcome import invitation_path, welcome_first
from vivaio_core.site.coop import coop
from vivaio_core.site.start.prepare import prepare
from vivaio_core.site.start.progress import Progress, seconds_since_start
from vivaio_core.site.start.serve import free_port, serve


class Command(BaseCommand):
    """Prepares and serves; repeating it is safe."""

    help = "Prepara il sito e lo mette in servizio: controlla, aggiorna le tabelle, crea le prime pagine, avvia web e compiti."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument("--host", default="127.0.0.1", help="indirizzo su cui rispondere (predefinito: 127.0.0.1, solo questa macchina)")
        parser.add_argument("--port", type=int, default=None, help="porta (predefinita: 8000, o la prima libera dopo)")
        parser.add_argument("--processes", type=int, default=1, help="processi web (predefinito: 1)")
        parser.add_argument("--no-serve", action="store_true", help="prepara soltanto")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, then serve unless told not to."""
        progress = Progress()
        progress.say(f"[bold]{escape(coop().cooperative.name)}[/bold]")
        try:
            token = prepare(progress)
            sent = welcome_first() if token else ""
        except OperationalError as error:
            raise CommandError(
                _("The database does not answer: %(error)s. Check DATABASE_URL and that the server runs.") % {"error": error}
            ) from None
        except OSError as error:
            text = _("Cannot write here: %(error)s. Check the disk's space and the folder's permissions.")
            raise CommandError(text % {"error": error}) from None
        if options["no_serve"]:
            self._links(progress, token, sent, "")
            return
        host, port = options["host"], self._port(options["host"], options["port"])

        def ready() -> None:
            address = f"http://{'localhost' if host in {'127.0.0.1', '0.0.0.0', '::', '::1'} else host}:{port}"  # noqa: S104
            progress.say(_("Ready after %(seconds)s seconds: %(address)s") % {"seconds": f"{seconds_since_start():.1f}", "address": address})
            self._links(progress, token, sent, address)
            progress.say(_("Ctrl-C stops the site."))
            sys.stdout.flush()

        serve(host, port, options["processes"], ready)

    def _port(self, host: str, wanted: int | None) -> int:
        port = free_port(host, wanted or 8000, 1 if wanted else 20)
        if port is None:
            raise CommandError(_("Port %(port)s is taken: choose another with --port.") % {"port": wanted or 8000})
        return port

    def _links(self, progress: Progress, token: str, sent: str, address: str) -> None:
        site = coop().site
        public = f"{'https' if site.https else 'http'}://{site.host}" if site.host else address
        if token:
            progress.say(_("First administrator: open this link within 48 hours. It works once."))
            progress.say(f"  {public}{invitation_path(token)}")
        if sent:
            progress.say(_("A link of its own goes to %(address)s by e-mail.") % {"address": sent})
        if site.demo and demo_codes():
            progress.say(_("Accounts to try, letters and codes: %(address)s/posta-di-prova/") % {"address": address})
