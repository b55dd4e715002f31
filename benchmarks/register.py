"""The libro soci at 60,000 entries: the whole register on a past date in one aggregate query, and a plain GROUP BY of the same rows beside it.

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

from _sites import ROOT, table

PEOPLE, ENTRIES = 15_000, 60_000


def ready(folder: Path) -> None:
    """Django in the tests' site, on a new database."""
    sys.path[:0] = [str(ROOT / "tests" / "site"), str(ROOT / "tests" / "fixtures")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'register.sqlite3'}")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def grow() -> None:
    """15,000 members, each with an admission and three more annotations over ten years."""
    from vivaio_core.people.models import MemberNumber, Party
    from vivaio_core.register.models.book import Operation, Register, RegisterEntry

    book = Register.objects.get(code=Register.MEMBERS)
    operation = Operation.objects.create(kind=Operation.Kind.OPENING)
    people = Party.objects.bulk_create([Party(display_name=f"Socio {n:05d}", search_key=f"socio {n:05d}") for n in range(PEOPLE)], batch_size=500)
    MemberNumber.objects.bulk_create([MemberNumber(number=n + 1, party=party) for n, party in enumerate(people)], batch_size=500)
    start = date(2014, 1, 1)
    rows = []
    for place in range(ENTRIES):
        turn, who = divmod(place, PEOPLE)
        day = start + timedelta(days=place * 3650 // ENTRIES)
        first = turn == 0
        rows.append(
            RegisterEntry(
                register=book,
                seq=place + 1,
                kind="admission" if first else "increase",
                party=people[who],
                member_no=who + 1,
                qty=1 + place % 3,
                nominal_cents=2500,
                amount_cents=2500 * (1 + place % 3),
                status=1 if first else 0,
                effective_on=day,
                recorded_on=day,
                operation=operation,
            )
        )
    RegisterEntry.objects.bulk_create(rows, batch_size=1000)


def median(act: Callable[[], object]) -> float:
    """Seconds of the middle one of seven runs."""
    seconds = []
    for _ in range(7):
        began = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="vivaio-register-") as folder:
        ready(Path(folder))
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from vivaio_core.register.selectors.book import standing, totals
        from vivaio_core.register.selectors.sheet import sheet

        grow()
        day, known = date(2021, 6, 30), date(2021, 12, 31)
        with CaptureQueriesContext(connection) as queries:
            members = len(list(standing(day)))

        def plain() -> None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT party_id, SUM(qty) FROM register_registerentry WHERE effective_on <= %s GROUP BY party_id", [day])
                cursor.fetchall()

        base = median(plain)
        runs: list[tuple[str, Callable[[], object], str]] = [
            ("register as of a past date", lambda: list(standing(day)), "≤ 0.30 s, 1 query"),
            ("the same, as known on another", lambda: list(standing(day, known)), "≤ 0.30 s"),
            ("its sums", lambda: totals(day), ""),
            ("all lines of the statutory book", lambda: list(sheet(day)), ""),
        ]
        rows = [["plain GROUP BY, by hand", f"{base:.3f}", "1.0", ""]]
        for name, act, target in runs:
            seconds = median(act)
            rows.append([name, f"{seconds:.3f}", f"{seconds / base:.1f}", target])
        print(f"{connection.vendor}: {ENTRIES} entries, {members} members on the day, {len(queries)} query")
        table(["register", "seconds", "times", "target"], rows)


if __name__ == "__main__":
    main()
