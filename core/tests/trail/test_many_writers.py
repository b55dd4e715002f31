"""P19 under load: eight processes on PostgreSQL, four threads or processes on SQLite; no fork, no lost event."""

import pytest
from at_once import Go, at_once, in_threads
from django.db import IntegrityError, OperationalError, transaction

from vivaio_core.trail import services
from vivaio_core.trail.models import Event
from vivaio_core.trail.selectors import verify


def append(count: int) -> int:
    """Append `count` events one by one; return how many the database refused."""
    refused = 0
    for number in range(count):
        try:
            with transaction.atomic():
                services.record(kind="people.register", payload={"number": number, "name": "Ada è qui"})
        except (IntegrityError, OperationalError):
            refused += 1
    return refused


def run(processes: int, count: int, threads: int = 1) -> int:
    """Append from all at once; return how many appends were refused."""

    def work(go: Go) -> int:
        go()
        return sum(in_threads(append, [count] * threads))

    return sum(at_once(*[work] * processes))


@pytest.mark.postgres
def test_p19_eight_processes_neither_fork_nor_lose(database_url):
    before = Event.objects.count()
    assert run(8, 40) == 0
    verdict = verify()
    assert verdict.ok
    assert verdict.count == before + 320
    assert Event.objects.values("prev_hash").distinct().count() == verdict.count


@pytest.mark.postgres
def test_p19_without_the_lock_the_race_is_real_and_the_database_refuses_the_fork(database_url, monkeypatch):
    before = Event.objects.count()
    monkeypatch.setattr(services, "hold", lambda lock: None)
    refused = run(8, 40)
    assert refused > 0
    verdict = verify()
    assert verdict.ok
    assert verdict.count == before + 320 - refused


@pytest.mark.sqlite
def test_p19_four_threads_on_sqlite_neither_fork_nor_lose(database_url):
    before = Event.objects.count()
    assert run(1, 40, 4) == 0
    verdict = verify()
    assert verdict.ok
    assert verdict.count == before + 160


@pytest.mark.sqlite
def test_p19_four_processes_on_sqlite_neither_fork_nor_lose(database_url):
    before = Event.objects.count()
    assert run(4, 30) == 0
    verdict = verify()
    assert verdict.ok
    assert verdict.count == before + 120
