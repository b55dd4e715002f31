"""P19 under load: eight processes on PostgreSQL, four threads on SQLite; no fork, no lost event."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from vivaio_core.trail.models import Event
from vivaio_core.trail.selectors import verify

SCRIPT = Path(__file__).with_name("append_events.py")


def run(url: str, processes: int, count: int, threads: int = 1, *flags: str) -> int:
    """Run the script in `processes` at once; return how many appends were refused."""
    command = [sys.executable, str(SCRIPT), str(count), str(threads), *flags]
    env = {**os.environ, "DATABASE_URL": url}
    started = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) for _ in range(processes)]
    outputs = [process.communicate(timeout=120)[0] for process in started]
    assert [process.returncode for process in started] == [0] * processes
    return sum(int(output) for output in outputs)


@pytest.mark.postgres
def test_p19_eight_processes_neither_fork_nor_lose(database_url):
    before = Event.objects.count()
    assert run(database_url, 8, 40) == 0
    verdict = verify()
    assert verdict.ok
    assert verdict.count == before + 320
    assert Event.objects.values("prev_hash").distinct().count() == verdict.count


@pytest.mark.postgres
def test_p19_without_the_lock_the_race_is_real_and_the_database_refuses_the_fork(database_url):
    before = Event.objects.count()
    refused = run(database_url, 8, 40, 1, "unlocked")
    assert refused > 0
    verdict = verify()
    assert verdict.ok
    assert verdict.count == before + 320 - refused


@pytest.mark.sqlite
def test_p19_four_threads_on_sqlite_neither_fork_nor_lose(database_url):
    before = Event.objects.count()
    assert run(database_url, 1, 40, 4) == 0
    verdict = verify()
    assert verdict.ok
    assert verdict.count == before + 160


@pytest.mark.sqlite
def test_p19_four_processes_on_sqlite_neither_fork_nor_lose(database_url):
    before = Event.objects.count()
    assert run(database_url, 4, 30) == 0
    verdict = verify()
    assert verdict.ok
    assert verdict.count == before + 120
