"""First page from nothing: `vivaio new` with every module, install, start, first HTTP 200, against `wagtail start`, install, migrate, runserver.

Both sides start from a warm package cache and a folder that is not there yet; each follows its own documentation. The second peer row
installs with uv, which no documentation of the peer asks for: it shows how much of the gain is only the installer.
"""

import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from _sites import BASE, ROOT, VIVAIO, free_port, run, served, shell, table

PINS = ROOT / "requirements" / "site.txt"
Steps = dict[str, float]


def constraints(folder: Path) -> Path:
    """The pins without hashes: both sides install the same versions."""
    lines = [line.rstrip(" \\") for line in PINS.read_text().splitlines() if line[:1].isalnum()]
    path = folder / "pins.txt"
    path.write_text("\n".join(lines) + "\n")
    return path


def peer(folder: Path, pins: Path, *, uv: bool) -> Steps:
    """`wagtail start` as its tutorial says."""
    folder.mkdir()
    steps: Steps = {}
    python, began = str(folder / "env" / "bin" / "python"), time.monotonic()

    def done(name: str) -> None:
        steps[name] = time.monotonic() - began - sum(steps.values())

    wanted = [f"wagtail=={version('wagtail')}", "-c", str(pins)]
    if uv:
        tool = str(ROOT / ".venv" / "bin" / "uv")
        run([tool, "venv", "--quiet", "--python", BASE, "env"], folder)
        run([tool, "pip", "install", "--quiet", "--python", python, *wanted], folder, UV_SYSTEM_CERTS="1")
    else:
        run([BASE, "-m", "venv", "env"], folder)
        run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted], folder)
    done("install")
    run([str(folder / "env" / "bin" / "wagtail"), "start", "mysite"], folder)
    done("make")
    run([python, "manage.py", "migrate"], folder / "mysite")
    done("migrate")
    port = free_port()
    with served([python, "manage.py", "runserver", str(port)], folder / "mysite", port, shell()):
        done("serve")
    return steps


def ours(folder: Path, *, cached: bool) -> Steps:
    """`vivaio new` and `python3 manage.py start`, with or without a migrated database in the cache."""
    folder.mkdir()
    steps: Steps = {}
    began = time.monotonic()
    run([VIVAIO, "new", "sito", "--defaults", "--no-start"], folder)
    steps["make"] = time.monotonic() - began
    site = folder / "sito"
    ready = site / "vendor" / "migrated.sqlite3"
    if not cached:
        ready.unlink(missing_ok=True)
    elif not ready.is_file():
        raise SystemExit("the migrated database was not cached by the cold run")
    port = free_port()
    with served([BASE, "manage.py", "start", "--port", str(port)], site, port, shell(PATH="/usr/bin:/bin")) as (seconds, _pid):
        steps["install, migrate, serve"] = seconds
    return steps


def measured(work: Callable[[], Steps]) -> tuple[Steps, float]:
    """The steps and the CPU seconds of every process they started: the figure that a busy machine cannot bend."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    steps = work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return steps, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Warm both caches once, then measure one after the other."""
    folder = Path(tempfile.mkdtemp(prefix="vivaio-first-page-"))
    try:
        pins = constraints(folder)
        run([VIVAIO, "--version"], folder)
        run([BASE, "-m", "venv", "warm"], folder)
        warm = [str(folder / "warm/bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "wagtail", "-c", str(pins)]
        run(warm, folder)
        ours(folder / "warm-up", cached=False)
        runs = {
            "wagtail start (pip)": measured(lambda: peer(folder / "peer", pins, uv=False)),
            "wagtail start (uv)": measured(lambda: peer(folder / "peer-uv", pins, uv=True)),
            "vivaio, cold": measured(lambda: ours(folder / "cold", cached=False)),
            "vivaio, database cached": measured(lambda: ours(folder / "cached", cached=True)),
        }
        reference, processor = sum(runs["wagtail start (pip)"][0].values()), runs["wagtail start (pip)"][1]
        targets = {"vivaio, cold": "≤ 0.60", "vivaio, database cached": "≤ 0.35"}
        rows = []
        for name, (steps, cpu) in runs.items():
            total = sum(steps.values())
            parts = ", ".join(f"{step} {seconds:.1f}" for step, seconds in steps.items())
            rows.append([name, f"{total:.1f}", f"{total / reference:.2f}", f"{cpu:.1f}", f"{cpu / processor:.2f}", targets.get(name, ""), parts])
        table(["first page from nothing", "seconds", "ratio", "CPU s", "ratio", "target", "steps"], rows)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
