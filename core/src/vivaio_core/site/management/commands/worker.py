"""`manage.py worker`: does what the site has put off."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from vivaio_core.site.worker.run import SiteWorker


class Command(BaseCommand):
    """Runs one worker; start as many as you like, on as many machines."""

    help = "Esegue i compiti in attesa: lettere, indice di ricerca, importazioni."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument("--batch", action="store_true", help="esegue quanto è in attesa e si ferma")
        parser.add_argument("--interval", type=float, default=1.0, help="secondi di attesa quando non c'è nulla da fare")
        parser.add_argument("--parent", type=int, default=None, help="si ferma quando questo processo non c'è più")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until SIGTERM."""
        worker = SiteWorker(interval=options["interval"], batch=options["batch"], parent=options["parent"])
        worker.configure_signals()
        worker.run()
