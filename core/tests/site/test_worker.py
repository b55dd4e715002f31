"""The worker, with real processes on a real database: all queues, kill -9, poison, orphans (platform P10 to P15)."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import trial_tasks
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from vivaio_core.site.models import WorkerBeat
from vivaio_core.site.start.serve import Supervisor
from vivaio_core.site.worker.heart import beat, reap
from vivaio_core.site.worker.selectors import work_state

SITE = Path(settings.BASE_DIR)
FIXTURES = Path(trial_tasks.__file__).parent


def enqueue(task: Any, **words: Any) -> DBTaskResult:  # type: ignore[type-arg]
    """Put a task into the database's queue, whatever backend the other tests use."""
    result = DatabaseBackend("default", {"BACKEND": "", "QUEUES": []}).enqueue(task, (), words)
    return DBTaskResult.objects.get(pk=result.id)


PATIENCE = 300.0


def until(condition: Callable[[], bool]) -> None:
    """Wait for what must come; the bound is far off, since a start takes as long as the machine is busy and no promise is about that."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


@pytest.fixture
def start_worker(database_url: str) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts workers on this test's database; those that are left are ended."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*words: str, hasty: bool = True) -> subprocess.Popen[bytes]:
        command = [sys.executable, "manage.py", "worker", "--interval", "0.1", *words]
        started.append(subprocess.Popen(command, cwd=SITE, env=environment(database_url, hasty)))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def environment(url: str, hasty: bool) -> dict[str, str]:
    module = "hasty_site" if hasty else "config.settings"
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": module, "PYTHONPATH": str(FIXTURES)}


def test_all_queues_are_served_and_failures_are_kept(start_worker: Any, tmp_path: Path) -> None:
    other, failing = enqueue(trial_tasks.elsewhere, path=str(tmp_path / "mark")), enqueue(trial_tasks.wrong)
    assert start_worker("--batch").wait(timeout=40) == 0
    other.refresh_from_db()
    failing.refresh_from_db()
    assert (other.status, failing.status) == ("SUCCESSFUL", "FAILED")
    assert "wrong on purpose" in failing.traceback
    assert not WorkerBeat.objects.exists()


def test_a_task_survives_kill_9_of_its_worker(start_worker: Any, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    task = enqueue(trial_tasks.slow, path=str(mark), seconds=2)
    first = start_worker(hasty=False)
    until(mark.exists)
    first.send_signal(signal.SIGKILL)
    first.wait()
    killed = time.monotonic()
    start_worker(hasty=False)
    until(lambda: DBTaskResult.objects.get(pk=task.pk).status == "SUCCESSFUL")
    assert time.monotonic() - killed < 40
    assert mark.read_text(encoding="utf-8").splitlines() == ["begun", "begun", "done"]


def test_a_task_that_kills_workers_is_given_up_at_the_third(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = tmp_path / "mark"
    task = enqueue(trial_tasks.poison, path=str(mark))
    for name, value in environment(database_url, hasty=True).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(SITE)
    monkeypatch.setattr("vivaio_core.site.start.serve.FIRST_WAIT", 0.2)
    supervisor = Supervisor([sys.executable, "manage.py", "worker", "--interval", "0.1"])
    supervisor.start()
    try:
        until(lambda: DBTaskResult.objects.get(pk=task.pk).status == "FAILED")
        after = enqueue(trial_tasks.elsewhere, path=str(tmp_path / "after"))
        until(lambda: DBTaskResult.objects.get(pk=after.pk).status == "SUCCESSFUL")
    finally:
        supervisor.stop()
    task.refresh_from_db()
    assert len(task.worker_ids) == 3
    assert "WorkerLost" in task.exception_class_path
    assert mark.read_text(encoding="utf-8").count("begun") == 3


def test_a_long_task_of_a_living_worker_is_never_taken_twice(start_worker: Any, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    task = enqueue(trial_tasks.slow, path=str(mark), seconds=7)
    start_worker()
    start_worker()
    until(lambda: DBTaskResult.objects.get(pk=task.pk).status == "SUCCESSFUL")
    assert mark.read_text(encoding="utf-8").splitlines() == ["begun", "done"]


def test_a_worker_told_to_stop_finishes_what_it_has_in_hand(start_worker: Any, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    task = enqueue(trial_tasks.slow, path=str(mark), seconds=2)
    worker = start_worker()
    until(mark.exists)
    worker.terminate()
    worker.wait(timeout=20)
    task.refresh_from_db()
    assert task.status == "SUCCESSFUL"


def test_a_worker_whose_starter_is_gone_leaves(database_url: str, tmp_path: Path) -> None:
    script = (
        "import os, subprocess, sys, time;"
        "p = subprocess.Popen([sys.executable, 'manage.py', 'worker', '--parent', str(os.getpid())], start_new_session=True);"
        "print(p.pid, flush=True); time.sleep(60)"
    )
    starter = subprocess.Popen([sys.executable, "-c", script], cwd=SITE, env=environment(database_url, True), stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    worker = int(starter.stdout.readline())
    until(WorkerBeat.objects.exists)
    starter.kill()
    starter.wait()
    until(lambda: not alive(worker))
    starter.stdout.close()


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@pytest.mark.django_db
def test_what_is_rolled_back_was_never_enqueued() -> None:
    with transaction.atomic():
        enqueue(trial_tasks.wrong)
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db
def test_tasks_of_living_workers_are_left_alone() -> None:
    task = enqueue(trial_tasks.wrong)
    DBTaskResult.objects.filter(pk=task.pk).update(status="RUNNING", worker_ids=["w1"], started_at=timezone.now())
    beat("w1")
    assert reap() == 0
    WorkerBeat.objects.all().delete()
    assert reap() == 1
    task.refresh_from_db()
    assert task.status == "READY"


@pytest.mark.django_db
def test_the_state_of_work_is_told_in_few_queries(django_assert_max_num_queries: Any) -> None:
    for _ in range(30):
        enqueue(trial_tasks.wrong)
    beat("w1")
    with django_assert_max_num_queries(5):
        state = work_state()
    assert (state.alive, state.ready) == (1, 30)
    assert state.oldest_ready is not None


def test_old_results_are_swept_out(start_worker: Any) -> None:
    task, fresh = enqueue(trial_tasks.wrong), enqueue(trial_tasks.wrong)
    now = timezone.now()
    DBTaskResult.objects.filter(pk=task.pk).update(status="SUCCESSFUL", finished_at=now - timedelta(days=15))
    DBTaskResult.objects.filter(pk=fresh.pk).update(status="SUCCESSFUL", finished_at=now - timedelta(days=13))
    start_worker()
    until(lambda: not DBTaskResult.objects.filter(pk=task.pk).exists())
    assert DBTaskResult.objects.filter(pk=fresh.pk).exists()
