"""Transfers a second, as a ratio to pgbench's TPC-B-like script with as many clients, and to django-hordak; then the ledger's long reads.

Every slice stands between two slices of pgbench on the same server (scale 20, prepared statements): the figure is transfers a second over the
mean of the two neighbours, the median of the rounds, with minimum and maximum. TPC-B does seven statements, a transfer one: more than 1 is
possible. The peer, django-hordak, is installed into an environment that is thrown away; it checks no limits. On SQLite the neighbour is a
TPC-B-like loop on Python's own sqlite3.
"""

import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from _sites import OWN, ROOT, shell, table

sys.path.insert(0, str(ROOT / "tests" / "fixtures"))
HERE = Path(__file__).resolve().parent
CLIENT = str(HERE / "_ledger_client.py")
HORDAK = ["django-hordak==2.0.0", "psycopg[binary]"]
ROUNDS, SLICE, NEIGHBOUR, SCALE = 5, 1.5, 1, 20
MODES = ("uniform", "hot", "batch")
TITLES = {"uniform": "1,000 accounts", "hot": "one hot account", "batch": "100 a call"}
WANTED = {(1, "uniform"): 0.9, (8, "uniform"): 0.5, (8, "hot"): 0.35}


@dataclass
class Clients:
    """Processes that wait for slices."""

    processes: list["subprocess.Popen[str]"] = field(default_factory=list)

    def slice(self, mode: str, seconds: float, count: int) -> tuple[float, float]:
        """Transfers a second and CPU seconds a transfer of the first `count` of them."""
        chosen = self.processes[:count]
        for process in chosen:
            assert process.stdin is not None
            process.stdin.write(f"{mode} {seconds}\n")
            process.stdin.flush()
        answers = [_line(process).split() for process in chosen]
        total = sum(int(answer[0]) for answer in answers)
        return total / seconds, sum(float(answer[1]) for answer in answers) / max(total, 1)


def _line(process: "subprocess.Popen[str]") -> str:
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise SystemExit("a client stopped")
    return line.strip()


@contextmanager
def clients(python: str, kind: str, url: str, count: int) -> Iterator[Clients]:
    """The first makes the tables, the others follow."""
    made = Clients()
    try:
        for seed in range(count):
            command = [python, CLIENT, kind, str(seed)]
            environment = shell(
                DATABASE_URL=url, **({"PYTHONPATH": os.environ["PYTHONPATH"]} if "PYTHONPATH" in os.environ and kind == "ledger" else {})
            )
            made.processes.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
            if _line(made.processes[-1]) != "ready":
                raise SystemExit(f"{kind}: a client did not start")
        yield made
    finally:
        for process in made.processes:
            process.kill()
            process.wait()


@dataclass(frozen=True)
class Yardstick:
    """pgbench on its own database of the same server."""

    binary: Path
    url: str

    def prepare(self) -> None:
        """Fill it; twice is not needed."""
        subprocess.run([str(self.binary), "-i", "-q", "-s", str(SCALE), self.url], check=True, capture_output=True)

    def slice(self, count: int) -> float:
        """Transactions a second of `count` clients."""
        command = [str(self.binary), "-n", "-M", "prepared", "-c", str(count), "-j", str(min(count, 2)), "-T", str(NEIGHBOUR), self.url]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return float(re.findall(r"tps = ([\d.]+)", said)[-1])


def measure(yard: Yardstick, ours: Clients, peer: Clients) -> dict[tuple[str, int, str], list[tuple[float, float, float]]]:
    """Round after round: (who, clients, mode) → (ratio to the neighbours, transfers a second, CPU seconds a transfer)."""
    found: dict[tuple[str, int, str], list[tuple[float, float, float]]] = {}
    for _ in range(ROUNDS):
        for count in (1, 8):
            before = yard.slice(count)
            for who, group in (("vivaio", ours), ("hordak", peer)):
                for mode in MODES if who == "vivaio" else MODES[:2]:
                    rate, cpu = group.slice(mode, SLICE, count)
                    after = yard.slice(count)
                    found.setdefault((who, count, mode), []).append((rate / statistics.mean((before, after)), rate, cpu))
                    before = after
    return found


