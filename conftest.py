"""Fixtures of every test in the repository: the databases, a cache and a media folder per worker."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from compile_messages import compile_catalogues
from databases import ROOT, PostgresTemplate, SqliteTemplate
from django.conf import settings
from django.core.cache import cache
from django.core.signals import setting_changed
from django.db import connections
from django.test import SimpleTestCase, TransactionTestCase
from django_tasks import task_backends
from postgres_server import postgres_server
from pytest_django import DjangoDbBlocker

pytest_plugins = ["office"]
# The files that make whole sites, examine plugins or wait for processes, longest first: they begin, so that no worker ends on one alone.
LONG = [
    *("test_site_life", "test_kit", "test_move", "test_launcher", "site/test_worker", "site/test_start", "house/test_databases"),
    *("access/test_matrix", "energy/tests/test_plugin", "office/test_lists", "access/test_malformed", "admission/test_office"),
]
POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")


def worker() -> str:
    """Name of this process among pytest-xdist's."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def compile_changed() -> None:
    """Compile the catalogues that changed since they were last compiled, before anything is translated."""
    for po in [path for folder in ("core", "generator", "plugins") for path in (ROOT / folder).rglob("LC_MESSAGES/*.po")]:
        if not po.with_suffix(".mo").exists() or po.with_suffix(".mo").stat().st_mtime < po.stat().st_mtime:
            compile_catalogues(po.parent.parent.parent)


if worker() == "main":
    # While pytest reads this file: Django's own start, a moment later, already translates.
    compile_changed()


def pytest_report_header() -> str:
    """Say which database the tests use."""
    return f"database: {'PostgreSQL by DATABASE_URL' if POSTGRES else 'SQLite'}"


def touches_database(item: pytest.Item) -> bool:
    """True when a test uses the database, so that it has something to say on another engine."""
    fixtures = set(getattr(item, "fixturenames", ()))
    case = getattr(item, "cls", None)
    return bool(
        item.get_closest_marker("django_db")
        or item.get_closest_marker("postgres")
        or fixtures & {"db", "transactional_db", "postgres_url", "database_url"}
        or (case and issubclass(case, SimpleTestCase))
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """SQLite runs all but `postgres` tests; PostgreSQL those that touch the database but `sqlite` ones. `./vivaio test` does both.

    The long files first.
    """
    keep = [
        item
        for item in items
        if (touches_database(item) and not item.get_closest_marker("sqlite") if POSTGRES else not item.get_closest_marker("postgres"))
    ]
    if len(keep) < len(items):
        config.hook.pytest_deselected(items=[*set(items).difference(keep)])
    turn = {path: place for place, name in enumerate(LONG) for path in {item.path for item in keep} if path.as_posix().endswith(f"{name}.py")}
    items[:] = sorted(keep, key=lambda item: turn.get(item.path, len(LONG)))


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Cache, media and static files of the tests stay out of the site; tasks run at once; passwords hash fast."""
    folder = tmp_path_factory.mktemp("site")
    if settings.CACHES["default"]["BACKEND"].endswith("FileBasedCache"):
        settings.CACHES["default"]["LOCATION"] = str(folder / "cache")
        # Django keeps the first cache it opens: without this all test runs on a machine would share one.
        setting_changed.send(sender=None, setting="CACHES", value=settings.CACHES, enter=True)
    settings.MEDIA_ROOT = str(folder / "media")
    # Every client of the tests makes whitenoise anew: it looks a file up when it is asked for instead of listing all of them first.
    settings.WHITENOISE_AUTOREFRESH = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}}
    task_backends.settings = settings.TASKS
    with suppress(AttributeError):
        del task_backends["default"]


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """No rate limit and no cached page passes from one test to the next; on PostgreSQL the cache is a table and goes with the rest."""
    yield
    if not POSTGRES:
        cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A clone of the migrated template; tests with real transactions get a fresh clone afterwards."""
    template = PostgresTemplate(worker()) if POSTGRES else SqliteTemplate(worker(), tmp_path_factory.mktemp("database"))
    case: Any = TransactionTestCase
    flush = case._fixture_teardown
    case._fixture_teardown = lambda self: template.restore()
    with django_db_blocker.unblock():
        template.prepare()
    yield
    case._fixture_teardown = flush
    with django_db_blocker.unblock():
        template.drop()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """URL of a PostgreSQL server for tests that start processes or sites of their own: the given one, or one started for them."""
    if POSTGRES:
        yield os.environ["DATABASE_URL"]
        return
    with postgres_server() as url:
        yield url


@pytest.fixture
def database_url(transactional_db: None) -> str:
    """URL of the very database this test writes to, for other processes (real transactions: nothing is rolled back)."""
    name = connections["default"].settings_dict["NAME"]
    if POSTGRES:
        return f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{name}"
    return f"sqlite:///{Path(name)}"
