"""Takes a confirmed import back, as long as nothing else has touched what it made (people P28)."""

from datetime import date

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.imports import states
from vivaio_core.imports.columns import OPENING
from vivaio_core.imports.models import ImportBatch, ImportRow
from vivaio_core.imports.services.preview import counted
from vivaio_core.people.duplicates.moving import pointers
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import CollectivityMember, Identifier, Party
from vivaio_core.register.models.book import Operation
from vivaio_core.register.services import mend
from vivaio_core.trail.models import Event
from vivaio_core.trail.services import record

OWN = {"people.identifier", "people.collectivitymember", "imports.importrow"}


def undo(*, batch: ImportBatch, on: date, note: str, actor: User | None) -> ImportBatch:
    """Delete the people it made; entries of the register are taken back by corrections, and their people stay, because a book is never rewritten.

    Raises PermissionDenied, IllegalTransition; Refused with the reason when something points at the people by now.
    """
    for permission in ("imports.change_importbatch", *(("register.change_registerentry",) if batch.mode == OPENING else ())):
        allow(actor, permission)
    if len(note.strip()) < 3:
        raise Refused(_("Write why: it stays in the memory."), "note")
    try:
        with transaction.atomic():
            current = ImportBatch.objects.select_for_update().get(pk=batch.pk)
            target = states.after(current, "undo")
            count = _take_back_register(current.operation, on, note, actor) if current.operation else _take_back_people(current)
            current.state, current.counts = target, counted(current)
            current.save(update_fields=["state", "counts"])
            payload = {"file": current.file_name, "count": count, "note": " ".join(note.split())[:200]}
            record(kind="imports.undo", actor=actor, target=f"imports.ImportBatch:{current.pk}", payload=payload)
            return current
    except DatabaseError as guard:
        raise Refused(_("Something points at these people by now: the import can no longer be undone.")) from guard


def _take_back_people(batch: ImportBatch) -> int:
    made = ImportRow.objects.filter(batch=batch, made=True, party__isnull=False).values("party")
    why = still_used(batch)
    if why:
        raise Refused(why)
    Identifier.objects.filter(party__in=made).delete()
    CollectivityMember.objects.filter(party__in=made).delete()
    ids = list(made.values_list("party", flat=True))
    batch.rows.filter(made=True).update(party=None, made=False, status=ImportRow.Status.OK)
    for start in range(0, len(ids), 500):
        Party.objects.filter(pk__in=ids[start : start + 500]).delete()
    return len(ids)


def still_used(batch: ImportBatch) -> str:
    """Why the import can no longer be undone, in words; empty when it can. One query for each kind of thing that points at people."""
    made = ImportRow.objects.filter(batch=batch, made=True, party__isnull=False).values("party")
    if batch.operation_id:
        return ""
    later = Event.objects.filter(subject__in=made, seq__gt=batch.last_event or 0).select_related("subject").first()
    if later:
        return _("Something has been done with %(name)s since: the import can no longer be undone.") % {"name": later.subject or "—"}
    for pointer in pointers():
        if pointer.label in OWN:
            continue
        row = pointer.model._base_manager.filter(**{f"{pointer.field}__in": made}).first()
        if row is not None:
            text = _("“%(what)s” already points at %(name)s: the import can no longer be undone.")
            return text % {"what": pointer.model._meta.verbose_name, "name": getattr(row, pointer.field)}
    others = ImportRow.objects.filter(party__in=made).exclude(batch=batch).select_related("batch").first()
    if others:
        return _("Another import, “%(file)s”, already names these people: undo that one first.") % {"file": others.batch.file_name}
    if Party.objects.filter(merged_into__in=made).exists() or Party.objects.filter(pk__in=made).exclude(status=Party.Status.ACTIVE).exists():
        return _("Some of these people have been merged or erased: the import can no longer be undone.")
    return ""


def _take_back_register(operation: Operation, on: date, note: str, actor: User | None) -> int:
    mend.undo(operation=operation, recorded_on=on, note=note, actor=actor)
    return operation.entries.count()
