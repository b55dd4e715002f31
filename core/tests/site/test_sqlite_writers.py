"""Four writers at once on SQLite lose nothing (platform P22); deferred transactions, Django's default, are shown to fail."""

import threading
from pathlib import Path

import pytest
from django.db import OperationalError, connections, transaction
from pytest_django import DjangoDbBlocker

from vivaio_core.site.settings.data import database

WRITERS, TIMES = 4, 100


def race(path: Path, alias: str, **options: object) -> int:
    """Each thread reads and then writes, a hundred times; return how often it was refused."""
    config = database(f"sqlite:///{path}")
    config["OPTIONS"] = {**config["OPTIONS"], **options}
    connections.settings[alias] = connections.configure_settings({"default": config, alias: config})[alias]
    with connections[alias].cursor() as cursor:
        cursor.execute("CREATE TABLE tally (n INTEGER)")
        cursor.execute("INSERT INTO tally VALUES (0)")
    refused: list[int] = []

    def write() -> None:
        for _ in range(TIMES):
            try:
                with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
                    cursor.execute("SELECT n FROM tally")
                    (n,) = cursor.fetchone()
                    cursor.execute("UPDATE tally SET n = %s", [n + 1])
            except OperationalError:
                refused.append(1)
        connections[alias].close()

    threads = [threading.Thread(target=write) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT n FROM tally")
        (n,) = cursor.fetchone()
    connections[alias].close()
    del connections.settings[alias]
    assert n == WRITERS * TIMES - len(refused)
    return len(refused)


@pytest.mark.sqlite
def test_our_options_lose_nothing(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        assert race(tmp_path / "deferred.sqlite3", "deferred", transaction_mode="DEFERRED") > 0
        assert race(tmp_path / "ours.sqlite3", "ours") == 0
