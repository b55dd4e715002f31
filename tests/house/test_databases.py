"""The tests' own ground: the cached template equals a fresh migrate, and real transactions leave no trace."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from databases import ROOT
from django.db import connection
from wagtail.models import Page

from vivaio_core.access.models import User
from vivaio_core.site.start.tables import SCRIPT, lay_tables

LATER = {"auth_permission", "django_content_type", "sqlite_sequence"}  # the order of these differs; `migrate` completes them at its end
OWN = {"id", "applied", "translation_key", "at", "salt", "digest", "hash"}  # of each site


def schema(database: sqlite3.Connection) -> list[tuple[str, ...]]:
    return list(database.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"))


def rows(database: sqlite3.Connection) -> dict[str, list[str]]:
    """Table → its rows as text, numbers of permissions and kinds of content as their names."""
    database.row_factory = sqlite3.Row
    tables = [row["name"] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {name: [dict(row) for row in database.execute(f'SELECT * FROM "{name}"')] for name in tables if name not in LATER}
    kinds = {row["id"]: f"{row['app_label']}.{row['model']}" for row in database.execute("SELECT * FROM django_content_type")}
    names = {row["id"]: f"{kinds[row['content_type_id']]}.{row['codename']}" for row in database.execute("SELECT * FROM auth_permission")}
    found |= {"kinds": [{"kind": kind} for kind in kinds.values()], "permissions": [{"name": name} for name in names.values()]}
    told = {"permission_id": names, "content_type_id": kinds}

    def plain(row: dict[str, object]) -> str:
        return str({key: told.get(key, {}).get(value, value) for key, value in row.items() if key not in OWN})

    return {name: sorted(map(plain, table)) for name, table in found.items()}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory) -> Iterator[sqlite3.Connection]:
    """A file to which every migration was applied in turn, as Django does by itself."""
    path = tmp_path_factory.mktemp("fresh") / "db.sqlite3"
    plainly = "from django.core.management import call_command; from django.core.management.commands.migrate import Command; call_command(Command())"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", plainly]
    subprocess.run(command, cwd=ROOT / "tests/site", env={**os.environ, "DATABASE_URL": f"sqlite:///{path}"}, capture_output=True, check=True)
    with closing(sqlite3.connect(path)) as database:
        yield database


@pytest.mark.sqlite
def test_cached_template_equals_a_fresh_migrate(db, fresh):
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as cached:
        assert schema(fresh) == schema(cached)


@pytest.mark.sqlite
def test_the_script_of_tables_equals_the_migrations_it_stands_for(fresh, tmp_path):
    url = f"sqlite:///{tmp_path / 'laid.sqlite3'}"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", "from vivaio_core.site.start.database import migrate; assert migrate()"]
    subprocess.run(command, cwd=ROOT / "tests/site", env={**os.environ, "DATABASE_URL": url}, check=True)
    with closing(sqlite3.connect(tmp_path / "laid.sqlite3")) as laid:
        assert schema(laid) == schema(fresh), "run tools/tables.py"
        assert rows(laid) == rows(fresh), "run tools/tables.py"
        keys = [row["translation_key"] for row in laid.execute("SELECT translation_key FROM wagtailcore_page")]
    assert not set(keys) & set(re.findall(r"[0-9a-f]{32}", SCRIPT.read_text(encoding="utf-8")))


@pytest.mark.sqlite
def test_a_script_newer_than_what_is_installed_is_not_used(db):
    assert lay_tables({("wagtailcore", "0001_initial")}) is False


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
