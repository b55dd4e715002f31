"""The ledger's long reads over 100,000 transfers, run with DATABASE_URL: check, statement of 10,000 lines, seal, verify, journal. Prints a table."""

import time
from collections.abc import Callable
from datetime import date
from typing import Any

from _ledger_client import ready_ledger
from _sites import table

TRANSFERS, LINES, CALL = 100_000, 10_000, 1000


def fill() -> None:
    """Transfers between a thousand accounts; one of them is in a tenth."""
    from random import Random

    from vivaio_core.ledger.api import move, post
    from vivaio_core.ledger.models import Account

    random, accounts = Random(4), list(Account.objects.order_by("pk"))
    for _ in range(TRANSFERS // CALL):
        rows = [
            move(*random.sample(accounts[1:], 2), 5, kind="payment", value_on=date(2025, random.randrange(1, 13), 7))
            for _ in range(CALL - CALL // 10)
        ]
        rows += [move(accounts[0], random.choice(accounts[1:]), 5, kind="payment", value_on=date(2025, 6, 7)) for _ in range(CALL // 10)]
        post(*rows)


def timed(work: Callable[[], Any]) -> tuple[float, int, Any]:
    """Seconds (the better of two), statements to the database, and what came out."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        found = work()
    began = time.monotonic()
    work()
    return time.monotonic() - began, len(queries), found


def main() -> None:
    """Exit with 1 when a wanted figure is missed."""
    ready_ledger()
    from django.db import connection

    from vivaio_core.ledger.api import balance_on, check, export_hledger, health, statement
    from vivaio_core.ledger.models import Account, Book
    from vivaio_core.ledger.services.seals import _digest

    began = time.monotonic()
    fill()
    filling = time.monotonic() - began
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    book, busy = Book.objects.get(), Account.objects.order_by("pk")[0]
    works: dict[str, tuple[Callable[[], Any], float | None]] = {
        "check()": (check, 0.5),
        "statement of 10,000 lines": (lambda: statement(busy, date(2025, 1, 1), date(2025, 12, 31)), 0.5),
        "balance_on, a year ago": (lambda: balance_on(busy, date(2025, 1, 1)), None),
        "health of 30 days": (lambda: health(book, date(2025, 6, 30)), None),
        "digest of a seal": (lambda: _digest(book, "", 0, 2**62), None),
        "journal for hledger": (lambda: "".join(export_hledger(book)), None),
    }
    rows, good = [], True
    for name, (work, wanted) in works.items():
        seconds, statements, found = timed(work)
        good = good and (wanted is None or seconds <= wanted) and not (name == "check()" and found)
        rows.append([name, f"{seconds:.2f}", f"≤ {wanted}" if wanted else "–", str(statements)])
    rows.append([f"posting them, {CALL} a call", f"{filling:.1f}", f"{TRANSFERS / filling:.0f} a second", "–"])
    assert len(statement(busy, date(2025, 1, 1), date(2025, 12, 31)).lines) == LINES
    print()
    table([f"{TRANSFERS:,} transfers", "seconds", "to reach", "statements"], rows)
    raise SystemExit(int(not good))


if __name__ == "__main__":
    main()
