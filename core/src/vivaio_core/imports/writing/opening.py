"""Writes a judged old register: its people, its resolutions, its entries, all or nothing (people P28)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.imports.judging.entries import Annotation
from vivaio_core.imports.judging.opening import EntryVerdict, OpeningJudge
from vivaio_core.imports.judging.whole_book import historic, in_order
from vivaio_core.imports.models import ImportBatch, ImportRow
from vivaio_core.imports.services.preview import rows_of
from vivaio_core.imports.services.work import Say
from vivaio_core.imports.writing.people import PeopleWriter, keep
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Party, Resolution
from vivaio_core.register.models.book import Operation, RegisterEntry
from vivaio_core.register.opening import enter
from vivaio_core.trail.acts import Act
from vivaio_core.trail.services import record_all

Status, Kind = ImportRow.Status, RegisterEntry.Kind
EVENTS = 2_000


def write_opening(batch: ImportBatch, judge: OpeningJudge, writer: PeopleWriter, say: Say) -> int:
    """Return how many entries were written. Raises Refused while a line is in error or undecided: a book is opened whole."""
    verdicts: list[EntryVerdict] = []
    for rows in rows_of(batch):
        verdicts += [one for one in judge.judge(rows) if isinstance(one, EntryVerdict)]
        say(len(verdicts) // 2, batch.total)
    _refuse_half(batch, judge, verdicts)
    writer.create([one for one in verdicts if one.brings_in])
    parties = Party.objects.in_bulk([who for who in judge.names if who > 0])
    parties |= {-place - 1: party for place, party in writer.became.items()}
    ordered = in_order(judge.entries)
    operation = enter(rows=historic(ordered, parties, _resolutions(ordered)), actor=writer.actor, note=batch.file_name)
    batch.operation = operation
    record_in_trail(operation, writer.actor)
    for verdict in verdicts:
        if verdict.comes_in:
            row = verdict.row
            row.made, row.status = verdict.brings_in, Status.APPLIED
            row.party = parties[verdict.who] if verdict.who is not None else None
    keep([one.row for one in verdicts])
    say(batch.total, batch.total)
    return len(ordered)


def record_in_trail(operation: Operation, actor: User | None) -> None:
    """One event for each entry, in portions, so that memory stays small."""
    portion: list[Act] = []
    for act in _acts(operation, actor):
        portion.append(act)
        if len(portion) == EVENTS:
            record_all(acts=portion)
            portion = []
    record_all(acts=portion)


def _acts(operation: Operation, actor: User | None) -> Iterator[Act]:
    for entry in operation.entries.exclude(party=None).select_related("party").order_by("seq").iterator(EVENTS):
        payload: dict[str, Any] = {"member_no": entry.member_no, "on": entry.effective_on.isoformat(), "entry": entry.seq}
        target = f"register.RegisterEntry:{entry.pk}"
        if entry.kind == Kind.ADMISSION:
            yield Act("register.admit", actor, entry.party, target, {**payload, "qty": entry.qty})
        elif entry.kind == Kind.END:
            yield Act("register.end", actor, entry.party, target, {**payload, "reason": entry.reason})
        else:
            yield Act("imports.entry", actor, entry.party, target, {**payload, "qty": entry.qty, "what": str(entry.get_kind_display())})


def _refuse_half(batch: ImportBatch, judge: OpeningJudge, verdicts: Sequence[EntryVerdict]) -> None:
    open_rows = [one.row for one in verdicts if one.row.status in (Status.ERROR, Status.ASK)]
    if open_rows:
        lines = ", ".join(str(row.line or "+") for row in open_rows[:20])
        raise Refused(_("A register is opened whole: these lines are in error or to be decided: %(lines)s.") % {"lines": lines})
    blocks, late = judge.finish()
    if blocks or late:
        lines = ", ".join(str(one.row.line or "+") for one in verdicts if one.row.place in late)
        raise Refused(_("The old register does not hold together at these lines: %(lines)s. Check the lines again.") % {"lines": lines[:300]})


def _resolutions(entries: Sequence[Annotation]) -> dict[tuple[date, str], Resolution]:
    """The board's resolutions that the lines name, made where they are not there yet."""
    wanted = {(one.resolution_on, one.minute_no) for one in entries if one.resolution_on}
    days = {day for day, _number in wanted}
    without = _("without number")
    present = {
        (found.held_on, found.minute_no): found for found in Resolution.objects.filter(organ=Resolution.Organ.BOARD, held_on__in=days, subject="")
    }
    fresh = [(day, number or without) for day, number in sorted(wanted) if (day, number or without) not in present]
    made = Resolution.objects.bulk_create(
        [Resolution(organ=Resolution.Organ.BOARD, held_on=day, minute_no=number) for day, number in dict.fromkeys(fresh)], batch_size=500
    )
    present |= {(row.held_on, row.minute_no): row for row in made}
    return {(day, number): present[(day, number or without)] for day, number in wanted}
