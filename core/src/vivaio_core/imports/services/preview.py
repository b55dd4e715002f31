"""Looks at every line and says what would become of it. Writes nothing but the batch, chunk by chunk, and can be begun again (people P28)."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.imports import states
from vivaio_core.imports.judging.given import key_of
from vivaio_core.imports.judging.judge import judge_of
from vivaio_core.imports.judging.people import PeopleJudge
from vivaio_core.imports.models import ImportBatch, ImportRow
from vivaio_core.imports.reading.open import open_sheet
from vivaio_core.imports.reading.sheet import Line
from vivaio_core.imports.services.work import Say, begin, do, hold_run
from vivaio_core.imports.storage import private
from vivaio_core.people.errors import Refused

CHUNK = 1_000
ADDED_FROM = 10_000_000
JUDGED = ["name", "status", "judged", "codes", "message", "alike", "key", "duplicate_of", "decision", "chosen", "extra"]
READ = ["line", "cells", "numeric", "marks", *JUDGED]


def preview(*, batch: ImportBatch, on: date, actor: User | None, say: Say | None = None) -> ImportBatch:
    """Judge all lines now. Raises PermissionDenied, IllegalTransition; Refused when the file cannot be read to its end."""
    begun = begin(batch=batch, work=ImportBatch.Work.PREVIEW, actor=actor)
    do(batch=begun, run=begun.run, on=on, actor=actor, say=say)
    begun.refresh_from_db()
    if begun.failure:
        raise Refused(begun.failure, "file")
    return begun


def preview_run(*, batch: ImportBatch, run: str, on: date, actor: User | None, say: Say) -> None:
    """The work of `preview`; raises Replaced as soon as another doer has it, Refused."""
    judge = judge_of(batch.mode, batch.columns, on)
    sheet = open_sheet(_content(batch))
    total, place = max(batch.total, sheet.expected, 1), 0
    lines = iter(sheet.lines)
    while chunk := list(islice(lines, CHUNK)):
        rows = _rows(batch, chunk, place)
        judge.judge(rows)
        place += len(rows)
        _keep(batch, run, rows, place)
        say(place, max(total, place))
    _judge_added(batch, run, judge)
    with transaction.atomic():
        current = hold_run(batch, run)
        current.rows.filter(place__gte=place, line__isnull=False).delete()
        finish(current, judge)
        current.state, current.work, current.run, current.total = states.after(current, "preview"), "", "", place
        current.save(update_fields=["state", "work", "run", "total", "counts", "blocks"])


def finish(batch: ImportBatch, judge: PeopleJudge) -> None:
    """What only the whole file shows, then the counts. The caller saves the batch."""
    batch.blocks, late = judge.finish()
    found = list(batch.rows.filter(place__in=list(late)))
    for row in found:
        judge.add_late(row, late[row.place])
    ImportRow.objects.bulk_update(found, ["status", "judged", "codes", "message"], batch_size=500)
    batch.counts = counted(batch)


def counted(batch: ImportBatch) -> dict[str, int]:
    """How many rows have each status; one query."""
    return dict(batch.rows.order_by().values("status").annotate(n=Count("id")).values_list("status", "n"))


def rows_of(batch: ImportBatch) -> Iterator[list[ImportRow]]:
    """All rows in the order of the file, by chunks."""
    last = -1
    while chunk := list(batch.rows.filter(place__gt=last).order_by("place")[:CHUNK]):
        yield chunk
        last = chunk[-1].place


def _rows(batch: ImportBatch, lines: Sequence[Line], first: int) -> list[ImportRow]:
    """Rows for these lines, with the decisions that earlier rows of the same text had."""
    earlier = {row.place: row for row in batch.rows.filter(place__gte=first, place__lt=first + len(lines))}
    rows = []
    for place, line in enumerate(lines, first):
        row = ImportRow(batch=batch, place=place, line=line.number, cells=line.cells, numeric=list(line.numeric), marks=list(line.marks))
        old = earlier.get(place)
        if old and (old.decision or old.extra) and old.key == key_of(row, batch.columns, batch.mode):
            row.decision, row.chosen, row.extra = old.decision, old.chosen, old.extra
        rows.append(row)
    return rows


def _judge_added(batch: ImportBatch, run: str, judge: PeopleJudge) -> None:
    """Lines that a person added stay, and are judged after those of the file."""
    added = list(batch.rows.filter(line__isnull=True).order_by("place"))
    if added:
        judge.judge(added)
        with transaction.atomic():
            hold_run(batch, run)
            ImportRow.objects.bulk_update(added, JUDGED, batch_size=500)


def _keep(batch: ImportBatch, run: str, rows: list[ImportRow], done: int) -> None:
    with transaction.atomic():
        current = hold_run(batch, run)
        ImportRow.objects.bulk_create(rows, batch_size=500, update_conflicts=True, unique_fields=["batch", "place"], update_fields=READ)
        current.done = done
        current.save(update_fields=["done"])


def _content(batch: ImportBatch) -> bytes:
    try:
        with private().open(batch.stored) as file:
            return bytes(file.read())
    except (OSError, ValueError):
        raise Refused(_("The file is no longer kept here: upload it again."), "file") from None
