"""`./vivaio` works where only Python and git are given, from any folder, as root or not, inside a virtual environment or not."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from vivaio_core.contract.load import load_coop

ROOT = Path(__file__).resolve().parents[2]
COPIED = ["vivaio", "copier.yml", "core", "examples", "generator", "plugins", "questions", "requirements", "template", "tools", "pyproject.toml"]
TOOLS = ["sh", "cat", "cksum", "cp", "date", "dirname", "find", "git", "mkdir", "rm", "uname"]
NOBODY = 65534
pytestmark = pytest.mark.slow


def system_python() -> str | None:
    """A Python that everybody on this machine may run, complete with venv."""
    code = "import sys, venv, ensurepip, ssl, sqlite3; sys.exit(sys.version_info < (3, 11))"
    for name in ("/usr/bin/python3", "/usr/local/bin/python3"):
        if Path(name).exists() and subprocess.run([name, "-c", code], capture_output=True, check=False).returncode == 0:
            return name
    return None


@pytest.fixture(scope="module")
def bare_path(tmp_path_factory: pytest.TempPathFactory, base_python: str) -> str:
    """A PATH of a bare machine: Python, git and the shell's own tools; no uv, make, node or pip."""
    folder = tmp_path_factory.mktemp("bin")
    for tool in TOOLS:
        found = shutil.which(tool, path="/usr/bin:/bin:/usr/local/bin")
        if found:
            (folder / tool).symlink_to(found)
    (folder / "python3").symlink_to(system_python() or base_python)
    folder.chmod(0o755)
    folder.parent.chmod(0o755)
    return str(folder)


@pytest.fixture(scope="module")
def base_python() -> str:
    """The interpreter below the tests' environment."""
    from vivaio.process import own_python

    return own_python()


def checkout(place: Path) -> Path:
    """A copy of what a clone holds."""
    place.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.egg-info", "*.mo", "var", "tests")
            shutil.copytree(source, place / name, ignore=ignored)
        else:
            shutil.copy(source, place / name)
    return place


def launch(place: Path, *words: str, cwd: Path, path: str, uid: int | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    keep = {key: value for key, value in os.environ.items() if key.startswith(("PIP_", "UV_", "SSL_", "HTTP", "http")) or key == "LANG"}
    home = place.parent / "home"
    home.mkdir(exist_ok=True)
    if uid is not None:
        os.chown(home, uid, uid)
    own = os.environ.get("HOME", "/") if uid is None else str(home)
    environment = {**keep, "PATH": path, "HOME": own, **more}
    return subprocess.run(
        [str(place / "vivaio"), *words],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=400,
        user=uid,
        group=uid,
        extra_groups=[] if uid is not None else None,
    )


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory, bare_path: str) -> Path:
    """A prepared copy in a folder whose name has spaces and an accent."""
    place = checkout(tmp_path_factory.mktemp("clone") / "il mio vivàio")
    done = launch(place, "--version", cwd=place, path=bare_path)
    assert done.returncode == 0, done.stderr
    assert "Preparo l'ambiente privato" in done.stderr
    assert re.search(r"Ambiente pronto in \d+ secondi", done.stderr)
    assert done.stdout.startswith("Vivaio ")
    return place


def test_a_second_run_prepares_nothing(clone: Path, bare_path: str) -> None:
    done = launch(clone, "plugins", cwd=clone, path=bare_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Moduli installati" in done.stdout


def test_it_grows_a_site_from_another_folder_and_inside_a_virtual_environment(clone: Path, bare_path: str, tmp_path: Path, base_python: str) -> None:
    subprocess.run([base_python, "-m", "venv", "--without-pip", str(tmp_path / "altro")], check=True)
    path = f"{tmp_path / 'altro' / 'bin'}:{bare_path}"
    words = ["new", "sito", "--defaults", "--no-start"]
    done = launch(clone, *words, cwd=tmp_path, path=path, VIRTUAL_ENV=str(tmp_path / "altro"), PYTHONPATH="/nowhere", PYTHONHOME="/nowhere")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "sito" / "coop.toml").is_file()
    assert list((tmp_path / "sito" / "vendor").glob("vivaio_core*.whl"))
    assert "cd sito\n" in done.stdout


