"""L12: statements, histories, past balances; the journal that hledger reads; what people may ask about themselves."""

import shutil
import subprocess
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from vivaio_core.ledger.api import (
    balance_on,
    export_hledger,
    history,
    hold,
    move,
    negative_since,
    open_account,
    open_book,
    post,
    settle,
    statement,
    void,
)
from vivaio_core.ledger.models import Account
from vivaio_core.ledger.owners import reference
from vivaio_core.ledger.privacy import disclosed, held
from vivaio_core.people.services import register_party

pytestmark = pytest.mark.django_db
D = date


@pytest.fixture
def spring(bank, bruno) -> Account:
    """Dossier 6: 500 on 1 March, −120 on 10 April, 80 on 11 March entered after it."""
    post(move(bank, bruno, 50000, kind="payment", value_on=D(2026, 3, 1)))
    post(move(bruno, bank, 12000, kind="payment", value_on=D(2026, 4, 10)))
    post(move(bank, bruno, 8000, kind="payment", value_on=D(2026, 3, 11)))
    return bruno


def test_l12_a_statement_goes_by_value_date(spring):
    sheet = statement(spring, D(2026, 1, 1), D(2026, 12, 31))
    assert [line.balance for line in sheet.lines] == [50000, 58000, 46000]
    assert [line.amount for line in sheet.lines] == [50000, 8000, -12000]
    assert (sheet.opening, sheet.closing) == (0, 46000)
    assert {line.other for line in sheet.lines} == {"banca"}
    assert balance_on(spring, D(2026, 3, 20)) == 58000


def test_l12_a_part_of_the_year(spring):
    sheet = statement(spring, D(2026, 3, 2), D(2026, 4, 9))
    assert (sheet.opening, [line.balance for line in sheet.lines], sheet.closing) == (50000, [58000], 58000)
    empty = statement(spring, D(2026, 5, 1), D(2026, 5, 31))
    assert (empty.opening, list(empty.lines), empty.closing) == (46000, [], 46000)
    before = statement(spring, D(2020, 1, 1), D(2020, 12, 31))
    assert (before.opening, before.closing) == (0, 0)


@pytest.mark.parametrize(("day", "balance"), [(D(2026, 2, 28), 0), (D(2026, 3, 1), 50000), (D(2026, 4, 10), 46000), (D(9999, 1, 1), 46000)])
def test_l12_the_balance_of_any_day(spring, day, balance):
    assert balance_on(spring, day) == balance


def test_l12_reservations_and_releases_are_no_part_of_a_past_balance(anna, bruno):
    held = post(hold(anna, bruno, 100, kind="payment", value_on=D(2026, 5, 1)), hold(anna, bruno, 30, kind="payment", value_on=D(2026, 5, 1)))
    post(settle(held[0], 60, value_on=D(2026, 5, 2)), void(held[1], value_on=D(2026, 5, 3)))
    for account, paid in ((anna, -60), (bruno, 60)):
        assert [balance_on(account, D(2026, 4, 30)), balance_on(account, D(2026, 5, 1)), balance_on(account, D(2026, 5, 3))] == [0, 0, paid]


def test_l12_the_same_day_is_in_order_of_effect(bank, bruno):
    for amount in (5, 3, 9):
        post(move(bank, bruno, amount, kind="payment"))
    assert [line.balance for line in statement(bruno, D(2020, 1, 1), D(2099, 1, 1)).lines] == [5, 8, 17]


def test_l12_holds_stand_apart(anna, bruno):
    [first] = post(hold(anna, bruno, 100, kind="payment"))
    post(hold(anna, bruno, 30, kind="payment"))
    post(settle(first, 60))
    sheet = statement(anna, D(2020, 1, 1), D(2099, 1, 1))
    assert [line.amount for line in sheet.lines] == [-60]
    assert [row.amount for row in sheet.holds] == [30]
    assert [row.amount for row in statement(bruno, D(2020, 1, 1), D(2099, 1, 1)).holds] == [30]


def test_l11_history_is_in_order_of_effect_newest_first(spring, bank):
    rows = history(spring)
    assert [row.amount for row in rows] == [8000, 12000, 50000]
    assert [row.amount for row in history(spring, limit=2)] == [8000, 12000]
    assert [row.amount for row in history(spring, before=3, limit=5)] == [12000, 50000]
    assert history(spring, before=1) == []


