"""L1 to L5: amounts, limits, holds."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from vivaio_core.ledger.api import hold, move, open_account, open_book, post, set_limits, settle, void
from vivaio_core.ledger.errors import Refused
from vivaio_core.ledger.models import Account, Transfer

pytestmark = pytest.mark.django_db
LARGEST = 2**63 - 1


@pytest.mark.parametrize("amount", [0, -1, 10.5, 10.0, "10", "10,50", "1٠", True, None, Decimal(10), 2**63, -(2**70)])
def test_l1_an_amount_is_a_whole_number_above_zero(bank, bruno, amount):
    with pytest.raises(Refused) as caught:
        move(bank, bruno, amount, kind="payment")
    assert caught.value.code == "amount"
    with pytest.raises(Refused) as caught:
        hold(bank, bruno, amount, kind="payment")
    assert caught.value.code == "amount"


@pytest.mark.parametrize("amount", [10.5, "10", True, 2**63])
def test_l1_a_row_made_by_hand_is_not_cut_to_a_whole_number_either(bank, bruno, refused, amount):
    refused("amount", Transfer(phase="move", payer=bank, payee=bruno, amount=amount, kind="payment"))
    with pytest.raises(Refused), transaction.atomic():
        Transfer.objects.create(phase="move", payer=bank, payee=bruno, amount=amount, kind="payment", value_on=timezone.localdate())


@pytest.mark.parametrize("amount", [0, -5])
def test_l1_a_row_made_by_hand_needs_more_than_zero(bank, bruno, refused, amount):
    refused("amount", Transfer(phase="move", payer=bank, payee=bruno, amount=amount, kind="payment"))


@pytest.mark.sqlite
@pytest.mark.parametrize("amount", ["10.5", "'dieci'", "9223372036854775808"])
def test_l1_raw_sql_of_sqlite_stores_no_other_type(bank, bruno, shut, amount):
    columns = "key, phase, payer_id, payee_id, amount, kind, cause, value_on"
    shut(f"INSERT INTO ledger_transfer ({columns}) VALUES ('{'a' * 32}', 'move', {bank.pk}, {bruno.pk}, {amount}, 'payment', '', '2026-01-01')")


def test_l1_the_largest_amount_is_taken_once(account, bank, refused):
    rich, poor = account("ricca", floor=None), account("povera", floor=None)
    post(move(bank, rich, LARGEST, kind="payment"))
    refused("amount", move(bank, rich, 1, kind="payment"))
    refused("amount", hold(poor, rich, 1, kind="payment"))
    refused("amount", hold(bank, poor, 2, kind="payment"))
    [held] = post(hold(rich, poor, LARGEST, kind="payment"))
    refused("amount", hold(bank, poor, 1, kind="payment"))
    post(settle(held))
    assert Account.objects.get(pk=poor.pk).balance == LARGEST


def test_l1_payer_and_payee_are_two_accounts_of_one_book(anna, bank, refused):
    other = open_account(book=open_book(code="altro", unit="EUR"), code="banca", floor=None)
    refused("books", move(anna, anna, 1, kind="payment"))
    refused("books", move(bank, other, 1, kind="payment"))
    refused("books", hold(other, bank, 1, kind="payment"))
    refused("books", move(Account(pk=10**9), bank, 1, kind="payment"))
    refused("books", move(bank, Account(pk=10**9), 1, kind="payment"))


def test_l1_every_book_sums_to_zero(anna, bruno, bank):
    [held] = post(hold(anna, bruno, 5000, kind="payment"))
    post(move(bank, anna, 300, kind="payment"), settle(held, 1200))
    post(hold(bruno, bank, 700, kind="payment"))
    sums = Account.objects.aggregate(balance=Sum("balance"), out=Sum("held_out"), into=Sum("held_in"))
    assert sums == {"balance": 0, "out": 700, "into": 700}


def test_l2_the_line_of_a_hundred(anna, bruno, refused, standing):
    [held] = post(hold(anna, bruno, 7000, kind="payment"))
    anna.refresh_from_db()
    assert anna.available == 3000
    assert refused("floor", move(anna, bruno, 3001, kind="payment")).short == 1
    assert refused("floor", hold(anna, bruno, 3050, kind="payment")).short == 50
    post(settle(held, 5000))
    assert standing(anna) == (-5000, 0, 0)
    refused("settlement", settle(held, 1))
    refused("settlement", void(held))
    post(move(anna, bruno, 5000, kind="payment"))
    assert refused("floor", move(anna, bruno, 1, kind="payment")).account == anna.pk


def test_l2_the_ceiling_counts_holds_too(account, anna, refused, standing):
    shop = account("bottega", ceiling=5000)
    error = refused("ceiling", move(anna, shop, 5001, kind="payment"))
    assert (error.short, error.account) == (1, shop.pk)
    [held] = post(hold(anna, shop, 3000, kind="payment"))
    assert refused("ceiling", hold(anna, shop, 2001, kind="payment")).short == 1
    post(move(anna, shop, 2000, kind="payment"), settle(held))
    assert standing(shop) == (5000, 0, 0)
    assert refused("ceiling", move(anna, shop, 1, kind="payment")).short == 1


@pytest.mark.parametrize("turned", [False, True])
def test_l2_where_both_limits_are_in_the_way_the_floor_is_told(account, refused, turned):
    """Accounts are locked in the order of their ids: what is told does not depend on it."""
    shop, till = (account("b", ceiling=10), account("a")) if turned else (account("b"), account("a", ceiling=10))
    payer, payee = (till, shop) if turned else (shop, till)
    assert refused("floor", move(payer, payee, 50, kind="payment")).short == 50


def test_l2_no_floor_and_no_ceiling_are_no_limits(bank, account):
    free = account("libera", floor=None)
    post(move(bank, free, 10**15, kind="payment"))
    post(move(free, bank, 3 * 10**15, kind="payment"))


def test_l3_a_limit_may_fall_below_the_position(anna, bruno, bank, refused, standing):
    post(move(anna, bruno, 8000, kind="payment"))
    set_limits(account=anna, floor=-1000, ceiling=None, reason="fine del fido", actor=None)
    assert refused("floor", move(anna, bruno, 1, kind="payment")).short == 7001
    post(move(bruno, anna, 500, kind="payment"))
    assert standing(anna) == (-7500, 0, 0)
    refused("floor", hold(anna, bruno, 1, kind="payment"))


def test_l3_a_ceiling_may_fall_below_the_position(bank, bruno, refused):
    post(move(bank, bruno, 8000, kind="payment"))
    set_limits(account=bruno, floor=0, ceiling=1000, reason="tetto", actor=None)
    refused("ceiling", move(bank, bruno, 1, kind="payment"))
    post(move(bruno, bank, 1, kind="payment"))


def test_l3_a_hold_made_before_is_settled_under_the_new_limit(anna, bruno, standing):
    [held] = post(hold(anna, bruno, 8000, kind="payment"))
    set_limits(account=anna, floor=0, ceiling=0, reason="fine", actor=None)
    set_limits(account=bruno, floor=0, ceiling=100, reason="fine", actor=None)
    post(settle(held))
    assert standing(anna) == (-8000, 0, 0)
    assert standing(bruno) == (8000, 0, 0)


def test_l4_what_a_settlement_leaves_is_released_at_once(anna, bruno, standing):
    [held] = post(hold(anna, bruno, 7000, kind="payment"))
    assert (standing(anna), standing(bruno)) == ((0, 7000, 0), (0, 0, 7000))
    post(settle(held, 1))
    assert (standing(anna), standing(bruno)) == ((-1, 0, 0), (1, 0, 0))


def test_l4_a_void_takes_the_whole_and_moves_nothing(anna, bruno, refused, standing):
    [held] = post(hold(anna, bruno, 7000, kind="payment"))
    part = void(held)
    part.amount = 6999
    refused("settlement", part)
    post(void(held))
    assert (standing(anna), standing(bruno)) == ((0, 0, 0), (0, 0, 0))
    refused("settlement", void(held))
    refused("settlement", settle(held))


@pytest.mark.parametrize("amount", [7001, LARGEST])
def test_l4_no_more_than_was_held(anna, bruno, refused, amount):
    post(hold(anna, bruno, 500, kind="payment"))
    [held] = post(hold(anna, bruno, 7000, kind="payment"))
    refused("settlement", settle(held, amount))


def test_l4_same_payer_and_payee_as_the_hold(anna, bruno, bank, refused):
    [held] = post(hold(anna, bruno, 700, kind="payment"))
    post(hold(anna, bank, 700, kind="payment"), hold(bank, bruno, 700, kind="payment"))
    for wrong in ({"payee_id": bank.pk}, {"payer_id": bank.pk}):
        row = settle(held)
        for name, value in wrong.items():
            setattr(row, name, value)
        refused("settlement", row)


def test_l4_only_a_hold_is_settled(anna, bruno, refused):
    [moved] = post(move(anna, bruno, 700, kind="payment"))
    post(hold(anna, bruno, 700, kind="payment"))
    refused("settlement", settle(moved))
    with pytest.raises(Refused) as caught:
        settle(move(anna, bruno, 700, kind="payment"))
    assert caught.value.code == "settlement"


def test_l4_the_rest_stays_reserved_by_a_new_hold_in_the_same_group(anna, bruno, standing):
    [held] = post(hold(anna, bruno, 7000, kind="payment"))
    post(settle(held, 5000), hold(anna, bruno, 2000, kind="payment"))
    assert standing(anna) == (-5000, 2000, 0)


def test_l4_a_hold_is_found_by_its_key(anna, bruno, standing):
    [held] = post(hold(anna, bruno, 7000, kind="payment"))
    post(void(held.key))
    assert standing(anna) == (0, 0, 0)


def test_l5_an_expired_hold_is_not_settled_but_still_reserves(anna, bruno, refused, standing):
    [held] = post(hold(anna, bruno, 7000, kind="payment", expires=timezone.now() - timedelta(seconds=1)))
    refused("expired", settle(held))
    refused("expired", settle(held, value_on=timezone.localdate() - timedelta(days=9)))
    assert standing(anna) == (0, 7000, 0)
    post(void(held))
    assert standing(anna) == (0, 0, 0)


def test_l5_the_database_s_clock_judges_not_the_caller_s(anna, bruno, refused):
    [held] = post(hold(anna, bruno, 7000, kind="payment", expires=timezone.now() - timedelta(seconds=1)))
    row = settle(held)
    row.at = timezone.now() - timedelta(days=1)
    refused("expired", row)


def test_l5_a_hold_in_time_is_settled(anna, bruno):
    [held] = post(hold(anna, bruno, 7000, kind="payment", expires=timezone.now() + timedelta(minutes=1)))
    [paid] = post(settle(held))
    assert abs(paid.at - timezone.now()) < timedelta(minutes=1)


def test_l5_whole_seconds_are_read_alike(anna, bruno, refused):
    """Django writes no fraction on SQLite when there is none."""
    second = timezone.now().replace(microsecond=0)
    [held] = post(hold(anna, bruno, 1, kind="payment", expires=second - timedelta(seconds=2)))
    refused("expired", settle(held))
    [held] = post(hold(anna, bruno, 1, kind="payment", expires=second + timedelta(seconds=60)))
    post(settle(held))
