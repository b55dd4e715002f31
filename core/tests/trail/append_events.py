"""Appends events from many workers at once: `append_events.py COUNT THREADS [unlocked]`. Prints how many were refused. Run with DATABASE_URL."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tests/site"))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from django.db import IntegrityError, OperationalError, connection, transaction  # noqa: E402

from vivaio_core.trail import services  # noqa: E402


def append(count: int) -> int:
    """Append `count` events one by one; return how many the database refused."""
    refused = 0
    for number in range(count):
        try:
            with transaction.atomic():
                services.record(kind="people.register", payload={"number": number, "name": "Ada è qui"})
        except (IntegrityError, OperationalError):
            refused += 1
    connection.close()
    return refused


if __name__ == "__main__":
    if "unlocked" in sys.argv:
        services.hold = lambda lock: None
    count, threads = int(sys.argv[1]), int(sys.argv[2])
    with ThreadPoolExecutor(threads) as pool:
        print(sum(pool.map(append, [count] * threads)))