def test_reads_ask_the_same_number_of_questions_for_ten_and_a_thousand(bank, bruno):
    counts = []
    for size in (10, 1000):
        post(*(move(bank, bruno, 1, kind="payment") for _ in range(size)))
        with CaptureQueriesContext(connection) as queries:
            statement(bruno, D(2020, 1, 1), D(2099, 1, 1))
            history(bruno)
            negative_since(bank)
            "".join(export_hledger(bank.book))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_negative_since_begins_the_present_run(anna, bruno, bank):
    assert negative_since(anna) is None
    post(move(anna, bruno, 100, kind="payment", value_on=D(2025, 1, 1)))
    assert negative_since(anna) == D(2025, 1, 1)
    post(move(bank, anna, 100, kind="payment", value_on=D(2025, 6, 1)))
    assert negative_since(anna) is None
    post(move(anna, bruno, 70, kind="payment", value_on=D(2025, 8, 1)), move(anna, bruno, 10, kind="payment", value_on=D(2025, 9, 1)))
    assert negative_since(anna) == D(2025, 8, 1)
    post(move(bank, anna, 20, kind="payment", value_on=D(2025, 7, 1)))
    assert negative_since(anna) == D(2025, 8, 1)
    post(move(bank, anna, 55, kind="payment", value_on=D(2025, 8, 2)))
    assert negative_since(anna) == D(2025, 9, 1)


def balances(journal: str) -> dict[str, str]:
    """What an independent reader of the journal finds: account → sum, in the journal's own digits."""
    found: dict[str, int] = {}
    for line in journal.splitlines():
        if line.startswith("    "):
            account, amount = line.split()[:2]
            found[account] = found.get(account, 0) + int(amount.replace(".", ""))
    return {name: value for name, value in found.items() if value}


def test_the_journal_is_the_same_twice_and_balances(spring, bank, anna):
    [reserved] = post(hold(anna, spring, 100, kind="payment"), hold(anna, spring, 7, kind="payment"))[:1]
    post(settle(reserved, 5))
    journal = "".join(export_hledger(spring.book))
    assert journal == "".join(export_hledger(spring.book))
    assert journal.startswith("decimal-mark .\n")
    assert [line[:10] for line in journal.splitlines() if line.startswith("20")][:3] == ["2026-03-01", "2026-03-11", "2026-04-10"]
    stored = {f"prova:{account.code}": account.balance for account in Account.objects.all() if account.balance}
    assert balances(journal) == stored
    assert journal.count("prova:anna") == 1


@pytest.mark.parametrize(("unit", "scale", "written"), [("LBX", 2, "-0.05 LBX"), ("ORE", 0, "-5 ORE"), ("KWH3", 3, '-0.005 "KWH3"')])
def test_the_journal_writes_units_and_digits(unit, scale, written):
    book = open_book(code="x", unit=unit, scale=scale)
    post(move(open_account(book=book, code="a", floor=None), open_account(book=book, code="b"), 5, kind="payment"))
    assert written in "".join(export_hledger(book))


@pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger is not installed")
def test_hledger_reads_the_journal_and_agrees(spring, anna, tmp_path):
    post(move(anna, spring, 1234, kind="fee"))
    path = tmp_path / "prova.journal"
    path.write_text("".join(export_hledger(spring.book)), encoding="utf-8")
    said = subprocess.run(["hledger", "-f", str(path), "bal", "-N", "-O", "csv"], capture_output=True, text=True, check=True).stdout
    found = dict(line.replace('"', "").split(",") for line in said.splitlines()[1:])
    stored = {f"prova:{account.code}": f"{account.balance / 100:.2f} EUR" for account in Account.objects.all() if account.balance}
    assert found == stored


def test_people_may_ask_what_is_held_about_them(book, bank):
    party = register_party(first_name="Elena", last_name="Ferrari", fiscal_code="VRDGNN62C58F257V")
    assert held(party, timezone.localdate()) == []
    account = open_account(book=book, code="socio:1", owner=reference(party))
    post(move(bank, account, 1250, kind="payment", value_on=D(2026, 3, 1)))
    found = disclosed(party)["accounts"]
    assert [(one["balance"], one["movements"][0]["day"], one["movements"][0]["amount"]) for one in found] == [("12,50 €", "2026-03-01", "12,50 €")]
    [data] = held(party, timezone.localdate())
    assert (data.count, data.in_force, data.since) == (1, True, D(2026, 3, 1))
    post(move(account, bank, 1250, kind="payment", value_on=D(2026, 3, 1) + timedelta(days=1)))
    assert held(party, timezone.localdate())[0].in_force is False
