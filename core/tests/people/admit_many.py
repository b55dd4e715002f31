"""Admits people from many workers at once: `admit_many.py FIRST COUNT THREADS`. Prints the numbers given. Run with DATABASE_URL."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "tests/site"), str(ROOT / "tests/fixtures")]
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402
from membership import admitted  # noqa: E402

from vivaio_core.people.errors import Refused  # noqa: E402
from vivaio_core.people.models import Party  # noqa: E402


def admit_all(keys: list[int]) -> list[int]:
    """Admit each; every third time twice, which must be refused and use no number."""
    numbers = []
    for place, key in enumerate(keys):
        party = Party.objects.get(pk=key)
        numbers.append(admitted(party, date(2024, 1, 1)).member_no)
        if place % 3 == 0:
            try:
                admitted(party, date(2024, 1, 1))
            except Refused:
                continue
            raise AssertionError("admitted twice")
    connection.close()
    return numbers


if __name__ == "__main__":
    first, count, threads = (int(word) for word in sys.argv[1:4])
    keys = list(Party.objects.order_by("pk").values_list("pk", flat=True)[first : first + count])
    connection.close()
    with ThreadPoolExecutor(threads) as pool:
        parts = [keys[number::threads] for number in range(threads)]
        print(*[number for found in pool.map(admit_all, parts) for number in found])
