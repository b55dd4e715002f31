"""From a folder to a site that answers: repeatable, with one link, on a free port, in one process tree."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

SITE = Path(settings.BASE_DIR)
LINK = re.compile(r"/accesso/invito/[\w-]{43}/")


def manage(folder: Path, *words: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command(*words), cwd=folder, env=clean(environ), capture_output=True, text=True, check=False)


def command(*words: str) -> list[str]:
    return [sys.executable, "manage.py", *words]


def clean(environ: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}}
    return {**kept, "COLUMNS": "200", **environ}


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy that a first start leaves, made once."""
    folder = tmp_path_factory.mktemp("first")
    copy_site(folder / "site")
    done = manage(folder / "site", "start", "--no-serve", VIVAIO_MIGRATED_COPY=str(folder / "kept" / "migrated.sqlite3"))
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "kept" / "migrated.sqlite3"


def copy_site(folder: Path, more: str = "") -> Path:
    shutil.copytree(SITE, folder, ignore=shutil.ignore_patterns("var", "__pycache__"))
    (folder / "coop.toml").write_text((folder / "coop.toml").read_text(encoding="utf-8") + more, encoding="utf-8")
    return folder


@pytest.fixture
def site(tmp_path: Path, migrated: Path) -> Path:
    """A fresh site with a ready-made database, as the nursery leaves it."""
    folder = copy_site(tmp_path / "site")
    (folder / "vendor").mkdir()
    shutil.copyfile(migrated, folder / "vendor" / "migrated.sqlite3")
    return folder


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    import sqlite3

    with sqlite3.connect(path) as connection:
        return connection.execute(query).fetchall()


def test_the_copy_holds_tables_and_nothing_of_the_site(migrated: Path) -> None:
    assert rows(migrated, "SELECT count(*) FROM people_party")[0] == (0,)
    assert rows(migrated, "SELECT count(*) FROM access_invitation")[0] == (0,)
    assert rows(migrated, "SELECT count(*) FROM auth_group WHERE name = 'operator'")[0] == (0,)
    assert [path.name for path in migrated.parent.iterdir()] == ["migrated.sqlite3"]


def test_a_ready_made_database_spares_the_migrations(site: Path) -> None:
    done = manage(site, "start", "--no-serve")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Tabelle della base dati" not in done.stdout
    assert "portata dal vivaio" in done.stdout
    assert rows(site / "var" / "db.sqlite3", "SELECT count(*) FROM auth_group WHERE name IN ('operator', 'board', 'administrator')")[0] == (3,)


def test_a_second_start_changes_nothing_but_the_link(site: Path) -> None:
    """The ready-made copy is still beside it, and overwrites nothing."""
    first = manage(site, "start", "--no-serve")
    database = site / "var" / "db.sqlite3"
    counts = "SELECT (SELECT count(*) FROM wagtailcore_page), (SELECT count(*) FROM auth_group_permissions), (SELECT count(*) FROM rules_parameter)"
    before = rows(database, counts)
    second = manage(site, "start", "--no-serve")
    assert rows(database, counts) == before
    assert LINK.findall(first.stdout) != LINK.findall(second.stdout)
    assert rows(database, "SELECT count(*) FROM access_invitation WHERE used_at IS NULL")[0] == (1,)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def running(site: Path) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    port = free_port()
    process = subprocess.Popen(
        command("start", "--port", str(port)),
        cwd=site,
        env=clean({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        wait_for(port, process)
        yield process, port
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(port: int, process: "subprocess.Popen[str]") -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                assert answer.read() == b"ok"
                return
        except OSError:
            assert process.poll() is None, process.communicate()[0]
            time.sleep(0.1)
    raise AssertionError("the site never answered")


def children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout.split("\n")
    return [int(line.split()[0]) for line in found if line.split()[1:] == [str(pid)]]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_web_and_worker_stand_and_fall_together(running: tuple["subprocess.Popen[str]", int]) -> None:
    process, port = running
    for _ in range(100):
        if len(children(process.pid)) == 2:
            break
        time.sleep(0.1)
    family = children(process.pid)
    assert len(family) == 2
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
        assert answer.status == 200
    process.terminate()
    assert process.wait(timeout=40) == 0
    assert not [pid for pid in family if alive(pid)]
    assert process.stdout is not None
    said = process.stdout.read()
    assert LINK.search(said)
    assert f"http://localhost:{port}" in said


def test_a_web_process_that_dies_is_started_again(running: tuple["subprocess.Popen[str]", int]) -> None:
    process, port = running
    time.sleep(6)  # the server takes two deaths within five seconds for a crash loop
    web = min(children(process.pid))
    os.kill(web, signal.SIGKILL)
    wait_for(port, process)
    assert web not in children(process.pid)


def test_a_port_that_is_taken_is_told_or_passed_over(site: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = manage(site, "start", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_server_that_is_away_is_told_in_words(site: Path) -> None:
    done = manage(site, "start", "--no-serve", DATABASE_URL="postgres://a:b@127.0.0.1:1/c")
    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, migrated: Path) -> None:
    folder = copy_site(tmp_path / "site")
    (folder / "vendor").mkdir()
    shutil.copyfile(migrated, folder / "vendor" / "migrated.sqlite3")
    (folder / "var").write_text("", encoding="ascii")
    done = manage(folder, "start", "--no-serve", SECRET_KEY="x" * 60)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
