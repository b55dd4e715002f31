"""Daily work: enqueued once a day, whoever comes first; no room is forgotten."""

from datetime import date, timedelta

import pytest
from django.core import mail

from vivaio_core.admission.tasks import daily as admission_daily
from vivaio_core.register.tasks import daily as register_daily
from vivaio_core.site.models import DailyRun
from vivaio_core.site.registry import rooms
from vivaio_core.site.worker.daily import enqueue_daily

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def test_the_first_worker_of_a_day_enqueues_and_the_others_find_it_done():
    tasks = [task for room in rooms() for task in room.daily()]
    assert {admission_daily, register_daily} <= set(tasks)
    assert enqueue_daily(DAY) == len(tasks)
    assert enqueue_daily(DAY) == 0
    assert enqueue_daily(DAY + timedelta(days=1)) == len(tasks)
    assert not mail.outbox


def test_old_days_are_forgotten():
    DailyRun.objects.create(on=DAY - timedelta(days=90))
    enqueue_daily(DAY)
    assert list(DailyRun.objects.values_list("on", flat=True)) == [DAY]
