"""A grown site lives by itself: it installs, starts, answers and moves without the nursery's checkout."""

import html
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from vivaio_core.contract.discovery import installed
from vivaio_core.contract.load import load_coop

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


def may_hide() -> bool:
    """True where root may mount an empty folder over the checkout for one process."""
    words = ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", str(ROOT)]
    return os.geteuid() == 0 and subprocess.run(words, capture_output=True, check=False).returncode == 0


def away_from_the_nursery(*words: str) -> list[str]:
    """The command in a world where the checkout is an empty folder; elsewhere the command itself (the paths are then checked)."""
    return ["unshare", "--mount", "sh", "-c", 'mount -t tmpfs tmpfs "$0" && exec "$@"', str(ROOT), *words] if may_hide() else list(words)


@contextmanager
def serving(site: Path, words: list[str], environment: dict[str, str]) -> Iterator[str]:
    """The site's address while it is served by `words` + a free port; its output is said when it does not answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = site / "served.log"
    with log.open("wb") as out:
        server = subprocess.Popen([*words, "--port", str(port)], cwd=site, env=environment, stdout=out, stderr=out, start_new_session=True)
    try:
        for _ in range(600):
            assert server.poll() is None, log.read_text()
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                    assert answer.status == 200
                    break
            except OSError:
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, signal.SIGINT)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
        log.unlink()


@pytest.fixture(scope="module")
def moved_site(hostile_site: Path, base_python: str, tmp_path_factory: pytest.TempPathFactory, commands: Any) -> Path:
    """The hostile site, copied elsewhere and prepared there with pip alone, the checkout out of sight."""
    place = tmp_path_factory.mktemp("altrove") / "copia del sito"
    shutil.copytree(hostile_site, place)
    prepare = away_from_the_nursery(base_python, "manage.py", "start", "--no-serve")
    done = commands["run"](*prepare, cwd=place, PATH="/usr/sbin:/usr/bin:/sbin:/bin", VIVAIO_UV="")
    assert "Ambiente pronto in" in done.stderr
    return place


def test_it_stands_on_its_own_packages(moved_site: Path) -> None:
    python = moved_site / ".venv" / "bin" / "python"
    code = "import vivaio_core.contract.text as c, vivaio_energy.manifest as e, django; print(c.__file__, e.__file__, django.__file__)"
    said = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.split(str(moved_site))
    assert len(said) == 4
    for trace in (moved_site / ".venv").rglob("*.pth"):
        assert str(ROOT) not in trace.read_text()


def commands_of(recipe: str) -> list[list[str]]:
    """The JSON command lines of a Dockerfile: the health check's, then the entry's."""
    return [json.loads(found) for found in re.findall(r"^\s*CMD (\[.*\])$", recipe, re.M)]


def test_it_answers_by_the_containers_command_and_shows_every_hostile_text_escaped(moved_site: Path, base_python: str) -> None:
    coop = load_coop(moved_site / "coop.toml", installed())
    environment = {"PATH": "/usr/bin:/bin", "HOME": os.environ.get("HOME", "/")}
    health, entry = commands_of((moved_site / "Dockerfile").read_text())
    assert entry[:3] == ["python", "manage.py", "start"]
    entry = [word for word in entry[1:] if word not in {"--port", "8000"}]
    with serving(moved_site, away_from_the_nursery(base_python, *entry), environment) as url:
        with urllib.request.urlopen(url, timeout=30) as answer:
            page = answer.read().decode()
        code = health[2].replace("127.0.0.1:8000", url.removeprefix("http://"))
        assert code != health[2]
        assert subprocess.run([base_python, "-c", code], check=False).returncode == 0
    assert html.escape(coop.cooperative.name) in page
    assert coop.cooperative.name not in page  # its quotes and ampersand never stand bare
    assert "L&#x27;Orto &quot;di&quot; {{ 7*7 }}" in page


def test_the_workers_command_runs(moved_site: Path, commands: Any) -> None:
    worker = yaml.safe_load((moved_site / "compose.yaml").read_text())["services"]["worker"]["command"]
    commands["run"](str(moved_site / ".venv/bin/python"), *worker[1:], "--batch", cwd=moved_site)


def test_its_own_tests_pass(moved_site: Path, commands: Any) -> None:
    done = commands["run"](str(moved_site / ".venv/bin/python"), "manage.py", "test", cwd=moved_site)
    assert re.search(r"Ran [1-9]\d* tests", done.stderr)


def test_production_settings_pass_the_deployment_check(moved_site: Path, tmp_path: Path, commands: Any) -> None:
    place = tmp_path / "sito"
    shutil.copytree(moved_site, place, ignore=shutil.ignore_patterns(".venv"))
    text = (place / "coop.toml").read_text().replace('host = ""', 'host = "www.orto.example"').replace("https = false", "https = true")
    (place / "coop.toml").write_text(text)
    done = commands["run"](str(moved_site / ".venv/bin/python"), "manage.py", "check", "--deploy", cwd=place)
    assert "no issues" in done.stdout or "0 problem" in done.stdout or "Nessun" in done.stdout or "non ha" in done.stdout, done.stdout + done.stderr
    assert "W0" not in done.stdout + done.stderr


def test_a_fault_in_coop_toml_stops_it_with_line_and_cure(moved_site: Path, commands: Any) -> None:
    good = (moved_site / "coop.toml").read_text()
    (moved_site / "coop.toml").write_text(good.replace('province = "MO"', 'provincia = "MO"'))
    try:
        said = commands["run"](str(moved_site / ".venv/bin/python"), "manage.py", "check", cwd=moved_site, good=False).stderr
    finally:
        (moved_site / "coop.toml").write_text(good)
    assert "cooperative.provincia: voce sconosciuta: forse intendeva «province»?" in said
    assert "Traceback" not in said


def test_a_missing_wheel_is_named(hostile_site: Path, tmp_path: Path, base_python: str, commands: Any) -> None:
    place = tmp_path / "sito"
    shutil.copytree(hostile_site, place)
    wheel = next((place / "vendor").glob("vivaio_core*.whl"))
    wheel.unlink()
    said = commands["run"](base_python, "manage.py", "start", cwd=place, good=False).stderr
    assert f"Manca un pacchetto del sito: ./vendor/{wheel.name}" in said
    assert "./vivaio vendor" in said
    assert not (place / ".venv").exists()


def test_a_changed_wheel_is_refused(hostile_site: Path, tmp_path: Path, base_python: str, commands: Any) -> None:
    place = tmp_path / "sito"
    shutil.copytree(hostile_site, place)
    names = place / "vendor" / "requirements.txt"
    names.write_text("")  # only the wheels are under test
    with next((place / "vendor").glob("vivaio_energy*.whl")).open("ab") as wheel:
        wheel.write(b"x")
    said = commands["run"](base_python, "manage.py", "start", cwd=place, good=False).stderr
    assert "Non riesco a installare i pacchetti di Vivaio da vendor/" in said
    assert not (place / ".venv" / ".vivaio").exists()


def test_without_network_it_says_so_and_can_be_repeated(hostile_site: Path, tmp_path: Path, base_python: str, commands: Any) -> None:
    place = tmp_path / "sito"
    shutil.copytree(hostile_site, place)
    (place / "vendor" / "nursery.txt").unlink()
    nowhere = {"PIP_CONFIG_FILE": "/dev/null", "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_NO_CACHE_DIR": "1", "PIP_RETRIES": "0"}
    nowhere |= {"PIP_EXTRA_INDEX_URL": "", "PIP_FIND_LINKS": "", "VIVAIO_UV": "", "PATH": "/usr/bin:/bin"}
    said = commands["run"](base_python, "manage.py", "start", cwd=place, good=False, **nowhere).stderr
    assert "Di solito manca la connessione a Internet" in said
    assert "ripeta lo stesso comando" in said
    assert not (place / ".venv" / ".vivaio").exists()


def test_without_ensurepip_it_names_the_package_to_install(hostile_site: Path, tmp_path: Path, base_python: str, commands: Any) -> None:
    place = tmp_path / "sito"
    shutil.copytree(hostile_site, place)
    (place / "vendor" / "nursery.txt").unlink()
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text("import sys\nsys.modules['ensurepip'] = None\n")
    said = commands["run"](base_python, "manage.py", "start", cwd=place, good=False, PYTHONPATH=str(hook), VIVAIO_UV="", PATH="/usr/bin:/bin").stderr
    assert "apt-get install python3 python3-venv" in said


def rows(path: Path) -> dict[str, Any]:
    """Schema and migration history of a SQLite file, without times."""
    with sqlite3.connect(path) as database:
        schema = sorted(database.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"))
        migrations = sorted(database.execute("SELECT app, name FROM django_migrations"))
        types = sorted(database.execute("SELECT app_label, model FROM django_content_type"))
        rights = sorted(database.execute("SELECT codename FROM auth_permission"))
    return {"schema": schema, "migrations": migrations, "types": types, "rights": rights}


def test_the_cached_database_equals_a_fresh_migration(tmp_path: Path, commands: Any) -> None:
    first, second = tmp_path / "primo", tmp_path / "secondo"
    copy = tmp_path / "kept" / "migrated.sqlite3"
    commands["vivaio"]("new", "primo", "--defaults", "--no-start", "--editable", cwd=tmp_path)
    commands["vivaio"]("new", "secondo", "--defaults", "--no-start", "--editable", cwd=tmp_path)
    (first / "vendor" / "migrated.sqlite3").unlink(missing_ok=True)
    commands["run"](sys.executable, "manage.py", "start", "--no-serve", cwd=first, VIVAIO_MIGRATED_COPY=str(copy))
    shutil.copyfile(copy, second / "vendor" / "migrated.sqlite3")
    began = time.monotonic()
    commands["run"](sys.executable, "manage.py", "start", "--no-serve", cwd=second)
    assert time.monotonic() - began < 60
    assert rows(copy) == rows(first / "var" / "db.sqlite3") == rows(second / "var" / "db.sqlite3")
    commands["run"](sys.executable, "manage.py", "migrate", "--check", cwd=second)


def test_the_cache_key_follows_migrations_and_modules(tmp_path: Path) -> None:
    from vivaio.house import House
    from vivaio.migrated import migration_key

    for name in ("core/src/vivaio_core/trail/migrations", "requirements", "plugins"):
        (tmp_path / name).mkdir(parents=True)
    migration = tmp_path / "core/src/vivaio_core/trail/migrations/0001_initial.py"
    triggers = tmp_path / "core/src/vivaio_core/trail/triggers.py"
    migration.write_text("from vivaio_core.trail.triggers import SQL\n")
    triggers.write_text("SQL = 1\n")
    (tmp_path / "requirements" / "site.txt").write_text("a==1\n")
    house, manifests = House(tmp_path), list(installed().values())
    keys = {migration_key(house, manifests), migration_key(house, [])}
    triggers.write_text("SQL = 2\n")
    keys.add(migration_key(house, manifests))
    migration.write_text("from vivaio_core.trail.triggers import SQL  # changed\n")
    keys.add(migration_key(house, manifests))
    (tmp_path / "requirements" / "site.txt").write_text("a==2\n")
    keys.add(migration_key(house, manifests))
    elsewhere = tmp_path / "altrove/src/vivaio_sano/migrations/0001_initial.py"
    elsewhere.parent.mkdir(parents=True)
    elsewhere.write_text("x = 1\n")
    keys.add(migration_key(house, manifests, [tmp_path / "altrove"]))
    assert len(keys) == 6
    (tmp_path / "core/src/vivaio_core/trail/models.py").write_text("x = 1\n")
    assert migration_key(house, manifests) in keys
