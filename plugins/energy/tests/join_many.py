"""Completes adhesions from many workers at once: `join_many.py FIRST COUNT THREADS`. Prints joined and refused. Run with DATABASE_URL."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tests/site"))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from django.db import connection  # noqa: E402

from vivaio_energy.errors import NoPlaceLeft  # noqa: E402
from vivaio_energy.models.campaigns import Adhesion, ConsentText  # noqa: E402
from vivaio_energy.services.join_campaign import complete_adhesion  # noqa: E402

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def complete(keys: list[int]) -> tuple[int, int]:
    """Complete each adhesion; return how many found a place and how many were told that there is none."""
    joined = refused = 0
    text = ConsentText.objects.get()
    for key in keys:
        try:
            complete_adhesion(actor=None, adhesion=Adhesion.objects.get(pk=key), consent=text, agreed=True, at=AT, on=date(2026, 3, 2))
            joined += 1
        except NoPlaceLeft:
            refused += 1
    connection.close()
    return joined, refused


if __name__ == "__main__":
    first, count, threads = (int(word) for word in sys.argv[1:4])
    found = list(Adhesion.objects.order_by("pk").values_list("pk", flat=True)[first : first + count])
    connection.close()
    with ThreadPoolExecutor(threads) as pool:
        results = list(pool.map(complete, [found[number::threads] for number in range(threads)]))
    print(sum(joined for joined, _ in results), sum(refused for _, refused in results))
