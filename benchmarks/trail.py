"""Appends to the trail's chain, 8 processes at once on PostgreSQL with fsync, beside the least that such a queue can cost.

The peer is one plain INSERT of the same text in a transaction of its own, under the same lock, through the same Django connection: what the
chain adds is reading its head, two SHA-256 and the database's guard. Ends with the checks that matter: no fork, no lost event.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from _sites import OWN, ROOT, shell, table

sys.path.insert(0, str(ROOT / "tests" / "fixtures"))
PROCESSES, APPENDS, ROUNDS = 8, 120, 3
PAYLOAD = {"member_no": 128, "on": "2021-03-03", "name": "Elena Ferrari"}


def ready() -> None:
    """Django in the tests' site, on the database of DATABASE_URL."""
    sys.path.insert(0, str(ROOT / "tests" / "site"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()


def chained() -> None:
    """One event."""
    from vivaio_core.trail.services import record

    record(kind="register.admit", payload=PAYLOAD)


def plain() -> None:
    """One row of a table without chain, under the same lock."""
    import json

    from django.db import connection, transaction

    from vivaio_core.trail.locks import CHAIN, hold

    with transaction.atomic(), connection.cursor() as cursor:
        hold(CHAIN)
        cursor.execute("INSERT INTO peer (at, kind, payload) VALUES (now(), %s, %s)", ["register.admit", json.dumps(PAYLOAD)])


def work(name: str) -> None:
    """A process: get ready, wait for the line, append, say how long it took."""
    ready()
    act: Callable[[], None] = {"chained": chained, "plain": plain}[name]
    act()
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(APPENDS):
        act()
    print("done", flush=True)


def race(name: str, url: str) -> float:
    """Appends a second of all processes together."""
    command = [OWN, str(Path(__file__).resolve()), name]
    started = [
        subprocess.Popen(command, cwd=ROOT, env=shell(DATABASE_URL=url), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(PROCESSES)
    ]
    for process in started:
        if process.stdout is None or process.stdout.readline().strip() != "ready":
            raise SystemExit(f"{name}: a process did not start")
    began = time.monotonic()
    for process in started:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in started:
        if process.wait() or process.stdout is None or process.stdout.readline().strip() != "done":
            raise SystemExit(f"{name}: a process failed")
    return PROCESSES * APPENDS / (time.monotonic() - began)


def main() -> None:
    """Print both rates, their ratio and the verdict."""
    from postgres_server import NoPostgres, postgres_server

    try:
        with postgres_server(durable=True) as url:
            os.environ["DATABASE_URL"] = url
            ready()
            from django.core.management import call_command
            from django.db import connection

            from vivaio_core.trail.models import Event
            from vivaio_core.trail.selectors import verify

            call_command("migrate", verbosity=0)
            with connection.cursor() as cursor:
                cursor.execute("CREATE TABLE peer (id bigserial PRIMARY KEY, at timestamptz, kind text, payload jsonb)")
            before = Event.objects.count()
            connection.close()
            rates = {name: sorted(race(name, url) for _ in range(ROUNDS)) for name in ("plain", "chained")}
            verdict = verify()
            connection.close()
    except NoPostgres as error:
        raise SystemExit(str(error)) from None
    rows = [[name, f"{found[ROUNDS // 2]:.0f}", f"{found[0]:.0f}", f"{found[-1]:.0f}"] for name, found in rates.items()]
    table([f"appends a second, {PROCESSES} processes", "median", "min", "max"], rows)
    appended = verdict.count - before
    print(f"chain / plain row: {rates['chained'][ROUNDS // 2] / rates['plain'][ROUNDS // 2]:.2f} ×")
    expected = ROUNDS * PROCESSES * (APPENDS + 1)
    state = "whole" if verdict.ok else f"broken at {verdict.broken_at}"
    print(f"events appended {appended}, expected {expected}; chain {state}")
    if not verdict.ok or appended != expected:
        raise SystemExit(1)


if __name__ == "__main__":
    work(sys.argv[1]) if len(sys.argv) > 1 else main()