def test_the_demonstration_by_one_command_and_again(clone: Path, bare_path: str, tmp_path: Path) -> None:
    first = launch(clone, "demo", "--no-serve", cwd=tmp_path, path=bare_path)
    assert first.returncode == 0, first.stdout + first.stderr
    for said in ("Creo il sito di «insieme»", "socio@", "operatore@", "amministratore@", "La dimostrazione è pronta in"):
        assert said in first.stdout
    site = clone / "siti" / "insieme"
    assert load_coop(site / "coop.toml").site.demo
    assert list((clone / ".cache" / "migrated").glob("*.sqlite3"))
    made = (site / "var" / "db.sqlite3").stat().st_ino
    again = launch(clone, "demo", "--no-serve", cwd=tmp_path, path=bare_path)
    assert again.returncode == 0
    assert "Creo il sito" not in again.stdout
    assert (site / "var" / "db.sqlite3").stat().st_ino == made
    left = clone / "siti" / "mille-trattori" / "left over"
    left.mkdir(parents=True)
    other = launch(clone, "demo", "--example", "mille-trattori", "--fresh", "--no-serve", cwd=tmp_path, path=bare_path)
    assert other.returncode == 0, other.stdout + other.stderr
    assert "Cancello la dimostrazione precedente" in other.stdout
    assert "dieci secondi" not in other.stdout  # its tables came from the cache
    assert not left.exists()


def test_italian_catalogues_are_compiled_by_the_preparation(clone: Path, bare_path: str) -> None:
    assert "Uso:" in launch(clone, "--help", cwd=clone, path=bare_path).stdout
    assert not (ROOT / "vivaio").samefile(clone / "vivaio")


def test_nothing_is_installed_outside_its_folder(clone: Path) -> None:
    assert (clone / ".venv" / "bin" / "vivaio").exists()
    assert sorted(path.name for path in clone.parent.iterdir()) == ["home", clone.name]
    assert list((clone.parent / "home").iterdir()) == []


def test_a_name_on_the_path_proves_nothing(clone: Path, tmp_path: Path) -> None:
    shims = tmp_path / "shims"
    shims.mkdir()
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11"):
        (shims / name).write_text("#!/bin/sh\nexit 127\n")
        (shims / name).chmod(0o755)
    script = (clone / "vivaio").read_text()
    body = script[: script.index("prepare() {")].replace("/usr/bin/python3 /usr/local/bin/python3 /opt/homebrew/bin/python3", "")
    finder = tmp_path / "finder"
    finder.write_text(body + "\nfind_python\n")
    done = subprocess.run(["/bin/sh", str(finder)], env={"PATH": f"{shims}:/usr/bin:/bin"}, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Non trovo un Python 3.11" in done.stderr
    assert "apt-get install python3 python3-venv" in done.stderr


def test_a_read_only_checkout_says_so(tmp_path: Path, bare_path: str) -> None:
    place = checkout(tmp_path / "sola lettura")
    if os.geteuid() == 0:
        for folder in [tmp_path, *tmp_path.parents[:3]]:
            folder.chmod(0o755)
        done = launch(place, "demo", cwd=tmp_path, path=bare_path, uid=NOBODY)
    else:
        place.chmod(0o555)
        done = launch(place, "demo", cwd=tmp_path, path=bare_path)
    assert done.returncode == 1
    assert "Non posso scrivere in" in done.stderr
    assert "ripeta il comando da lì" in done.stderr
    assert not (place / ".venv").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="the other tests already run as an ordinary user")
def test_an_ordinary_user_can_use_it(tmp_path: Path, bare_path: str) -> None:
    if system_python() is None:
        pytest.skip("no Python on this machine that an ordinary user may run")
    place = checkout(tmp_path / "vivaio di nessuno")
    for folder in [tmp_path, *tmp_path.parents[:3]]:
        folder.chmod(0o755)
    for path in [place, *place.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)
    done = launch(place, "--version", cwd=place, path=bare_path, uid=NOBODY)
    assert done.returncode == 0, done.stderr
    assert {path.stat().st_uid for path in (place / ".venv").iterdir()} == {NOBODY}
