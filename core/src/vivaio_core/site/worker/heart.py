"""The sign of life of a worker, and the recovery of tasks whose worker died (platform P12)."""

import logging
import os
import socket
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import DateTimeField, ExpressionWrapper
from django.db.models.functions import Now
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from vivaio_core.site.models import WorkerBeat
from vivaio_core.site.settings.read import setting

logger = logging.getLogger("vivaio.worker")
ATTEMPTS = 3
LOST = "WorkerLost"


def ago(span: timedelta) -> ExpressionWrapper[Any]:
    """The moment `span` ago by the database's clock."""
    return ExpressionWrapper(Now() - span, output_field=DateTimeField())


def dead_after() -> timedelta:
    """A worker silent for so long is dead; far longer than its beat, so that a busy machine kills nobody."""
    span: timedelta = setting("WORKER_DEAD_AFTER")
    return span


def beat(worker: str) -> None:
    """Write that `worker` is alive now."""
    if not WorkerBeat.objects.filter(pk=worker).update(seen_at=Now()):
        WorkerBeat.objects.create(worker=worker, host=socket.gethostname()[:120], started_at=Now(), seen_at=Now())


def reap() -> int:
    """Give tasks of dead workers back to the queue, or fail them at the third attempt; return how many were found."""
    with transaction.atomic():
        alive = set(WorkerBeat.objects.filter(seen_at__gte=ago(dead_after())).values_list("worker", flat=True))
        running = DBTaskResult.objects.select_for_update(skip_locked=True).filter(status=TaskResultStatus.RUNNING)
        lost = [task for task in running if not task.worker_ids or task.worker_ids[-1] not in alive]
        for task in lost:
            _recover(task)
        WorkerBeat.objects.filter(seen_at__lt=ago(timedelta(days=1))).delete()
    return len(lost)


def _recover(task: DBTaskResult) -> None:
    if len(task.worker_ids) < ATTEMPTS:
        logger.warning("task %s of a dead worker goes back to the queue (attempt %d)", task.id, len(task.worker_ids))
        DBTaskResult.objects.filter(pk=task.pk).update(status=TaskResultStatus.READY)
        return
    logger.error("task %s has killed %d workers and is given up", task.id, len(task.worker_ids))
    DBTaskResult.objects.filter(pk=task.pk).update(
        status=TaskResultStatus.FAILED,
        finished_at=Now(),
        exception_class_path=f"{__name__}.{LOST}",
        traceback=f"{LOST}: {len(task.worker_ids)} workers died while they ran this task.",
    )


class Heart:
    """Beats in a thread of its own, with its own connection, while the task has the main thread."""

    def __init__(self, worker: str, parent: int | None, on_orphaned: Callable[[], None]) -> None:
        self.worker, self.parent, self.on_orphaned = worker, parent, on_orphaned
        self.every: float = setting("WORKER_BEAT_SECONDS")
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heart", daemon=True)

    def start(self) -> None:
        """Beat once before anything is claimed, then every few seconds."""
        beat(self.worker)
        reap()
        self._thread.start()

    def stop(self) -> None:
        """Stop beating and take the sign of life down: nobody needs to wait for it."""
        self._stop.set()
        self._thread.join(timeout=self.every * 2)
        WorkerBeat.objects.filter(pk=self.worker).delete()

    def _run(self) -> None:
        while not self._stop.wait(self.every):
            try:
                beat(self.worker)
                reap()
            except DatabaseError:
                # The main thread meets the same database and dies of it; the supervisor starts another worker (P14).
                logger.warning("no sign of life: the database does not answer")
                connection.close()
            if self.parent is not None and os.getppid() != self.parent:
                self.on_orphaned()
                return
        connection.close()
