"""The office's lists of people at 100, 15,000 and 100,000 rows: queries, weight, CPU; an export's memory; a person's page with 500 events.

In process, on a fresh SQLite file: 3 warm-ups, then 15 requests, median of process time. Of a list, the list itself as live search asks for
it (session, login, second factor and permissions included). Rows are laid down directly. A last table says how long the search for
duplicates takes. Bars: 8 queries, as many at every size, and 150 kB.
"""

import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from _sites import table
from lists import Measure, clients, measure, ready

SIZES = (100, 15_000, 100_000)
EVENTS = 500
LISTS = (
    ("people", "office_people:index_results", ""),
    ("people, page 140", "office_people:index_results", "?p=140"),
    ("people, searched", "office_people:index_results", "?q=rossi+0099"),
    ("people, by code", "office_people:index_results", "?q=00000000099"),
    ("people, members", "office_people:index_results", "?member=member"),
    ("people, clients", "office_people:index_results", "?member=client"),
    ("people, of a group", "office_people:index_results", "?group=1&category=ordinary"),
    ("people, without a code", "office_people:index_results", "?missing=cf"),
    ("members", "office_memberships:index_results", ""),
    ("members, searched", "office_memberships:index_results", "?q=rossi+0099"),
    ("members, by status", "office_memberships:index_results", "?state=ended"),
    ("collectivities", "office_groups:index_results", ""),
)


def grow(first: int, last: int) -> None:
    """People numbered from first to last: a code each but for one in 50, two in three members, one in ten of them gone, all in a group."""
    from vivaio_core.people.models import Collectivity, CollectivityMember, Identifier, Membership, Party

    group, _created = Collectivity.objects.get_or_create(name="Chi guida elettrico", defaults={"state": "included"})
    day, left = date(2020, 1, 1), date(2024, 1, 1)
    for start in range(first, last, 10_000):
        numbers = range(start, min(start + 10_000, last))
        rows = [
            Party(display_name=f"Ada Rossi {n:06d}", search_key=f"rossi {n:06d} ada", email=f"ada{n}@casa.example", phone="059 123456")
            for n in numbers
        ]
        people = list(zip(numbers, Party.objects.bulk_create(rows, batch_size=500), strict=True))
        codes = [Identifier(party=one, scheme="cf", value_given=f"{n:011d}", value=f"{n:011d}", key=f"{n:011d}") for n, one in people if n % 50]
        Identifier.objects.bulk_create(codes, batch_size=500)
        bonds = [
            Membership(
                party=one,
                member_no=n + 1,
                effective_on=day,
                shares=4,
                recorded_on=day,
                ended_on=None if n % 10 else left,
                end_reason="" if n % 10 else "exit",
            )
            for n, one in people
            if n % 3
        ]
        Membership.objects.bulk_create(bonds, batch_size=500)
        CollectivityMember.objects.bulk_create([CollectivityMember(collectivity=group, party=one, from_on=day) for _n, one in people], batch_size=500)


def person_with_events(count: int) -> str:
    """The address of a person's page after so many events."""
    from django.urls import reverse

    from vivaio_core.people.services import register_party
    from vivaio_core.trail.acts import Act
    from vivaio_core.trail.services import record_all

    party = register_party(first_name="Gianna", last_name=f"Verdi {count}", fiscal_code="" if count else "VRDGNN62C58F257V")
    record_all(acts=[Act("people.correct", subject=party, payload={"fields": ["phone"]}) for _ in range(count)])
    return reverse("office_people:person", args=[party.pk])


def exported(client: Any, kind: str) -> list[str]:
    """Size and seconds of a list that goes out, and the most memory this process has held so far, in MB: it must not grow with the rows."""
    from django.urls import reverse

    began, size = time.process_time(), 0
    answer = client.get(reverse("office_people:index"), {"export": kind})
    for chunk in answer.streaming_content:
        size += len(chunk)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [f"people, {kind}", f"{size / 1000:,.0f} kB", f"{time.process_time() - began:.1f}", f"{peak:.0f}"]


def lists_table(found: dict[str, list[Measure]]) -> bool:
    """Print it; whether every bar is held."""
    rows, held = [], True
    for title, measures in found.items():
        queries = [asked for asked, _size, _ms in measures]
        fine = len(set(queries)) == 1 and queries[0] <= 8 and max(size for _asked, size, _ms in measures) <= 150_000
        held &= fine
        numbers = [" / ".join(str(one) for one in queries), " / ".join(f"{size / 1000:.0f}" for _a, size, _ms in measures)]
        rows.append([title, *numbers, " / ".join(f"{ms:.1f}" for _a, _s, ms in measures), "yes" if fine else "NO"])
    sizes = " / ".join(f"{size:,}" for size in SIZES)
    table(["list", f"queries (≤ 8) at {sizes}", "kB (≤ 150)", "CPU ms", "held"], rows)
    return held


def main() -> int:
    """Print the tables; 1 when a bar is not held."""
    with tempfile.TemporaryDirectory() as name:
        ready(Path(name))
        from django.urls import reverse

        from vivaio_core.people.duplicates.search import found_pairs

        _visitor, operator = clients()
        found: dict[str, list[Measure]] = {title: [] for title, _, _ in LISTS}
        searches, exports, last = [], [], 0
        for size in SIZES:
            grow(last, size)
            last = size
            for title, url, query in LISTS:
                found[title].append(measure(operator, reverse(url) + query))
            began = time.process_time()
            pairs = len(found_pairs())
            searches.append([f"{size:,}", str(pairs), f"{time.process_time() - began:.2f}"])
            exports += [[f"{size:,}", *exported(operator, kind)] for kind in ("csv", "xlsx")] if size > 100 else []
        held = lists_table(found)
        few, many = (measure(operator, person_with_events(count)) for count in (0, EVENTS))
        fine = few[0] == many[0] and many[1] <= 150_000
        row = [f"{few[0]} / {many[0]}", f"{few[1] / 1000:.0f} / {many[1] / 1000:.0f}", f"{few[2]:.1f} / {many[2]:.1f}", "yes" if fine else "NO"]
        table(["page", f"queries (equal) at 1 / {EVENTS} events", "kB (≤ 150)", "CPU ms", "held"], [["a person", *row]])
        table(["rows", "export", "size", "CPU s", "peak of the process, MB"], exports)
        table(["people", "pairs found", "CPU s"], searches)
    return int(not (held and fine))


if __name__ == "__main__":
    sys.exit(main())
