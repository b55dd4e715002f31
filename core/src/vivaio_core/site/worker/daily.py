"""What every room does once a day."""

from datetime import date, timedelta

from django.db import transaction

from vivaio_core.site.models import DailyRun
from vivaio_core.site.registry import rooms

KEEP = timedelta(days=60)


def enqueue_daily(on: date) -> int:
    """Enqueue the daily tasks of every room, unless some worker has done so on this day; return how many."""
    with transaction.atomic():
        _run, first = DailyRun.objects.get_or_create(on=on)
        if not first:
            return 0
        DailyRun.objects.filter(on__lt=on - KEEP).delete()
        tasks = [task for room in rooms() for task in room.daily()]
        for task in tasks:
            task.enqueue()
        return len(tasks)
