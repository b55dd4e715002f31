"""`manage.py doctor`: says what is wrong with this site and what to do."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console

from vivaio_core.site.doctor.findings import findings


class Command(BaseCommand):
    """Changes nothing. Ends with 1 when something grave is found."""

    help = "Dice che cosa non va in questo sito e che cosa fare."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the findings."""
        console = Console(highlight=False, soft_wrap=True)
        found = findings(timezone.now())
        for finding in found:
            console.print(f"[{'red' if finding.grave else 'yellow'}]●[/] {finding.text}\n  {finding.cure}")
        if not found:
            console.print("[green]●[/] " + _("Everything is in order."))
        if any(finding.grave for finding in found):
            raise SystemExit(1)
