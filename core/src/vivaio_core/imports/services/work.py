"""Long work on a batch: started in the page or left to the worker, shown while it lasts, safe to begin again."""

from collections.abc import Callable
from datetime import date

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from vivaio_core.access.models import User
from vivaio_core.imports import states
from vivaio_core.imports.models import ImportBatch
from vivaio_core.people.errors import Refused, allow

Say = Callable[[int, int], None]
STEP_OF = {ImportBatch.Work.PREVIEW.value: "preview", ImportBatch.Work.CONFIRM.value: "confirm"}
_CHANGE = "imports.change_importbatch"
_PEOPLE, _OPENING = ImportBatch.Mode.PEOPLE.value, ImportBatch.Mode.OPENING.value
NEEDED: dict[str, dict[str, tuple[str, ...]]] = {
    ImportBatch.Work.PREVIEW.value: {_PEOPLE: (_CHANGE,), _OPENING: (_CHANGE,)},
    ImportBatch.Work.CONFIRM.value: {_PEOPLE: (_CHANGE, "people.add_party"), _OPENING: (_CHANGE, "people.add_party", "register.add_registerentry")},
}
AT_ONCE = 500
KEPT_SECONDS = 3600


class Replaced(Exception):
    """Somebody else has begun the same work: this doer stops without a trace."""


def begin(*, batch: ImportBatch, work: str, actor: User | None) -> ImportBatch:
    """Say that `work` is wanted; whoever was at it stops. Raises PermissionDenied, IllegalTransition."""
    for permission in NEEDED[work][batch.mode]:
        allow(actor, permission)
    with transaction.atomic():
        current = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        states.after(current, STEP_OF[work])
        current.work, current.run, current.work_since = work, get_random_string(32), timezone.now()
        current.done, current.failure = 0, ""
        current.save(update_fields=["work", "run", "work_since", "done", "failure"])
        return current


def start(*, batch: ImportBatch, work: str, on: date, actor: User | None, at_once: bool = False) -> ImportBatch:
    """Begin and do it now, or leave it to the worker when there is one and the file is long. Raises as `begin`."""
    from vivaio_core.imports.tasks import work_on
    from vivaio_core.site.worker.selectors import work_state

    with transaction.atomic():
        begun = begin(batch=batch, work=work, actor=actor)
        later = not at_once and begun.total > AT_ONCE and work_state().alive > 0
        if later:
            work_on.enqueue(batch=begun.pk, run=begun.run, on=on.isoformat(), actor=actor.pk if actor else None)
    if not later:
        do(batch=begun, run=begun.run, on=on, actor=actor)
        begun.refresh_from_db()
    return begun


def do(*, batch: ImportBatch, run: str, on: date, actor: User | None, say: Say | None = None) -> None:
    """Do the work that `begin` asked for; a refusal is written on the batch, a doer that was replaced stops."""
    from vivaio_core.imports.services.confirm import confirm_run
    from vivaio_core.imports.services.preview import preview_run

    doers = {ImportBatch.Work.PREVIEW: preview_run, ImportBatch.Work.CONFIRM: confirm_run}
    current = ImportBatch.objects.get(pk=batch.pk)
    if current.run != run or not current.work:
        return
    try:
        doers[ImportBatch.Work(current.work)](batch=current, run=run, on=on, actor=actor, say=say or _saying(current))
    except Replaced:
        return
    except Refused as refusal:
        ImportBatch.objects.filter(pk=batch.pk, run=run).update(work="", run="", failure=str(refusal))


def stop(*, batch: ImportBatch, actor: User | None) -> None:
    """Give up the work in hand; nothing was confirmed. Raises PermissionDenied."""
    allow(actor, "imports.change_importbatch")
    ImportBatch.objects.filter(pk=batch.pk).exclude(work="").update(work="", run="")


def hold_run(batch: ImportBatch, run: str) -> ImportBatch:
    """The batch, locked until the transaction ends. Raises Replaced when another run has the work."""
    current = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if current.run != run:
        raise Replaced
    return current


def progress(batch: ImportBatch) -> tuple[int, int]:
    """Lines done and lines in all, as far as is known; a confirm speaks through the cache, because it is one transaction."""
    found: tuple[int, int] = cache.get(f"imports:{batch.pk}:{batch.run}") or (batch.done, batch.total)
    return found


def _saying(batch: ImportBatch) -> Say:
    def say(done: int, total: int) -> None:
        cache.set(f"imports:{batch.pk}:{batch.run}", (done, total), KEPT_SECONDS)

    return say
