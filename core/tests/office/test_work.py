"""The start page tells administrators when letters do not leave, and is silent while they do."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import trial_tasks
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from vivaio_core.site.worker.heart import beat

pytestmark = pytest.mark.django_db
STOPPED, STUCK, FAILED = "servizio fermo", "non partono", "non riusciti"


def enqueue(count: int, **changes: object) -> None:
    """Tasks in the database's queue, whatever backend the tests use."""
    backend = DatabaseBackend("default", {"BACKEND": "", "QUEUES": []})
    made = [backend.enqueue(trial_tasks.wrong, (), {}).id for _ in range(count)]
    if changes:
        DBTaskResult.objects.filter(pk__in=made).update(**changes)


def start_page(client: Client) -> str:
    return client.get("/ufficio/").content.decode()


@pytest.fixture
def administrator(entered: Callable[[str], Client]) -> Client:
    return entered("administrator")


def test_while_a_worker_lives_and_nothing_waits_long_nothing_is_said(administrator: Client) -> None:
    beat("w1")
    enqueue(2)
    page = start_page(administrator)
    assert not [words for words in (STOPPED, STUCK, FAILED) if words in page]


def test_a_worker_that_died_is_told_with_how_long_letters_wait(administrator: Client) -> None:
    enqueue(3, enqueued_at=timezone.now() - timedelta(hours=2))
    page = start_page(administrator)
    assert STOPPED in page
    assert "urgente" in page
    assert STUCK not in page


def test_letters_that_do_not_leave_are_counted(administrator: Client) -> None:
    beat("w1")
    enqueue(3, enqueued_at=timezone.now() - timedelta(minutes=16))
    page = start_page(administrator)
    assert f"<strong>3</strong> <span>lettere o compiti automatici che {STUCK}" in page
    assert STOPPED not in page


def test_what_failed_is_told(administrator: Client) -> None:
    beat("w1")
    enqueue(1, status="FAILED", finished_at=timezone.now())
    assert "lettera o compito automatico non riuscito" in start_page(administrator)


@pytest.mark.parametrize("role", ["operator", "board"])
def test_others_are_not_troubled(entered: Callable[[str], Client], role: str) -> None:
    enqueue(3, enqueued_at=timezone.now() - timedelta(hours=2))
    assert STOPPED not in start_page(entered(role))


def test_however_much_waits_the_start_page_asks_the_same(administrator: Client) -> None:
    def asked() -> int:
        start_page(administrator)
        with CaptureQueriesContext(connection) as queries:
            start_page(administrator)
        return len(queries)

    beat("w1")
    enqueue(1, enqueued_at=timezone.now() - timedelta(hours=1))
    few = asked()
    enqueue(60, enqueued_at=timezone.now() - timedelta(hours=1))
    assert asked() == few
