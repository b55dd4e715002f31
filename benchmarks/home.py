"""The home page, uncached: our demonstration against the home of `wagtail start`, on the same server, one after the other.

Both sides: DEBUG off, hashed static files, SQLite, granian with 2 processes. Where wrk is absent a small threaded client takes its place and
requests a second stay blank: the CPU per request is then the figure to read.
"""

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from _sites import OWN, ROOT, VIVAIO, cpu_seconds, free_port, run, served, shell, table

ROUNDS, SECONDS, CLIENTS, WARM = 3, 4, 8, 30
QUERIES = """
import statistics, time
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
client = Client(SERVER_NAME="localhost")
for _ in range(3): assert client.get("/").status_code == 200
with CaptureQueriesContext(connection) as captured: answer = client.get("/")
count = len(captured)
times = []
for _ in range(31):
    began = time.process_time(); client.get("/"); times.append(time.process_time() - began)
print("FIGURES", count, len(answer.content), statistics.median(times) * 1000)
"""


@dataclass
class Figures:
    """What one side gave: requests a second (None without wrk), CPU milliseconds a request, queries, bytes, milliseconds in process."""

    rates: list[float]
    cpu: list[float]
    queries: int
    size: int
    inside: float


def load(url: str) -> tuple[float | None, int]:
    """Requests a second and how many were answered."""
    if shutil.which("wrk"):
        said = subprocess.run(["wrk", "-t1", f"-c{CLIENTS}", f"-d{SECONDS}s", url], capture_output=True, text=True, check=True).stdout
        if "Non-2xx" in said or "Socket errors" in said:
            raise SystemExit(said)
        found = re.search(r"(\d+) requests in", said), re.search(r"Requests/sec:\s+([\d.]+)", said)
        assert found[0]
        assert found[1]
        return float(found[1][1]), int(found[0][1])
    each = 60

    def ask() -> None:
        for _ in range(each):
            with urllib.request.urlopen(url, timeout=30) as answer:
                answer.read()

    threads = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return None, each * CLIENTS


def measure(site: Path, wsgi: str, environment: dict[str, str]) -> Figures:
    """Serve with granian, warm, load; then count queries in process."""
    port = free_port()
    words = [
        OWN,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--workers",
        "2",
        "--blocking-threads",
        "4",
        "--port",
        str(port),
        "--log-level",
        "error",
        wsgi,
    ]
    rates, cpu = [], []
    with served(words, site, port, environment) as (_seconds, pid):
        url = f"http://127.0.0.1:{port}/"
        for _ in range(WARM):
            with urllib.request.urlopen(url, timeout=30) as answer:
                answer.read()
        for _ in range(ROUNDS):
            before = cpu_seconds(pid)
            rate, count = load(url)
            cpu.append((cpu_seconds(pid) - before) * 1000 / count)
            rates += [rate] if rate else []
    said = subprocess.run([OWN, "manage.py", "shell", "-c", QUERIES], cwd=site, env=environment, capture_output=True, text=True, check=True).stdout
    _mark, queries, size, inside = said[said.index("FIGURES") :].split()[:4]
    return Figures(rates, cpu, int(queries), int(size), float(inside))


def peer(folder: Path) -> Figures:
    """`wagtail start` with its production settings."""
    run([str(Path(OWN).with_name("wagtail")), "start", "mysite", str(folder)], folder.parent)
    local = "SECRET_KEY = 'x' * 60\nALLOWED_HOSTS = ['*']\nSECURE_SSL_REDIRECT = False\n"
    (folder / "mysite" / "settings" / "local.py").write_text(local)
    settings = {"DJANGO_SETTINGS_MODULE": "mysite.settings.production"}
    run([OWN, "manage.py", "migrate"], folder, **settings)
    run([OWN, "manage.py", "collectstatic", "--noinput"], folder, **settings)
    return measure(folder, "mysite.wsgi:application", shell(**settings))


def ours(folder: Path) -> Figures:
    """The demonstration with its invented people and pages."""
    example = ROOT / "examples" / "insieme"
    run([VIVAIO, "new", str(folder), "--answers", str(example / "answers.toml"), "--editable", "--no-start"], ROOT)
    run([OWN, "manage.py", "start", "--no-serve"], folder)
    run([OWN, "manage.py", "demo", "--folder", str(example)], folder)
    run([OWN, "manage.py", "collectstatic", "--noinput"], folder)
    return measure(folder, "config.wsgi:application", shell())


def main() -> int:
    """Print both sides and the ratios."""
    folder = Path(tempfile.mkdtemp(prefix="vivaio-home-"))
    try:
        (folder / "peer").mkdir()
        sides = {"wagtail start": peer(folder / "peer"), "vivaio, Insieme": ours(folder / "sito")}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    rows = []
    for name, side in sides.items():
        rate = f"{statistics.median(side.rates):.0f} ({min(side.rates):.0f}-{max(side.rates):.0f})" if side.rates else ""
        cpu = f"{statistics.median(side.cpu):.1f} ({min(side.cpu):.1f}-{max(side.cpu):.1f})"
        rows.append([name, rate, cpu, f"{side.inside:.1f}", str(side.queries), f"{side.size / 1000:.0f}"])
    table(["home, uncached", "requests/s", "server CPU ms", "in process ms", "queries", "kB"], rows)
    theirs, mine = sides.values()
    if theirs.rates:
        print(f"requests/s, ours to theirs: {statistics.median(mine.rates) / statistics.median(theirs.rates):.2f} (to reach: ≥ 0.70)")
    print(
        f"CPU per request, theirs to ours: {statistics.median(theirs.cpu) / statistics.median(mine.cpu):.2f}; queries {mine.queries} (to reach: ≤ 10)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