def tell(found: dict[tuple[str, int, str], list[tuple[float, float, float]]]) -> bool:
    """Print the table; True when everything wanted was reached."""
    rows, good = [], True
    for (who, count, mode), slices in sorted(found.items(), key=lambda item: (item[0][1], MODES.index(item[0][2]), item[0][0] != "vivaio")):
        ratios = sorted(ratio for ratio, _rate, _cpu in slices)
        middle, wanted = statistics.median(ratios), WANTED.get((count, mode)) if who == "vivaio" else None
        good = good and (wanted is None or middle >= wanted)
        cpu = statistics.median(cpu for *_, cpu in slices) * 1e6
        rate = statistics.median(rate for _ratio, rate, _cpu in slices)
        times = f"≥ {wanted}" if wanted else "–"
        rows.append([who, f"{count}", TITLES[mode], f"{middle:.2f}", f"{ratios[0]:.2f}–{ratios[-1]:.2f}", times, f"{rate:.0f}", f"{cpu:.0f}"])
    table(["who", "clients", "on", "× pgbench", "min–max", "to reach", "a second", "client's CPU µs"], rows)
    for count in (1, 8):
        single = statistics.median(rate for _r, rate, _c in found["vivaio", count, "uniform"])
        for mode in MODES[:2]:
            pairs = zip(found["vivaio", count, mode], found["hordak", count, mode], strict=True)
            ratio = statistics.median(mine[0] / peers[0] for mine, peers in pairs)
            good = good and ratio >= 3
            print(f"{count} clients, {TITLES[mode]}: {ratio:.1f} × django-hordak (to reach: 3)")
        batch = statistics.median(rate for _r, rate, _c in found["vivaio", count, "batch"]) / single
        # One client waits for the disk; eight already share its waits.
        good = good and (count > 1 or batch >= 3)
        print(f"{count} clients: 100 a call {batch:.1f} × single transfers (to reach: 3, with one client)")
    return good


def on_sqlite() -> None:
    """One process of ours beside a TPC-B-like loop on sqlite3, each on its own file."""
    with tempfile.TemporaryDirectory() as folder, clients(OWN, "ledger", f"sqlite:///{folder}/books.sqlite3", 1) as ours:
        yard, ratios = _sqlite_yard(Path(folder) / "yard.sqlite3"), []
        for _ in range(ROUNDS):
            before = _sqlite_slice(yard)
            rate, _cpu = ours.slice("uniform", SLICE, 1)
            ratios.append(rate / statistics.mean((before, _sqlite_slice(yard))))
        yard.close()
    print(f"SQLite, one process: {statistics.median(ratios):.2f} × a TPC-B-like loop on sqlite3 ({min(ratios):.2f}–{max(ratios):.2f})")


def _sqlite_yard(path: Path) -> sqlite3.Connection:
    yard = sqlite3.connect(path, isolation_level=None)
    yard.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; CREATE TABLE history (t, b, a, d, at);")
    for name, rows in (("a", 100_000), ("t", 10), ("b", 1)):
        yard.execute(f"CREATE TABLE {name} (id INTEGER PRIMARY KEY, balance INTEGER)")
        yard.executemany(f"INSERT INTO {name} VALUES (?, 0)", [(n,) for n in range(rows)])
    return yard


def _sqlite_slice(yard: sqlite3.Connection) -> float:
    random, count, end = Random(1), 0, time.monotonic() + NEIGHBOUR
    while time.monotonic() < end:
        a, t, d = random.randrange(100_000), random.randrange(10), random.randrange(-5000, 5000)
        yard.execute("BEGIN IMMEDIATE")
        yard.execute("UPDATE a SET balance = balance + ? WHERE id = ?", (d, a))
        yard.execute("SELECT balance FROM a WHERE id = ?", (a,)).fetchone()
        yard.execute("UPDATE t SET balance = balance + ? WHERE id = ?", (d, t))
        yard.execute("UPDATE b SET balance = balance + ? WHERE id = 0", (d,))
        yard.execute("INSERT INTO history VALUES (?, 0, ?, ?, CURRENT_TIMESTAMP)", (t, a, d))
        yard.execute("COMMIT")
        count += 1
    return count / NEIGHBOUR


@contextmanager
def peer_python() -> Iterator[str]:
    """A Python with django-hordak, in an environment that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="hordak"))
    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        python = str(folder / "bin" / "python")
        subprocess.run([python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", *HORDAK], check=True, env=shell())
        yield python
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def database(url: str, name: str) -> str:
    """A new database of the server; its URL."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    return f"{url.rsplit('/', 1)[0]}/{name}"


def main() -> None:
    """Print the tables; exit with 1 when a wanted figure is missed."""
    from postgres_server import NoPostgres, binaries, postgres_server

    try:
        with peer_python() as python, postgres_server(durable=True) as url:
            yard = Yardstick(binaries().folder / "pgbench", database(url, "yard"))
            yard.prepare()
            books, peers = database(url, "books"), database(url, "peers")
            with clients(OWN, "ledger", books, 8) as ours, clients(python, "hordak", peers, 8) as peer:
                good = tell(measure(yard, ours, peer))
            reads = [OWN, str(HERE / "_ledger_reads.py")]
            code = subprocess.run(reads, cwd=ROOT, env={**os.environ, "DATABASE_URL": database(url, "reads")}, check=False).returncode
    except NoPostgres as error:
        raise SystemExit(str(error)) from None
    on_sqlite()
    raise SystemExit(int(not good or code != 0))


if __name__ == "__main__":
    main()
