"""Runs a site's own commands as processes: the nursery never loads Django itself."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from vivaio.errors import Refused
from vivaio.house import House
from vivaio.migrated import cached_database
from vivaio.text import _
from vivaio.wheels import sources
from vivaio_core.contract.discovery import installed, ordered
from vivaio_core.contract.load import load_coop


def environment(site: Path, nursery: House) -> dict[str, str]:
    """The environment for a site's commands: where a migrated database is kept for the next site, and which uv is at hand."""
    from uv import find_uv_bin

    available = installed()
    manifests = ordered(load_coop(site / "coop.toml", available).plugins, available)
    kept = cached_database(nursery, manifests, [source.folder for source in sources(nursery, manifests)])
    given = {name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "LANGUAGE"}}
    return {**given, "VIVAIO_MIGRATED_COPY": str(kept), "VIVAIO_UV": find_uv_bin()}


def own_python() -> str:
    """The interpreter that the private environment was made from: a site makes its own environment with it."""
    base = Path(sys.base_prefix) / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return str(base) if base.exists() else "python3"


def run(site: Path, words: Sequence[str], nursery: House, *, python: str | None = None) -> None:
    """Run `manage.py <words>` and let it speak for itself. Raises Refused when it fails."""
    command = [python or sys.executable, "manage.py", *words]
    done = subprocess.run(command, cwd=site, env=environment(site, nursery), check=False)  # noqa: S603
    if done.returncode == 130 or done.returncode == -signal.SIGINT:
        raise KeyboardInterrupt
    if done.returncode:
        text = _("«manage.py {words}» did not end well: the reason is above. After mending it repeat the same command.")
        raise Refused(text.format(words=" ".join(words)))


def serve(site: Path, words: Sequence[str], nursery: House, *, python: str | None = None) -> int:
    """Become `manage.py <words>`: the terminal's Ctrl-C then reaches the site directly. Does not return."""
    program = python or sys.executable
    sys.stdout.flush()
    sys.stderr.flush()
    os.chdir(site)
    os.execve(program, [program, "manage.py", *words], environment(site, nursery))  # noqa: S606


def start_site(site: Path, nursery: House) -> int:
    """Start a new site in its own environment."""
    return serve(site, ["start"], nursery, python=own_python())
