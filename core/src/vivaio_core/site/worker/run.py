"""The site's worker: django_tasks_db's handling of one task, with all queues, a heart and a broom (platform P10 to P14)."""

import logging
import os
import signal
import time

from django.core.management import call_command
from django.db import OperationalError, close_old_connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction, is_locked_database_exception

from vivaio_core.site.worker.daily import enqueue_daily
from vivaio_core.site.worker.heart import Heart

logger = logging.getLogger("vivaio.worker")
PRUNE_EVERY = 24 * 3600
LOOK_EVERY = 600
KEEP_DAYS = 14


class SiteWorker(Worker):
    """Looks before it locks: an idle worker takes no write lock of SQLite."""

    def __init__(self, *, interval: float, batch: bool, parent: int | None) -> None:
        super().__init__(
            queue_names=["*"],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        self.heart = Heart(self.worker_id, parent, self._leave)
        self._pruned = self._looked = 0.0

    def run(self) -> None:
        """Work until told to stop; with `batch` until nothing is ready."""
        self.heart.start()
        try:
            while self.running:
                close_old_connections()
                task = self._claim()
                if task is not None:
                    self.run_task(task)
                elif self.batch:
                    break
                else:
                    self._prune()
                    self._daily()
                    time.sleep(self.interval)
        finally:
            self.heart.stop()

    def _claim(self) -> DBTaskResult | None:
        ready = DBTaskResult.objects.ready().filter(backend_name=self.backend_name)
        if not ready.exists():
            return None
        try:
            with exclusive_transaction(ready.db):
                task = ready.get_locked()
                if task is not None:
                    task.claim(self.worker_id)
                return task
        except OperationalError as error:
            if is_locked_database_exception(error):
                return None
            raise

    def _prune(self) -> None:
        if time.monotonic() - self._pruned > PRUNE_EVERY or not self._pruned:
            self._pruned = time.monotonic()
            call_command("prune_db_task_results", min_age_days=KEEP_DAYS, verbosity=0)

    def _daily(self) -> None:
        if time.monotonic() - self._looked > LOOK_EVERY or not self._looked:
            self._looked = time.monotonic()
            enqueue_daily(timezone.localdate())

    def _leave(self) -> None:
        # The process that started us is gone: finish the task in hand, take no other.
        os.kill(os.getpid(), signal.SIGTERM)
