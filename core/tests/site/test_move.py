"""A site grown on SQLite moves to PostgreSQL with all its data, row by row."""

import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from databases import CACHE, migration_hash
from django.conf import settings
from psycopg import sql

SITE = Path(settings.BASE_DIR)
TALE = """
from django.core.management import call_command
from django.utils import timezone
from vivaio_core.access.models import User
from vivaio_core.access.services.member_login import create_member_login
from vivaio_core.people.models import Party, Collectivity, CollectivityMember
from vivaio_core.trail.services import record
for number in range(700):
    party = Party.objects.create(display_name=f"Socio {number} «àè» 🌱", first_name="Anna", last_name=str(number), email=f"s{number}@casa.example")
    record(kind="people.note", subject=party, payload={"n": number, "text": "perché\\nsì", "share": 0.1 + number})
create_member_login(party=party, actor=None)
"""
LOOK = """
import json
from vivaio_core.access.models import User
from vivaio_core.people.models import Party
from vivaio_core.trail.models import Event
from vivaio_core.trail.selectors import verify
from wagtail.models import Page
before = [Party.objects.count(), Event.objects.count(), verify().ok, Page.objects.count(), User.objects.get().party.email]
created = Party.objects.order_by("pk").values_list("created_at", flat=True)[0].isoformat()
new = Party.objects.create(display_name="Nuova")
Page.objects.get(depth=2).add_child(instance=Page(title="Nuova", slug="nuova-dopo"))
print("LOOK " + json.dumps([*before, created, new.pk > before[0] - 1, verify().count]))
"""


@pytest.fixture
def empty_postgres(postgres_url: str) -> Iterator[str]:
    name = f"moved_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield f"{postgres_url.rsplit('/', 1)[0]}/{name}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of its own on SQLite, prepared, with people in it."""
    folder = tmp_path_factory.mktemp("grown") / "site"
    shutil.copytree(SITE, folder, ignore=shutil.ignore_patterns("var", "__pycache__"))
    ready = CACHE / f"{migration_hash()}.sqlite3"
    if ready.exists():
        (folder / "vendor").mkdir()
        shutil.copyfile(ready, folder / "vendor" / "migrated.sqlite3")
    assert manage(folder, "start", "--no-serve").returncode == 0
    assert manage(folder, "shell", "--command", TALE).returncode == 0
    return folder


def manage(folder: Path, *words: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    clean = {name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}}
    return subprocess.run([sys.executable, "manage.py", *words], cwd=folder, env={**clean, **environ}, capture_output=True, text=True, check=False)


def look(folder: Path, **environ: str) -> str:
    done = manage(folder, "shell", "--command", LOOK, **environ)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(line for line in done.stdout.splitlines() if line.startswith("LOOK"))


def test_everything_arrives_and_life_goes_on(grown: Path, empty_postgres: str) -> None:
    done = manage(grown, "move", empty_postgres)
    assert done.returncode == 0, done.stdout + done.stderr
    assert look(grown, DATABASE_URL=empty_postgres) == look(grown)
    assert manage(grown, "start", "--no-serve", DATABASE_URL=empty_postgres).returncode == 0
    assert manage(grown, "check", "--database", "default", DATABASE_URL=empty_postgres).returncode == 0


def test_a_database_with_something_in_it_is_refused(grown: Path, empty_postgres: str) -> None:
    with psycopg.connect(empty_postgres, autocommit=True) as connection:
        connection.execute("CREATE TABLE dear (n integer)")
    done = manage(grown, "move", empty_postgres)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    with psycopg.connect(empty_postgres) as connection:
        assert connection.execute("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'").fetchone() == (1,)


def test_the_sites_own_database_is_refused(grown: Path) -> None:
    done = manage(grown, "move", f"sqlite:///{grown / 'var' / 'db.sqlite3'}")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("url", ["non-un-indirizzo", "postgres://nessuno@localhost:1/niente"])
def test_a_database_that_is_not_there_is_told(grown: Path, url: str) -> None:
    done = manage(grown, "move", url)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
