"""L6 to L8, L15 to L18: keys, groups, reversals, refusals."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from vivaio_core.ledger.api import KeyReused, Refused, close_account, freeze, hold, move, open_account, open_book, post, reverse, set_limits, settle
from vivaio_core.ledger.models import Account, Book, Seal, Transfer
from vivaio_core.trail.models import Event

pytestmark = pytest.mark.django_db


def test_l6_the_same_key_gives_the_stored_row(anna, bruno, standing):
    key = uuid4()
    [first] = post(move(anna, bruno, 1000, kind="payment", key=key))
    [again] = post(move(anna, bruno, 1000, kind="payment", key=key))
    assert (again.pk, again.payer_seq, again.at) == (first.pk, first.payer_seq, first.at)
    assert standing(anna) == (-1000, 0, 0)


def test_l6_cause_and_days_are_no_content(anna, bruno):
    key = uuid4()
    [first] = post(move(anna, bruno, 1000, kind="payment", key=key, cause="a", value_on=date(2026, 1, 1)))
    [again] = post(move(anna, bruno, 1000, kind="payment", key=key, cause="b", value_on=date(2026, 2, 2)))
    assert (again.cause, again.value_on) == ("a", date(2026, 1, 1))
    assert again.pk == first.pk


def test_l6_a_known_key_is_answered_when_limits_and_state_no_longer_allow_it(anna, bruno):
    key = uuid4()
    [first] = post(move(anna, bruno, 9000, kind="payment", key=key))
    set_limits(account=anna, floor=0, ceiling=None, reason="fine", actor=None)
    assert post(move(anna, bruno, 9000, kind="payment", key=key))[0].pk == first.pk
    freeze(account=anna, reason="verifica", actor=None)
    freeze(account=bruno, reason="verifica", actor=None)
    assert post(move(anna, bruno, 9000, kind="payment", key=key))[0].pk == first.pk


def test_l6_a_known_key_is_answered_after_the_accounts_are_closed(anna, bruno):
    key = uuid4()
    [first] = post(move(anna, bruno, 500, kind="payment", key=key))
    post(reverse(first))
    for account in (anna, bruno):
        close_account(account=account, reason="uscita", actor=None)
    assert post(move(anna, bruno, 500, kind="payment", key=key))[0].pk == first.pk


@pytest.mark.parametrize("change", ["amount", "payee", "payer", "kind", "phase", "settles", "reverses"])
def test_l6_the_same_key_with_other_content_is_refused(anna, bruno, bank, change):
    key = uuid4()
    [held] = post(hold(anna, bruno, 100, kind="payment"))
    [moved] = post(move(bank, anna, 100, kind="payment"))
    post(move(anna, bruno, 100, kind="payment", key=key))
    other = {
        "amount": lambda: move(anna, bruno, 101, kind="payment", key=key),
        "payee": lambda: move(anna, bank, 100, kind="payment", key=key),
        "payer": lambda: move(bank, bruno, 100, kind="payment", key=key),
        "kind": lambda: move(anna, bruno, 100, kind="fee", key=key),
        "phase": lambda: hold(anna, bruno, 100, kind="payment", key=key),
        "settles": lambda: settle(held, key=key),
        "reverses": lambda: reverse(moved, key=key),
    }[change]()
    count = Transfer.objects.count()
    with pytest.raises(KeyReused) as caught:
        post(move(bank, bruno, 5, kind="payment"), other)
    assert caught.value.key == key
    assert Transfer.objects.count() == count


def test_l6_the_settlement_s_and_the_reversal_s_key_are_repeated_too(anna, bruno, standing):
    [held] = post(hold(anna, bruno, 100, kind="payment"))
    paid, back = uuid4(), uuid4()
    first = post(settle(held, 60, key=paid)) + post(reverse(paid, key=back))
    again = post(settle(held, 60, key=paid)) + post(reverse(paid, key=back))
    assert [row.pk for row in first] == [row.pk for row in again]
    with pytest.raises(KeyReused):
        post(settle(held, 61, key=paid))
    assert standing(anna) == (0, 0, 0)


def test_l6_known_and_new_keys_in_one_call(anna, bruno, standing):
    key = uuid4()
    [first] = post(move(anna, bruno, 1000, kind="payment", key=key))
    rows = post(move(anna, bruno, 1, kind="payment"), move(anna, bruno, 1000, kind="payment", key=key), move(anna, bruno, 2, kind="payment"))
    assert [row.amount for row in rows] == [1, 1000, 2]
    assert rows[1].pk == first.pk
    assert standing(anna) == (-1003, 0, 0)
    assert [row.payer_balance for row in rows] == [-1001, -1000, -1003]


def test_l6_one_key_twice_in_a_call_is_refused(anna, bruno):
    row = move(anna, bruno, 1, kind="payment")
    with pytest.raises(KeyReused):
        post(row, row)
    assert not Transfer.objects.exists()


def test_l7_a_group_is_all_or_nothing(anna, bruno, refused):
    error = refused("floor", move(anna, bruno, 6000, kind="payment"), move(anna, bruno, 6000, kind="payment"))
    assert error.short is None


def test_l7_the_order_given_is_the_order_judged(anna, bruno, account, bank, refused, standing):
    third = account("carla")
    post(move(bank, anna, 5000, kind="payment"))
    set_limits(account=anna, floor=0, ceiling=None, reason="prova", actor=None)
    refused("floor", move(bruno, third, 5000, kind="payment"), move(anna, bruno, 5000, kind="payment"))
    rows = post(move(anna, bruno, 5000, kind="payment"), move(bruno, third, 5000, kind="payment"))
    assert (rows[0].payee_seq, rows[1].payer_seq) == (1, 2)
    assert [standing(one)[0] for one in (anna, bruno, third)] == [0, 0, 5000]


def test_l7_a_group_spans_books(anna, bruno, refused, standing):
    credits = open_book(code="liberex", unit="LBX")
    buyer, shop = open_account(book=credits, code="anna", floor=-50000), open_account(book=credits, code="bottega")
    due, bank = open_account(book=anna.book, code="da-pagare", floor=None), open_account(book=anna.book, code="cassa", floor=None)
    held = post(hold(buyer, shop, 50000, kind="payment"), hold(due, bruno, 72000, kind="payment"))
    assert (standing(buyer), standing(shop)) == ((0, 50000, 0), (0, 0, 50000))
    refused("settlement", settle(held[0]), settle(held[1], 72001))
    rows = post(move(bank, due, 72000, kind="payment"), *(settle(one) for one in held))
    assert (standing(buyer), standing(shop)) == ((-50000, 0, 0), (50000, 0, 0))
    assert (standing(bank), standing(due), standing(bruno)) == ((-72000, 0, 0), (0, 0, 0), (72000, 0, 0))
    assert {row.group for row in rows} == {rows[0].key}


def test_l7_the_premium_paid_in_two_units(book):
    """Dossier 6: 1,000.00 = 700.00 EUR + 300.00 LBX, the cooperative advances the euro of the credits."""
    credits, premiums = open_book(code="liberex", unit="LBX"), open_book(code="premi", unit="EUR")
    member, coop = open_account(book=credits, code="socia", floor=-30000), open_account(book=credits, code="cooperativa")
    bank, insurer = open_account(book=premiums, code="banca", floor=None), open_account(book=premiums, code="compagnia")
    rows = [move(bank, insurer, 70000, kind="payment"), move(bank, insurer, 30000, kind="payment"), move(member, coop, 30000, kind="payment")]
    post(*rows)
    found = dict(Account.objects.values_list("pk", "balance"))
    assert [found[one.pk] for one in (insurer, bank, member, coop)] == [100000, -100000, -30000, 30000]


def test_l8_a_reversal_pays_back_once(anna, bruno, refused, standing):
    [paid] = post(move(anna, bruno, 1000, kind="payment"))
    [back] = post(reverse(paid))
    assert (back.payer_id, back.payee_id, back.amount, back.kind) == (bruno.pk, anna.pk, 1000, "reversal")
    assert standing(anna) == (0, 0, 0)
    refused("reversal", reverse(paid))
    refused("reversal", reverse(back))


def test_l8_it_obeys_the_limits(anna, bruno, bank, refused):
    [paid] = post(move(anna, bruno, 1000, kind="payment"))
    post(move(bruno, bank, 400, kind="payment"))
    assert refused("floor", reverse(paid)).short == 400
    post(move(bank, bruno, 400, kind="payment"))
    post(reverse(paid))


def test_l8_a_settlement_is_reversed_a_hold_is_not(anna, bruno, refused):
    [held] = post(hold(anna, bruno, 1000, kind="payment"))
    [other] = post(hold(anna, bruno, 1, kind="payment"))
    post(move(anna, bruno, 1000, kind="payment"))
    refused("reversal", reverse(held))
    [paid] = post(settle(held, 900))
    post(reverse(paid))
    refused("reversal", reverse(paid))
    refused("reversal", reverse(other))


@pytest.mark.parametrize("wrong", ["amount", "swapped", "elsewhere"])
def test_l8_a_reversal_is_the_same_amount_the_other_way(anna, bruno, bank, refused, wrong):
    [paid] = post(move(anna, bruno, 1000, kind="payment"))
    row = reverse(paid)
    if wrong == "amount":
        row.amount = 999
    elif wrong == "swapped":
        row.payer_id, row.payee_id = row.payee_id, row.payer_id
    else:
        row.payee_id = bank.pk
    refused("reversal", row)


def test_l8_what_is_not_in_the_books_is_not_reversed():
    with pytest.raises(Refused) as caught:
        reverse(uuid4())
    assert caught.value.code == "reversal"


def test_l15_no_free_text_in_the_kernel_s_rows():
    texts = {
        (model.__name__, field.name): field.max_length
        for model in (Book, Account, Transfer, Seal)
        for field in model._meta.local_fields
        if isinstance(field, models.CharField | models.TextField)
    }
    assert all(length is not None and length <= 80 for length in texts.values())
    assert {name for model, name in texts if model == "Transfer"} == {"phase", "kind", "cause"}


def test_l15_a_kind_must_be_known(anna, bruno):
    with pytest.raises(ValueError, match="not registered"):
        move(anna, bruno, 1, kind="per il compleanno di Anna")


def test_l16_a_transfer_is_its_own_record(anna, bruno):
    before = Event.objects.count()
    post(move(anna, bruno, 1, kind="payment"), hold(anna, bruno, 1, kind="payment"))
    assert Event.objects.count() == before


def test_l16_one_statement_for_a_payment_and_for_a_group(anna, bruno):
    """On PostgreSQL; SQLite has one for each row, and reads them back. The savepoint is the test's transaction's."""
    for count in (1, 100):
        rows = [move(anna, bruno, 1, kind="payment") for _ in range(count)]
        with CaptureQueriesContext(connection) as queries:
            post(*rows)
        made = [query for query in queries if "SAVEPOINT" not in query["sql"]]
        assert len(made) == (1 if connection.vendor == "postgresql" else count + 1)


def test_l17_a_refusal_names_limit_amount_and_what_to_do(anna, bruno, account, refused):
    shop = account("bottega", ceiling=123456)
    text = str(refused("floor", move(anna, bruno, 10001, kind="payment")))
    assert "anna" in text
    assert "−100,00 €" in text
    assert "0,01 €" in text
    post(move(account("cassa", floor=None), shop, 123455, kind="payment"))
    text = str(refused("ceiling", move(anna, shop, 1000, kind="payment")))
    assert "1.234,56 €" in text
    assert "9,99 €" in text


def test_l17_the_caller_s_transaction_goes_on_after_a_refusal(anna, bruno, standing):
    with transaction.atomic():
        with pytest.raises(Refused):
            post(move(bruno, anna, 1, kind="payment"))
        post(move(anna, bruno, 1, kind="payment"))
    assert standing(anna) == (-1, 0, 0)


def test_l18_at_most_a_thousand_rows_a_call(bank, bruno, standing):
    rows = [move(bank, bruno, 1, kind="payment") for _ in range(1001)]
    with pytest.raises(ValueError, match="1000"):
        post(*rows)
    assert standing(bruno) == (0, 0, 0)
    assert [row.payee_seq for row in post(*rows[:1000])] == list(range(1, 1001))
    assert post() == []


def test_value_date_is_today_when_none_is_given(anna, bruno):
    [row] = post(move(anna, bruno, 1, kind="payment"))
    stored = Transfer.objects.get()
    assert stored.value_on == timezone.localdate()
    assert stored.pk == row.pk
    assert isinstance(stored.key, UUID)
