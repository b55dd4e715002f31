"""A wrong entry is answered by a correction, an operation is undone as a whole; nothing is ever rewritten (people P9, P14)."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Party
from vivaio_core.register.models.book import Operation, RegisterEntry
from vivaio_core.register.selectors.operations import paid_out
from vivaio_core.register.services.append import Line, append, begin, lock
from vivaio_core.register.services.money import pass_back
from vivaio_core.register.services.set_back import refuse_part, set_back
from vivaio_core.trail.acts import Act
from vivaio_core.trail.services import record, record_all

Kind = RegisterEntry.Kind


def correct(*, entry: RegisterEntry, recorded_on: date, note: str, actor: User | None) -> RegisterEntry:
    """Take back one entry: the same day of effect, the opposite amounts, today's annotation. The right entry follows as a new operation.

    Raises PermissionDenied; Refused when the entry is a correction, was corrected already, or others depend on it.
    """
    allow(actor, "register.change_registerentry")
    _say_why(note)
    with transaction.atomic():
        book = lock()
        _refuse_again([entry], RegisterEntry.objects.filter(reverses=entry))
        refuse_part(entry.operation)
        operation = begin(kind=Operation.Kind.CORRECTION, party=entry.party, actor=actor, note=note)
        (made,) = append(register=book, operation=operation, lines=[_opposite(entry, recorded_on, note)])
        payload = {"entry": made.seq, "corrects": entry.seq, "note": note.strip()}
        record(kind="register.correct", actor=actor, subject=entry.party, target=f"register.Operation:{operation.pk}", payload=payload)
        return made


def undo(*, operation: Operation, recorded_on: date, note: str, actor: User | None) -> Operation:
    """Take back all entries of an operation, the last first. Raises PermissionDenied; Refused once it was undone, a refund was paid, or
    a later operation stands on it.
    """
    from vivaio_core.admission.services.annotate import reopen_after_undo

    allow(actor, "register.change_registerentry")
    _say_why(note)
    with transaction.atomic():
        book = lock()
        if operation.kind in (Operation.Kind.UNDO, Operation.Kind.CORRECTION):
            raise Refused(_("A correction is not taken back: write the right operation anew."))
        if Operation.objects.filter(undoes=operation).exists():
            raise Refused(_("This operation has been undone already."))
        if paid_out(operation):
            raise Refused(_("The refund has been paid: this operation can no longer be undone."))
        # A number that was not used has no effect to take back.
        entries = list(operation.entries.exclude(kind=Kind.VOID).select_related("party").order_by("-seq"))
        _refuse_again(entries, RegisterEntry.objects.filter(reverses__operation=operation))
        set_back(operation=operation, actor=actor)
        undoing = begin(kind=Operation.Kind.UNDO, party=operation.party, actor=actor, note=note, undoes=operation)
        append(register=book, operation=undoing, lines=[_opposite(entry, recorded_on, note) for entry in entries])
        pass_back(operation=operation, undoing=undoing, on=recorded_on)
        concerned: dict[Party, list[int]] = {}
        for entry in entries:
            if entry.party:
                concerned.setdefault(entry.party, []).append(entry.seq)
        told: dict[str, Any] = {"operation": operation.kind, "note": note.strip()}
        target = f"register.Operation:{undoing.pk}"
        record_all(acts=[Act("register.undo", actor, party, target, {**told, "entries": numbers}) for party, numbers in concerned.items()])
        if operation.kind in (Operation.Kind.ADMISSION, Operation.Kind.TRANSFER):
            for party in concerned:
                reopen_after_undo(party=party, actor=actor)
        return undoing


def _say_why(note: str) -> None:
    if len(note.strip()) < 3:
        raise Refused(_("Write why: it stays in the book."), "note")


def _refuse_again(entries: list[RegisterEntry], corrections: QuerySet[RegisterEntry]) -> None:
    if any(entry.kind in (Kind.CORRECTION, Kind.VOID) for entry in entries):
        raise Refused(_("A correction is not taken back: write the right operation anew."))
    made = corrections.select_related("reverses").order_by("-reverses__seq").first()
    if made and made.reverses:
        raise Refused(_("Entry %(number)s has been corrected already.") % {"number": made.reverses.seq})


def _opposite(entry: RegisterEntry, recorded_on: date, note: str) -> Line:
    return Line(
        Kind.CORRECTION,
        entry.party,
        entry.effective_on,
        recorded_on,
        qty=-entry.qty,
        nominal_cents=entry.nominal_cents,
        premium_cents=-entry.premium_cents,
        status=-entry.status,
        resolution=entry.resolution,
        counterpart=entry.counterpart,
        reverses=entry,
        text=note,
    )
