"""`manage.py import`: a spreadsheet from the terminal, by the same steps as in the office."""  # noqa: N999 - the command is called so

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from vivaio_core.contract.errors import ContractError
from vivaio_core.imports.columns import columns_of, label_of
from vivaio_core.imports.models import ImportBatch, ImportRow
from vivaio_core.imports.services.choose_columns import choose_columns
from vivaio_core.imports.services.confirm import confirm
from vivaio_core.imports.services.preview import preview
from vivaio_core.imports.services.upload import upload
from vivaio_core.imports.services.work import Say

SHOWN = 20


class Command(BaseCommand):
    """Without --confirm nothing is written but the batch, which waits in the office."""

    help = "Importa persone o il vecchio libro soci da un foglio XLSX o CSV: controlla ogni riga e, con --confirm, scrive quelle pronte."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument("file", type=Path, help="foglio XLSX o CSV")
        parser.add_argument("--mode", choices=ImportBatch.Mode.values, default=ImportBatch.Mode.PEOPLE.value, help="che cosa contiene il file")
        parser.add_argument("--map", action="append", default=[], metavar="CAMPO=INTESTAZIONE", help="colonna di un campo; si può ripetere")
        parser.add_argument("--confirm", action="store_true", help="scrive le righe pronte")

    def handle(self, *args: Any, **options: Any) -> None:
        """Upload, choose columns, check, and write when asked to."""
        console, on = Console(highlight=False), timezone.localdate()
        try:
            batch = upload(file_name=options["file"].name, content=options["file"].read_bytes(), mode=options["mode"], actor=None)
            batch = choose_columns(batch=batch, columns={**batch.columns, **self._mapped(batch, options["map"])}, actor=None)
            for name, place in sorted(batch.columns.items(), key=lambda pair: pair[1]):
                console.print(f"  {batch.headers[place]} → {label_of(name)}", markup=False)
            with told(console, _("Check")) as say:
                batch = preview(batch=batch, on=on, actor=None, say=say)
            self._report(console, batch)
            if options["confirm"]:
                with told(console, _("Confirm")) as say:
                    batch = confirm(batch=batch, on=on, actor=None, say=say)
                self._report(console, batch)
        except OSError as fault:
            raise CommandError(_("The file cannot be read: %(fault)s") % {"fault": fault.strerror}) from None
        except ContractError as refusal:
            raise CommandError(str(refusal)) from None

    def _mapped(self, batch: ImportBatch, pairs: list[str]) -> dict[str, int]:
        """`--map cognome=Chi`: field by its name or label, column by its heading."""
        names = {column.name: column.name for column in columns_of(batch.mode)}
        names |= {str(column.label).casefold(): column.name for column in columns_of(batch.mode)}
        found = {}
        for pair in pairs:
            field, _sign, heading = pair.partition("=")
            name = names.get(field.strip().casefold())
            if name is None or heading.strip() not in batch.headers:
                known = ", ".join(sorted(set(names.values())))
                raise CommandError(
                    _("“%(pair)s” does not name a field and a heading of the file. Fields: %(known)s") % {"pair": pair, "known": known}
                )
            found[name] = batch.headers.index(heading.strip())
        return found

    def _report(self, console: Console, batch: ImportBatch) -> None:
        for status, count in sorted(batch.counts.items()):
            console.print(f"  {ImportRow.Status(status).label}: {count}", markup=False)
        for row in batch.rows.filter(status__in=(ImportRow.Status.ERROR, ImportRow.Status.ASK))[:SHOWN]:
            console.print(f"    {row.line or '+'}: {row.name} {' '.join(row.message.splitlines())}", markup=False)
        for block in batch.blocks:
            console.print(f"  {block['text']} {block['lines']}", markup=False)


@contextmanager
def told(console: Console, title: str) -> Iterator[Say]:
    """A bar of the lines done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(title, total=None)

        def say(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield say
