"""The tests' own ground: the cached template equals a fresh migrate, and real transactions leave no trace."""

import os
import subprocess
import sys

import psycopg
import pytest
from databases import ROOT
from django.db import connection
from wagtail.models import Page

from vivaio_core.access.models import User


def schema() -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name")
        return list(cursor.fetchall())


@pytest.mark.sqlite
def test_cached_template_equals_a_fresh_migrate(db, tmp_path):
    url = f"sqlite:///{tmp_path / 'fresh.sqlite3'}"
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT / "tests/site", env={**os.environ, "DATABASE_URL": url}, check=True)
    import sqlite3

    with sqlite3.connect(tmp_path / "fresh.sqlite3") as fresh:
        found = list(fresh.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"))
    assert found == schema()


@pytest.mark.parametrize("turn", [1, 2])
def test_real_transactions_start_from_the_migrated_state(turn, transactional_db):
    assert not User.objects.filter(email="una@prova.example").exists()
    assert Page.objects.filter(depth=1).exists()
    User.objects.create_user("una@prova.example")


def test_another_process_reaches_the_same_database(database_url):
    User.objects.create_user("due@prova.example")
    ask = "from vivaio_core.access.models import User; print(User.objects.filter(email='due@prova.example').count())"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", ask]
    env = {**os.environ, "DATABASE_URL": database_url}
    assert subprocess.run(command, cwd=ROOT / "tests/site", env=env, check=True, capture_output=True, text=True).stdout.strip() == "1"


def test_the_postgres_fixture_is_a_server(postgres_url):
    with psycopg.connect(postgres_url) as server:
        row = server.execute("SHOW server_version_num").fetchone()
    assert row is not None
    assert int(row[0]) >= 140000
