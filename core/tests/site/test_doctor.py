"""`doctor`: each fault of a running site, with its cure."""

from datetime import timedelta
from typing import Any

import pytest
import trial_tasks
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from vivaio_core.access.demo_accounts import DOMAIN
from vivaio_core.access.models import User
from vivaio_core.site.coop import coop
from vivaio_core.site.doctor.findings import findings
from vivaio_core.site.models import WorkerBeat
from vivaio_core.site.proxies import KEY
from vivaio_core.site.worker.heart import beat

pytestmark = pytest.mark.django_db


@pytest.fixture
def healthy(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    User.objects.create_superuser("ada@ufficio.example")
    beat("w1")


def texts() -> str:
    return "\n".join(f"{finding.text} {finding.cure}" for finding in findings(timezone.now()))


def site_says(settings: Any, **values: Any) -> None:
    settings.COOP = coop().model_copy(update={"site": coop().site.model_copy(update=values)})


def test_a_healthy_site_has_no_finding(healthy: None) -> None:
    assert texts() == ""
    call_command("doctor")


def test_a_dead_worker_is_found(healthy: None) -> None:
    WorkerBeat.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    assert "manage.py worker" in texts()
    with pytest.raises(SystemExit):
        call_command("doctor")


def test_tasks_that_wait_too_long_are_found(healthy: None) -> None:
    task = DatabaseBackend("default", {"QUEUES": []}).enqueue(trial_tasks.wrong, (), {})
    assert texts() == ""
    DBTaskResult.objects.filter(pk=task.id).update(enqueued_at=timezone.now() - timedelta(minutes=9))
    assert "9" in texts()


def test_http_with_a_public_name_is_found(healthy: None, settings: Any) -> None:
    site_says(settings, host="www.prova.example")
    assert "https = true" in texts()


def test_a_wrong_number_of_proxies_is_found(healthy: None) -> None:
    cache.set(KEY, 2)
    assert "trusted_proxies = 2" in texts()


def test_leftovers_of_the_demonstration_are_found(healthy: None) -> None:
    User.objects.create_user(f"operatore@{DOMAIN}")
    assert "--remove-accounts" in texts()


def test_a_site_without_administrator_is_found() -> None:
    beat("w1")
    assert "manage.py start" in texts()


def test_letters_that_stay_here_are_found(healthy: None, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert "EMAIL_URL" in texts()


def test_migrations_not_made_are_found(healthy: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder(connection).record_unapplied("people", "0001_initial")
    assert "manage.py migrate" in texts()


def test_a_database_that_is_away_is_a_finding_not_a_crash(healthy: None) -> None:
    def refuse(*args: Any) -> Any:
        raise OperationalError("connection refused")

    with connection.execute_wrapper(refuse):
        assert "DATABASE_URL" in texts()
