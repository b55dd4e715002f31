"""What a person says about one line, or about all lines with lost zeros. Nothing is decided by the machine (people P3, I5)."""

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.imports import states
from vivaio_core.imports.columns import OPENING
from vivaio_core.imports.judging.likeness import handle
from vivaio_core.imports.models import ImportBatch, ImportRow
from vivaio_core.imports.services.preview import ADDED_FROM, counted
from vivaio_core.people.errors import Refused, allow

Decision, Status = ImportRow.Decision, ImportRow.Status
OPEN = (Status.OK, Status.WARNING, Status.ASK, Status.ERROR, Status.SKIPPED)


def decide(*, row: ImportRow, decision: str, actor: User | None, chosen: str = "") -> ImportRow:
    """Say `same` (as `chosen`), `other`, `skip`, or nothing again. The line counts so from now on; the confirm judges it once more.

    Raises PermissionDenied, IllegalTransition, Refused.
    """
    allow(actor, "imports.change_importbatch")
    with transaction.atomic():
        batch = _open(row.batch_id)
        current = ImportRow.objects.get(pk=row.pk)
        if current.status not in OPEN and not current.decision:
            raise Refused(_("There is nothing to decide about this line."))
        _check(current, decision, chosen)
        current.decision, current.chosen = decision, chosen if decision == Decision.SAME else ""
        current.status = _shown(batch, current)
        current.save(update_fields=["decision", "chosen", "status"])
        _count(batch)
        return current


def accept_codes(*, batch: ImportBatch, actor: User | None) -> int:
    """Confirm the codes with their zeros back, on every line that offers one; return how many. The lines want another check then.

    Raises PermissionDenied, IllegalTransition.
    """
    allow(actor, "imports.change_importbatch")
    with transaction.atomic():
        current = _open(batch.pk)
        rows = []
        for row in current.rows.filter(status=Status.ASK):
            codes = {one["field"]: one["code"] for one in row.alike if "code" in one}
            if codes:
                row.extra = {**row.extra, **codes}
                rows.append(row)
        ImportRow.objects.bulk_update(rows, ["extra"], batch_size=500)
        return len(rows)


def fill_gaps(*, batch: ImportBatch, note: str, actor: User | None) -> int:
    """Add a line «number not used», with the note, for each number that is missing in the old register; return how many.

    The lines want another check then. Raises PermissionDenied, IllegalTransition, Refused.
    """
    allow(actor, "imports.change_importbatch")
    if len(note.strip()) < 3:
        raise Refused(_("Write why these numbers were not used: it stays in the book."), "note")
    with transaction.atomic():
        current = _open(batch.pk)
        wanted = [number for block in current.blocks for number in block.get("missing", [])]
        if current.mode != OPENING or not wanted:
            raise Refused(_("No number is missing."))
        place = max(ADDED_FROM, current.rows.order_by("-place").values_list("place", flat=True)[0] + 1)
        text = " ".join(note.split())[:300]
        rows = [
            ImportRow(batch=current, place=place + n, status=Status.OK, key="", extra={"seq": str(number), "entry": "void", "note": text})
            for n, number in enumerate(wanted)
        ]
        ImportRow.objects.bulk_create(rows, batch_size=500)
        return len(rows)


def _open(pk: int) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update().get(pk=pk)
    states.after(batch, "decide")
    if batch.work:
        raise Refused(_("These lines are being worked on: wait until it is done."))
    return batch


def _check(row: ImportRow, decision: str, chosen: str) -> None:
    if decision not in Decision.values:
        raise Refused(_("Choose one of the answers."))
    if decision in (Decision.SAME, Decision.OTHER) and not [one for one in row.alike if "code" not in one]:
        raise Refused(_("There is nobody to compare this line with."))
    if decision == Decision.SAME and chosen not in [handle(one) for one in row.alike]:
        raise Refused(_("Say with whom it is the same."))


def _shown(batch: ImportBatch, row: ImportRow) -> str:
    """The status until the next judgement."""
    if row.decision == Decision.SKIP:
        return Status.SKIPPED
    if row.decision == Decision.SAME:
        return Status.WARNING if batch.mode == OPENING else Status.DUPLICATE
    if row.decision == Decision.OTHER:
        return Status.WARNING
    return row.judged


def _count(batch: ImportBatch) -> None:
    batch.counts = counted(batch)
    batch.save(update_fields=["counts"])
