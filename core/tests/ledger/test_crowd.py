"""Races on the books: real processes, eight on PostgreSQL, four on SQLite (L2, L4, L6, L8, L16)."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from books_crowd import ONE, begin, circle, crowd, drain, fill, furnish, reverse_one, same, settle_one, void_one
from django.db import connection, transaction
from django.db.models import Sum

from vivaio_core.ledger.api import Refused, check, close_account, hold, move, post, seal, verify
from vivaio_core.ledger.models import Account, Book, Transfer


@pytest.fixture
def many(database_url: str) -> int:
    """How many at once."""
    return 8 if connection.vendor == "postgresql" else 4


@pytest.fixture
def books(database_url: str) -> Book:
    return furnish()


def codes(said: list[str]) -> Counter[str]:
    return Counter(word.split(":")[0] for word in said)


def test_l2_a_floor_stands_against_many_payers(database_url, many, books):
    said = codes(crowd(*[(drain, 3)] * many))
    assert said == {"ok": 10, "floor": many * 3 - 10}
    assert Account.objects.get(code="ricca").balance == 0
    assert check() == []


def test_l2_a_ceiling_stands_against_many_payers(database_url, many, books):
    said = codes(crowd(*[(fill, 4)] * many))
    assert said == {"ok": 10, "ceiling": many * 4 - 10}
    assert check() == []


def test_l6_one_key_at_once_is_one_row_and_one_answer(database_url, many, books):
    said = crowd(*[(same, 2)] * many)
    row = Transfer.objects.get(key=ONE)
    assert set(said) == {f"ok:{row.pk}"}
    assert Account.objects.get(code="ricca").balance == 0
    assert check() == []


@pytest.mark.parametrize("calls", [(settle_one, settle_one), (settle_one, void_one), (void_one, void_one)])
def test_l4_a_hold_is_settled_or_voided_once(database_url, many, books, calls):
    accounts = {account.code: account for account in Account.objects.all()}
    post(hold(accounts["ricca"], accounts["cassa"], 100, kind="payment", key=ONE))
    said = codes(crowd(*[(call, 1) for call in calls * (many // 2)]))
    assert said == {"ok": 1, "settlement": many - 1}
    assert Account.objects.aggregate(held=Sum("held_out"))["held"] == 0
    assert check() == []


def test_l8_a_payment_is_reversed_once(database_url, many, books):
    accounts = {account.code: account for account in Account.objects.all()}
    post(move(accounts["cassa"], accounts["x"], 100, kind="payment", key=ONE))
    assert codes(crowd(*[(reverse_one, 1)] * many)) == {"ok": 1, "reversal": many - 1}
    assert Account.objects.get(code="x").balance == 0
    assert check() == []


def test_l16_groups_in_any_order_of_accounts_never_lock_each_other_out(database_url, many, books):
    assert codes(crowd(*[(circle, 25)] * many)) == {"ok": many * 25}
    assert check() == []


def test_l11_many_writers_leave_one_order_of_effect(database_url, many, books):
    """Running balances follow `payer_seq` and `payee_seq`; ids do not, and need not."""
    crowd(*[(circle, 10)] * many, (drain, 10))
    assert check() == []
    account = Account.objects.get(code="x")
    assert account.seq == Transfer.objects.filter(payer=account).count() + Transfer.objects.filter(payee=account).count()


def test_l14_seals_taken_while_others_pay_cover_every_row(database_url, many, books):
    running = [begin(circle, seed, 60) for seed in range(many // 2)]
    while any(process.is_alive() for process in running):
        seal(books)
    assert [process.exitcode for process in running] == [0] * len(running)
    seal(books)
    assert verify(books).ok
    assert sum(one.count for one in books.seals.all()) == Transfer.objects.count()


@pytest.mark.sqlite
def test_l2_threads_of_one_process_on_sqlite(database_url, books):
    accounts = {account.code: account for account in Account.objects.all()}

    def pay(_: int) -> str:
        try:
            post(move(accounts["ricca"], accounts["cassa"], 10, kind="payment"))
            return "ok"
        except Refused as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert Counter(pool.map(pay, range(24))) == {"ok": 10, "floor": 14}
    assert check() == []


@pytest.mark.postgres
def test_l9_closing_waits_for_a_payment_in_flight_and_is_then_refused(database_url, books):
    accounts = {account.code: account for account in Account.objects.all()}

    def close() -> str:
        try:
            return close_account(account=accounts["x"], reason="uscita", actor=None).state
        except Refused as error:
            return f"refused: {error.code}"
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            post(move(accounts["cassa"], accounts["x"], 10, kind="payment"))
            closing = pool.submit(close)
            with pytest.raises(TimeoutError):
                closing.result(timeout=0.5)
        assert closing.result() == "refused: closed"
    assert Account.objects.get(code="x").state == "open"
