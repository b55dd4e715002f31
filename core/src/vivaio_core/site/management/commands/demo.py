"""`manage.py demo`: fills a demonstration and says how to enter."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.access.demo_accounts import demo_codes, remove_demo_accounts
from vivaio_core.site.demo_run import demo_steps
from vivaio_core.site.start.progress import Progress

MOST_PEOPLE = 100_000


def how_many(raw: object) -> int:
    """The number of people asked for, 0 when none was. Raises CommandError, in words."""
    text = str(raw)
    if not text:
        return 0
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:9]) <= MOST_PEOPLE:
        raise CommandError(_("--people: write a whole number from 1 to 100,000."))
    return int(text)


class Command(BaseCommand):
    """Repeating it creates nothing."""

    help = "Riempie una dimostrazione con persone, contratti e notizie inventati, e dice come entrare."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument("--folder", type=Path, help="cartella di un esempio, con demo.toml")
        parser.add_argument("--people", default="", metavar="N", help="cresce fino a N persone ed enti, al più 100000 (per esempio 15000)")
        parser.add_argument("--codes", action="store_true", help="mostra soltanto come si entra adesso")
        parser.add_argument("--remove-accounts", action="store_true", help="chiude gli accessi della dimostrazione")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill, or show the codes, or close the accounts."""
        progress = Progress()
        if options["remove_accounts"]:
            progress.say(_("Accounts closed: %(n)s") % {"n": remove_demo_accounts()})
            return
        if not options["codes"]:
            if options["folder"] is None:
                raise CommandError(_("Name the folder of an example: manage.py demo --folder examples/insieme"))
            self._fill(progress, options["folder"].resolve(), how_many(options["people"]))
        self._show(progress)

    def _fill(self, progress: Progress, folder: Path, people: int) -> None:
        try:
            for title, work in demo_steps(folder=folder, on=timezone.localdate(), people=people, told=progress.told):
                with progress.step(title):
                    work()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None

    def _show(self, progress: Progress) -> None:
        progress.say("\n[bold]" + _("How to enter") + "[/bold]")
        for account in demo_codes():
            how = _("code by e-mail") if not account.password else _("password %(password)s, code of the app now %(code)s") % vars(account)
            progress.say(f"  {account.title:<16} {account.email:<30} {how}")
        progress.say(_("Letters and fresh codes, while the site runs: /posta-di-prova/ at its address"))
