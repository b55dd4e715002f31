"""Writes what the preview promised: all ready lines in one transaction and under one mutation id, the others stay in the batch (people P28)."""

import uuid
from datetime import date

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.imports import states
from vivaio_core.imports.columns import OPENING
from vivaio_core.imports.judging.judge import judge_of
from vivaio_core.imports.judging.opening import OpeningJudge
from vivaio_core.imports.models import ImportBatch
from vivaio_core.imports.services.preview import counted, rows_of
from vivaio_core.imports.services.work import Say, begin, do, hold_run
from vivaio_core.imports.writing.opening import write_opening
from vivaio_core.imports.writing.people import PeopleWriter
from vivaio_core.people.errors import Refused
from vivaio_core.trail.locks import hold
from vivaio_core.trail.models import Event
from vivaio_core.trail.services import record

IMPORTS = 7_401_280


def confirm(*, batch: ImportBatch, on: date, actor: User | None, say: Say | None = None) -> ImportBatch:
    """Write now. Raises PermissionDenied, IllegalTransition; Refused, and then nothing was written."""
    begun = begin(batch=batch, work=ImportBatch.Work.CONFIRM, actor=actor)
    do(batch=begun, run=begun.run, on=on, actor=actor, say=say)
    begun.refresh_from_db()
    if begun.failure:
        raise Refused(begun.failure)
    return begun


def confirm_run(*, batch: ImportBatch, run: str, on: date, actor: User | None, say: Say) -> None:
    """The work of `confirm`: every line is judged anew, because the records may have changed since the preview. Raises Replaced, Refused."""
    try:
        with transaction.atomic():
            hold(IMPORTS)
            _write(hold_run(batch, run), on, actor, say)
    except IntegrityError:
        raise Refused(_("Somebody has written one of these codes in the meantime. Nothing was written: check the lines again.")) from None
    except DatabaseError as fault:
        raise Refused(_("The database refused these lines, and nothing was written: %(reason)s") % {"reason": fault}) from None


def _write(batch: ImportBatch, on: date, actor: User | None, say: Say) -> None:
    target, mutation = states.after(batch, "confirm"), uuid.uuid4()
    judge = judge_of(batch.mode, batch.columns, on)
    writer = PeopleWriter(batch, judge, on, actor, mutation)
    count = 0
    if isinstance(judge, OpeningJudge):
        count = write_opening(batch, judge, writer, say)
    else:
        done = 0
        for rows in rows_of(batch):
            count += writer.write(judge.judge(rows))
            done += len(rows)
            say(done, batch.total)
    if not count:
        raise Refused(_("There is nothing to write: no line is ready."))
    payload = {"file": batch.file_name, "count": count, "sha256": batch.sha256, "mutation": str(mutation), "register": batch.mode == OPENING}
    record(kind="imports.confirm", actor=actor, target=f"imports.ImportBatch:{batch.pk}", payload=payload)
    batch.state, batch.work, batch.run, batch.mutation_id, batch.confirmed_at = target, "", "", mutation, timezone.now()
    batch.counts, batch.blocks, batch.last_event = counted(batch), [], Event.objects.order_by("-seq").values_list("seq", flat=True)[0]
    batch.save()
