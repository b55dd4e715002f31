"""Who may open what: every address × role, from the resolver, against the table matrix.csv.

A new address without a row fails. After a wanted change: VIVAIO_WRITE_MATRIX=1 .venv/bin/pytest tests/access, then read the diff.
"""

import csv
import os
from pathlib import Path
from typing import Any

from routes import ids, outcome, routes

TABLE = Path(__file__).with_name("matrix.csv")
ROLES = ["public", "member", "operator", "board", "administrator"]
# What the office shows to anybody: words and drawings of its own pages, no data.
HARMLESS = {"ufficio/jsi18n/", "ufficio/sprite/"}
# Wagtail's own page that breaks on purpose, to try the page of errors.
ON_PURPOSE = {"ufficio/failwhale/"}


def measured(entered: dict[str, Any]) -> dict[str, list[str]]:
    """Pattern → outcome per role. Leaving is the last thing a role does, so it is not tried."""
    return {
        route.pattern: [outcome(entered[role].client(), route.path) for role in ROLES] for route in routes(ids()) if "logout" not in route.pattern
    }


def test_every_address_answers_each_role_as_the_table_says(entered):
    found = measured(entered)
    if os.environ.get("VIVAIO_WRITE_MATRIX"):
        with TABLE.open("w", newline="", encoding="utf-8") as handle:
            csv.writer(handle, lineterminator="\n").writerows([["route", *ROLES], *([pattern, *row] for pattern, row in found.items())])
    with TABLE.open(newline="", encoding="utf-8") as handle:
        rows = list(csv.reader(handle))
    table = {row[0]: row[1:] for row in rows[1:]}
    assert rows[0] == ["route", *ROLES]
    assert {pattern for pattern in found if pattern not in table} == set(), "addresses without a row"
    assert {pattern for pattern in table if pattern not in found} == set(), "rows without an address"
    assert {pattern: row for pattern, row in found.items() if row != table[pattern]} == {}


def test_the_table_opens_no_office_page_to_the_public_or_to_members():
    with TABLE.open(newline="", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    office = [row for row in rows if row["route"].startswith("ufficio/") and row["route"] not in HARMLESS]
    private = [row for row in rows if row["route"].startswith("area/")]
    assert len(office) > 150
    assert [row["route"] for row in [*office, *private] if row["public"] == "open"] == []
    assert [row["route"] for row in office if row["member"] == "open"] == []


def test_no_address_breaks_for_anybody():
    with TABLE.open(newline="", encoding="utf-8") as handle:
        broken = [row for row in csv.reader(handle) if row[0] not in ON_PURPOSE and any(cell.startswith("5") for cell in row[1:])]
    assert broken == []
