"""Lists at 100 and at 10,000 rows: queries, weight, CPU. Public list of campaigns; office lists of supply points, adhesions and contracts.

In process, on a fresh SQLite file: 3 warm-ups, then 15 requests, median of process time. Of the office, the list itself as live search asks for it,
session, login, second factor and permissions included; Wagtail's menu around it is the same on every page.
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from _sites import ROOT, table

ROUNDS, SMALL, LARGE = 15, 100, 10_000
LISTS = (
    ("campaigns, public", "energy:campaigns", ""),
    ("campaigns, public, filtered", "energy:campaigns", "?when=running&kind=supply&q=campagna"),
    ("supply points, office", "office_energy_points:index_results", ""),
    ("supply points, office, searched", "office_energy_points:index_results", "?q=IT001E0000&commodity=power"),
    ("adhesions, office", "office_energy_adhesions:index_results", ""),
    ("contracts, office", "office_energy_contracts:index_results", ""),
)
Measure = tuple[int, int, float]


def ready(folder: Path) -> None:
    """Django in the tests' site, on a new database."""
    sys.path[:0] = [str(ROOT / "tests" / "site"), str(ROOT / "tests" / "fixtures")]
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'lists.sqlite3'}",
        "ALLOWED_HOSTS": "testserver",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def grow(first: int, last: int) -> None:
    """Campaigns with three tiers, points, one adhesion and one contract for each point, numbered from first to last."""
    from vivaio_core.people.models import Party
    from vivaio_core.suppliers.models import Supplier as CoreSupplier
    from vivaio_energy.models.campaigns import Adhesion, Campaign, PriceTier
    from vivaio_energy.models.contracts import SupplyContract
    from vivaio_energy.models.points import Supplier, SupplyPoint

    numbers, day = range(first, last), date(2026, 1, 1)

    def store(model: Any, rows: list[Any]) -> list[Any]:
        return list(model.objects.bulk_create(rows, batch_size=300))

    people = store(Party, [Party(display_name=f"Persona {n:05d}", search_key=f"persona {n:05d}") for n in numbers])
    seller = CoreSupplier.objects.first() or CoreSupplier.objects.create(party=people[0], state="active", started_on=day)
    supplier, _made = Supplier.objects.get_or_create(seller=seller)
    campaigns = store(
        Campaign,
        [
            Campaign(
                title=f"Campagna {n:05d}", slug=f"c-{n}", summary="Compriamo insieme", state="collecting", counted=n % 90, opens_on=day, deadline=day
            )
            for n in numbers
        ],
    )
    store(PriceTier, [PriceTier(campaign=one, threshold=many, benefit=f"sconto {many}") for one in campaigns for many in (30, 60, 90)])
    points = store(
        SupplyPoint,
        [
            SupplyPoint(
                key=f"IT001E{n:08d}", code_given=f"IT001E{n:08d}", member=party, address=f"Via Emilia {n}", annual_consumption=2700, added_on=day
            )
            for n, party in zip(numbers, people, strict=True)
        ],
    )
    store(Adhesion, [Adhesion(campaign=c, member=p.member, point=p, started_on=day) for c, p in zip(campaigns, points, strict=True)])
    contracts = [
        SupplyContract(
            point=p,
            member=p.member,
            supplier=supplier,
            kind="running",
            state="active",
            offer_snapshot={},
            snapshot_hash="0" * 64,
            signed_on=day,
            effective_on=day,
        )
        for p in points
    ]
    store(SupplyContract, contracts)


def clients() -> tuple[Any, Any]:
    """A visitor and an operator."""
    from django.test import Client
    from office import enter_office

    from vivaio_core.access.models import User
    from vivaio_core.access.services.staff import set_roles
    from vivaio_core.access.services.sync_roles import sync_roles

    sync_roles()
    user = User.objects.create_user("operatore@misure.example")
    set_roles(user=user, roles=["operator"], actor=None)
    return Client(), enter_office(Client(), User.objects.get(pk=user.pk))


def measure(client: Any, url: str) -> Measure:
    """Queries, bytes, CPU milliseconds of one request."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(3):
        page = client.get(url)
    if page.status_code != 200:
        raise SystemExit(f"{url}: {page.status_code}")
    with CaptureQueriesContext(connection) as queries:
        size = len(client.get(url).content)
    asked = len(queries)  # before the next request empties the log
    spent = []
    for _ in range(ROUNDS):
        began = time.process_time()
        client.get(url)
        spent.append((time.process_time() - began) * 1000)
    return asked, size, statistics.median(spent)


def main() -> int:
    """Print the table; 1 when a bar is not held."""
    with tempfile.TemporaryDirectory() as name:
        ready(Path(name))
        from django.urls import reverse

        visitor, operator = clients()
        found: dict[str, list[Measure]] = {title: [] for title, _, _ in LISTS}
        for first, last in ((0, SMALL), (SMALL, LARGE)):
            grow(first, last)
            for title, url, query in LISTS:
                found[title].append(measure(operator if "office" in title else visitor, reverse(url) + query))
    held, rows = True, []
    for title, (small, large) in found.items():
        fine = small[0] == large[0] <= 8 and large[1] <= 150_000
        held &= fine
        numbers = [f"{small[0]} / {large[0]}", f"{small[1] / 1000:.0f} / {large[1] / 1000:.0f}", f"{small[2]:.1f} / {large[2]:.1f}"]
        rows.append([title, *numbers, "yes" if fine else "NO"])
    table(["list", f"queries (≤ 8) at {SMALL} / {LARGE}", "kB (≤ 150)", "CPU ms", "held"], rows)
    return int(not held)


if __name__ == "__main__":
    sys.exit(main())
