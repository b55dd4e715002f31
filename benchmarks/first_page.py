"""First page from nothing: `vivaio new` with every module, install, start, first HTTP 200, against `wagtail start`, install, migrate, runserver.

Both sides start from a warm package cache and a folder that is not there yet; each follows its own documentation. The second peer row
installs with uv, which no documentation of the peer asks for: it shows how much of the gain is only the installer.
"""

import resource
import shutil
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from _sites import BASE, ROOT, VIVAIO, cpu_seconds, free_port, run, served, shell, table

PINS = ROOT / "requirements" / "site.txt"
Steps = dict[str, float]


def constraints(folder: Path) -> Path:
    """The pins without hashes: both sides install the same versions."""
    lines = [line.rstrip(" \\") for line in PINS.read_text().splitlines() if line[:1].isalnum()]
    path = folder / "pins.txt"
    path.write_text("\n".join(lines) + "\n")
    return path


def spent() -> float:
    """CPU seconds of every process that has ended so far: the figure that a busy machine bends less than the clock."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def peer(folder: Path, pins: Path, *, uv: bool) -> tuple[Steps, float]:
    """`wagtail start` as its tutorial says; its steps, and its CPU seconds until the first page."""
    folder.mkdir()
    steps: Steps = {}
    before = spent()
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
    with served([python, "manage.py", "runserver", str(port)], folder / "mysite", port, shell()) as (_seconds, pid):
        done("serve")
        return steps, spent() - before + cpu_seconds(pid, ended=True)


def ours(folder: Path, *, cached: bool) -> tuple[Steps, float]:
    """`vivaio new` and `python3 manage.py start`, with or without a migrated database in the cache; steps and CPU seconds alike."""
    folder.mkdir()
    steps: Steps = {}
    before = spent()
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
    with served([BASE, "manage.py", "start", "--port", str(port)], site, port, shell(PATH="/usr/bin:/bin")) as (seconds, pid):
        steps["install, migrate, serve"] = seconds
        return steps, spent() - before + cpu_seconds(pid, ended=True)


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
            "wagtail start (pip)": peer(folder / "peer", pins, uv=False),
            "wagtail start (uv)": peer(folder / "peer-uv", pins, uv=True),
            "vivaio, cold": ours(folder / "cold", cached=False),
            "vivaio, database cached": ours(folder / "cached", cached=True),
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
