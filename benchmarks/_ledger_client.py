"""One client of the ledger benchmark: `_ledger_client.py KIND SEED`, run with DATABASE_URL.

KIND is `ledger` (run by our Python) or `hordak` (run by the peer's). Reads lines `MODE SECONDS` and answers `TRANSFERS CPU_SECONDS`.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
ACCOUNTS, HOT, BATCH = 1000, 0, 100


def ready_ledger() -> None:
    """Django in the tests' site, on the ledger's tables alone; 1,000 accounts without limits."""
    sys.path.insert(0, str(ROOT / "tests" / "site"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from vivaio_core.ledger.models import Account, Book

    MigrationExecutor(connection).migrate([("ledger", "0002_guard")])
    if not Account.objects.exists():
        book = Book.objects.create(code="misure", unit="EUR")
        Account.objects.bulk_create([Account(book=book, code=f"c{n}", floor=-(10**12)) for n in range(ACCOUNTS)])


def ledger(random: Random) -> dict[str, Callable[[], int]]:
    """What a slice repeats: each returns how many transfers it made."""
    from vivaio_core.ledger.api import move, post
    from vivaio_core.ledger.models import Account

    accounts = list(Account.objects.order_by("pk"))

    def uniform() -> int:
        return len(post(move(*random.sample(accounts, 2), 1, kind="payment")))

    def hot() -> int:
        return len(post(move(accounts[random.randrange(1, ACCOUNTS)], accounts[HOT], 1, kind="payment")))

    def batch() -> int:
        return len(post(*(move(*random.sample(accounts, 2), 1, kind="payment") for _ in range(BATCH))))

    return {"uniform": uniform, "hot": hot, "batch": batch}


def ready_hordak() -> None:
    """The peer with as little around it as it takes."""
    import dj_database_url
    import django
    from django.conf import settings

    settings.configure(
        DATABASES={"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=None)},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"],
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        USE_TZ=True,
        SECRET_KEY="measure",
    )
    django.setup()
    from django.core.management import call_command
    from hordak.models import Account

    call_command("migrate", verbosity=0)
    if not Account.objects.exists():
        for n in range(ACCOUNTS):
            Account.objects.create(name=f"c{n}", code=str(n), type="AS", currencies=["EUR"])


def hordak(random: Random) -> dict[str, Callable[[], int]]:
    """The peer's own way to move money between two accounts; it checks no limits."""
    from hordak.models import Account
    from moneyed import Money

    accounts, cent = list(Account.objects.order_by("pk")), Money("0.01", "EUR")

    def uniform() -> int:
        one, other = random.sample(accounts, 2)
        one.transfer_to(other, cent)
        return 1

    def hot() -> int:
        accounts[random.randrange(1, ACCOUNTS)].transfer_to(accounts[HOT], cent)
        return 1

    return {"uniform": uniform, "hot": hot}


def main(kind: str, seed: int) -> None:
    """Get ready, then slice after slice."""
    {"ledger": ready_ledger, "hordak": ready_hordak}[kind]()
    works = {"ledger": ledger, "hordak": hordak}[kind](Random(seed))
    works["uniform"]()
    print("ready", flush=True)
    for line in sys.stdin:
        mode, seconds = line.split()
        count, cpu, end = 0, time.process_time(), time.monotonic() + float(seconds)
        while time.monotonic() < end:
            count += works[mode]()
        print(count, time.process_time() - cpu, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
