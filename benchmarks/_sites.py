"""What the benchmarks share: a clean shell, the peer (`wagtail start`), waiting for a first page, the CPU of a process tree."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AWAY = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE", "LANGUAGE", "PYTHONPATH", "VIRTUAL_ENV"}
VIVAIO = str(ROOT / "vivaio")
OWN = str(ROOT / ".venv" / "bin" / "python")
BASE = str(Path(sys.base_prefix) / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}")


def shell(**more: str) -> dict[str, str]:
    """The environment without what would lead a site elsewhere."""
    return {**{key: value for key, value in os.environ.items() if key not in AWAY}, **more}


def run(words: list[str], cwd: Path, **more: str) -> str:
    """Run to the end; raise SystemExit with what was said when it fails."""
    done = subprocess.run(words, cwd=cwd, env=shell(**more), capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return done.stdout


def free_port() -> int:
    """A port that nobody answers on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(words: list[str], cwd: Path, port: int, environment: Mapping[str, str], path: str = "/") -> Iterator[tuple[float, int]]:
    """Start a server, wait for its first 200 on `path`; give the seconds that took and the server's process id, then stop it."""
    began = time.monotonic()
    with (cwd / "served.log").open("wb") as log:
        server = subprocess.Popen(words, cwd=cwd, env=dict(environment), stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        while True:
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
                if answer.status == 200:
                    answer.read()
                    break
            if server.poll() is not None or time.monotonic() - began > 300:
                raise SystemExit(f"{' '.join(words)}\n{(cwd / 'served.log').read_text(errors='replace')[-3000:]}")
            time.sleep(0.02)
        yield time.monotonic() - began, server.pid
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            server.wait(40)
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()  # its CPU time belongs to its own row


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    children = []
    for task in Path(f"/proc/{pid}/task").glob("*"):
        with suppress(OSError):
            children += [int(child) for child in (task / "children").read_text().split()]
    return [pid, *(below for child in children for below in tree(child))]


def cpu_seconds(pid: int, *, ended: bool = False) -> float:
    """User and system time of a process tree, in seconds (Linux); with `ended` also that of children which are no more."""
    ticks = 0
    for process in tree(pid):
        with suppress(OSError):
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(int(field) for field in fields[11 : 15 if ended else 13])
    return ticks / os.sysconf("SC_CLK_TCK")


def table(head: list[str], rows: list[list[str]]) -> None:
    """Print aligned columns."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    for row in [head, ["-" * width for width in widths], *rows]:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))
