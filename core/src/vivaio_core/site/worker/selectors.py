"""What the office and `doctor` ask about workers."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from vivaio_core.site.models import WorkerBeat
from vivaio_core.site.worker.heart import ago, dead_after


@dataclass(frozen=True)
class WorkState:
    """`alive` workers, the last sign of life of any, how many tasks are ready and since when, how many failed and are kept."""

    alive: int
    last_beat: datetime | None
    ready: int
    oldest_ready: datetime | None
    failed: int


def work_state() -> WorkState:
    """Four queries, whatever the number of tasks."""
    beats = WorkerBeat.objects.order_by("-seen_at")
    ready = DBTaskResult.objects.ready()
    last = beats.first()
    return WorkState(
        alive=beats.filter(seen_at__gte=ago(dead_after())).count(),
        last_beat=last.seen_at if last else None,
        ready=ready.count(),
        oldest_ready=ready.order_by().aggregate(oldest=Min("enqueued_at"))["oldest"],
        failed=DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).count(),
    )
