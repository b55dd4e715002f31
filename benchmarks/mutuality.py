"""Prevalence at 100,000 exchanges over ten years: the year's page in the office, and a plain GROUP BY of the same rows beside its reading.

On a fresh SQLite file, or on the PostgreSQL that DATABASE_URL names. Median of seven.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from _sites import ROOT, table

PEOPLE, FEW, MANY, YEARS = 15_000, 1_000, 100_000, 10
FIRST = date(2015, 1, 1)
ACTIVITIES = ("assicurazioni", "energia", "welfare")
PLAIN = """SELECT {year}, activity, letter, SUM(CASE WHEN is_member THEN amount_cents ELSE 0 END), SUM(amount_cents)
FROM mutuality_mutualexchange GROUP BY 1, activity, letter"""
YEAR = {"sqlite": "strftime('%Y', \"on\")", "postgresql": 'EXTRACT(YEAR FROM "on")'}


def ready(folder: Path) -> None:
    """Django in the tests' site, on a new database."""
    sys.path[:0] = [str(ROOT / "tests" / "site"), str(ROOT / "tests" / "fixtures")]
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "ALLOWED_HOSTS": "testserver"}
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'mutuality.sqlite3'}")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def grow(people: list[Any], first: int, last: int) -> None:
    """Exchanges numbered from first to last, spread over the years, three activities; two of three with members."""
    from vivaio_core.mutuality.models.exchanges import MutualExchange

    rows = [
        MutualExchange(
            activity=ACTIVITIES[number % 3],
            on=FIRST + timedelta(days=number * 37 % (365 * YEARS)),
            amount_cents=1_000 + number % 90_000,
            party=people[number * 7919 % PEOPLE],
            is_member=number % 3 > 0,
            source_fact=f"misura:{number}",
        )
        for number in range(first, last)
    ]
    MutualExchange.objects.bulk_create(rows, batch_size=2000)


def operator() -> Any:
    """A client of the office."""
    from django.test import Client
    from office import enter_office

    from vivaio_core.access.models import User
    from vivaio_core.access.services.staff import set_roles
    from vivaio_core.access.services.sync_roles import sync_roles

    sync_roles()
    user = User.objects.create_user("operatore@misure.example")
    set_roles(user=user, roles=["operator"], actor=None)
    return enter_office(Client(), User.objects.get(pk=user.pk))


def median(act: Callable[[], object]) -> float:
    """Seconds of the middle one of seven runs."""
    seconds = []
    for _ in range(7):
        began = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def asked(client: Any, url: str) -> tuple[int, int, float]:
    """Queries, bytes, seconds of a page, warm."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page = client.get(url)
    if page.status_code != 200:
        raise SystemExit(f"{url}: {page.status_code}")
    with CaptureQueriesContext(connection) as queries:
        size = len(client.get(url).content)
    return len(queries), size, median(lambda: client.get(url))


def main() -> int:
    """Measure and print; 1 when a bar is not held."""
    with tempfile.TemporaryDirectory(prefix="vivaio-mutuality-") as folder:
        ready(Path(folder))
        from django.db import connection
        from django.urls import reverse

        from vivaio_core.mutuality.selectors.prevalence import years
        from vivaio_core.people.models import Party

        people = Party.objects.bulk_create([Party(display_name=f"Socio {n:05d}", search_key=f"socio {n:05d}") for n in range(PEOPLE)], batch_size=500)
        client, url = operator(), reverse("office_mutuality_years:index")
        listed = reverse("office_mutuality_exchanges:index_results")
        grow(people, 0, FEW)
        small = [asked(client, one) for one in (url, listed)]
        grow(people, FEW, MANY)
        large = [asked(client, one) for one in (url, listed)]

        def plain() -> None:
            with connection.cursor() as cursor:
                cursor.execute(PLAIN.format(year=YEAR[connection.vendor]))
                cursor.fetchall()

        base = median(plain)
        read = median(lambda: years(date(2026, 1, 1)))
        ratios = [
            ["plain GROUP BY, by hand", f"{base:.3f}", "1.0", ""],
            ["all years by activity and letter", f"{read:.3f}", f"{read / base:.1f}", "≤ 3"],
        ]
        ratios.append(["the whole page", f"{large[0][2]:.3f}", f"{large[0][2] / base:.1f}", ""])
        print(f"{connection.vendor}: {MANY} exchanges over {YEARS} years")
        table(["reading", "seconds", "times", "target"], ratios)
        held, rows = read <= 3 * base, []
        for name, few, many in zip(("prevalence, whole page", "list of exchanges"), small, large, strict=True):
            fine = few[0] == many[0] and many[1] <= 150_000
            held &= fine
            rows.append([name, f"{few[0]} / {many[0]}", f"{few[1] / 1000:.0f} / {many[1] / 1000:.0f}", f"{many[2]:.2f}", "yes" if fine else "NO"])
        print()
        table(["page", f"queries (constant) at {FEW} / {MANY}", "kB (≤ 150)", "seconds", "held"], rows)
    return int(not held)


if __name__ == "__main__":
    sys.exit(main())
