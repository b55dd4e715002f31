"""Sites grown by the real command line; each has its own environment, made from its own packages."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = 'L\'Orto "di" {{ 7*7 }} {% raw %} ${x} \\n # = [/x] & 🌱 Èà'
AWAY = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE", "LANGUAGE", "PYTHONPATH", "VIRTUAL_ENV"}

Run = Callable[..., subprocess.CompletedProcess[str]]


def clean_environment(**more: str) -> dict[str, str]:
    """A person's shell: none of the tests' own variables."""
    return {**{key: value for key, value in os.environ.items() if key not in AWAY}, **more}


def run(*words: str, cwd: Path, good: bool = True, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command without a terminal; fail with all its words unless it ends as expected."""
    done = subprocess.run(
        words, cwd=cwd, env=clean_environment(**more), capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False, timeout=300
    )
    assert (done.returncode == 0) is good, f"{' '.join(words)} → {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def vivaio(*words: str, cwd: Path, good: bool = True, **more: str) -> subprocess.CompletedProcess[str]:
    """The nursery's command line in the tests' environment."""
    return run(sys.executable, "-c", "import sys; from vivaio.cli import main; sys.exit(main())", *words, cwd=cwd, good=good, **more)


@pytest.fixture(scope="session")
def base_python() -> str:
    """The interpreter below the tests' private environment: what a person's machine has."""
    from vivaio.process import own_python

    return own_python()


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with every text a person may give at its worst that the schema accepts; no environment yet."""
    place = tmp_path_factory.mktemp("siti") / "orto dei mille"
    texts = [f"cooperative.{key}={HOSTILE}" for key in ("name", "town", "purpose")]
    texts += [f"contact.{key}={HOSTILE}" for key in ("phone", "address", "hours")]
    flags = [word for text in texts for word in ("--set", text)]
    vivaio("new", str(place), "--defaults", "--no-start", "--set", "site.administrator=capo@orto.example", *flags, cwd=place.parent)
    return place


@pytest.fixture(scope="session")
def commands() -> dict[str, Run]:
    """`run` and `vivaio` for the tests."""
    return {"run": run, "vivaio": vivaio}
