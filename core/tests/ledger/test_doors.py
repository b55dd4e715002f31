"""L9 to L11: what the database itself does not let anybody do, raw SQL included."""

import pytest
from django.core.checks import run_checks
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from vivaio_core.ledger.api import close_account, freeze, hold, move, open_account, open_book, post, reverse, set_limits, settle, unfreeze, void
from vivaio_core.ledger.errors import Refused
from vivaio_core.ledger.models import Account, Transfer
from vivaio_core.ledger.triggers import GUARD

pytestmark = pytest.mark.django_db


def test_l9_a_suspended_account_neither_pays_nor_receives(anna, bruno, bank, refused, standing):
    [kept] = post(hold(anna, bruno, 100, kind="payment"))
    [gone] = post(hold(anna, bruno, 50, kind="payment"))
    [paid] = post(move(bank, anna, 10, kind="payment"))
    freeze(account=anna, reason="verifica", actor=None)
    for row in (move(anna, bruno, 1, kind="payment"), move(bank, anna, 1, kind="payment"), hold(anna, bruno, 1, kind="payment"), reverse(paid)):
        assert refused("frozen", row).account == anna.pk
    refused("frozen", hold(bank, anna, 1, kind="payment"))
    post(settle(kept), void(gone))
    assert standing(anna) == (-90, 0, 0)
    unfreeze(account=anna, reason="verificata", actor=None)
    post(move(anna, bruno, 1, kind="payment"))


def test_l9_a_closed_account_takes_nothing_and_stays_closed(anna, bruno, refused):
    close_account(account=bruno, reason="uscita", actor=None)
    assert refused("closed", move(anna, bruno, 1, kind="payment")).account == bruno.pk
    refused("closed", hold(bruno, anna, 1, kind="payment"))
    for act in (freeze, unfreeze):
        with pytest.raises(Refused) as caught:
            act(account=bruno, reason="x", actor=None)
        assert caught.value.code == "closed"
    with pytest.raises(Refused):
        set_limits(account=bruno, floor=-1, ceiling=None, reason="x", actor=None)


def test_l9_closing_needs_balance_and_holds_at_zero(anna, bruno, shut):
    [held] = post(hold(anna, bruno, 100, kind="payment"))
    for account in (anna, bruno):
        with pytest.raises(Refused) as caught:
            close_account(account=account, reason="uscita", actor=None)
        assert caught.value.code == "closed"
        shut("UPDATE ledger_account SET state = 'closed' WHERE id = %s", account.pk)
    post(settle(held))
    shut("UPDATE ledger_account SET state = 'closed' WHERE id = %s", anna.pk)
    post(move(bruno, anna, 100, kind="payment"))
    assert close_account(account=anna, reason="uscita", actor=None).state == "closed"
    shut("UPDATE ledger_account SET state = 'open' WHERE id = %s", anna.pk)
    shut("UPDATE ledger_account SET floor = NULL WHERE id = %s", anna.pk)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_transfer SET amount = amount + 1",
        "UPDATE ledger_transfer SET cause = 'altro'",
        "UPDATE ledger_transfer SET value_on = '2020-01-01'",
        "UPDATE ledger_transfer SET payer_seq = 0, payee_seq = 0",
        "UPDATE ledger_transfer SET payer_balance = 0",
        "DELETE FROM ledger_transfer",
        "DELETE FROM ledger_account",
        "UPDATE ledger_account SET code = 'z' || code",
        "UPDATE ledger_account SET book_id = book_id + 1",
        "UPDATE ledger_account SET id = id + 1000",
        "UPDATE ledger_account SET balance = balance + 1",
        "UPDATE ledger_account SET held_out = held_out + 1",
        "UPDATE ledger_account SET held_in = held_in + 1",
        "UPDATE ledger_account SET seq = 0",
        "UPDATE ledger_book SET unit = 'LBX'",
        "UPDATE ledger_book SET scale = 3",
        "UPDATE ledger_book SET code = 'altro'",
        "DELETE FROM ledger_book",
    ],
)
def test_l10_doors_shut_to_raw_sql(anna, bruno, shut, statement):
    post(move(anna, bruno, 100, kind="payment"), hold(anna, bruno, 5, kind="payment"))
    before = (list(Account.objects.values()), list(Transfer.objects.values()))
    shut(statement)
    assert (list(Account.objects.values()), list(Transfer.objects.values())) == before


@pytest.mark.parametrize("column", ["balance", "held_out", "held_in", "seq"])
def test_l10_an_account_is_born_with_zeros(book, shut, column):
    shut(f"INSERT INTO ledger_account (book_id, code, kind, owner, state, {column}) VALUES ({book.pk}, 'x', 'member', '', 'open', 1)")


@pytest.mark.parametrize("code", ["", "a b", "à", "a/b", "a" * 65, "a\n"])
def test_l10_a_code_has_few_letters(book, shut, code):
    with pytest.raises(ValueError, match="letters"):
        open_account(book=book, code=code)
    shut("INSERT INTO ledger_account (book_id, code, kind, owner, state) VALUES (%s, %s, 'member', '', 'open')", book.pk, code)


def test_l10_letters_digits_and_four_signs_are_a_code(book):
    assert open_account(book=book, code="Socio:1_a.b-C").code == "Socio:1_a.b-C"


@pytest.mark.parametrize("columns", ["payer_seq = 7", "payee_seq = 7"])
def test_l10_running_balances_are_not_given_by_the_caller(anna, bruno, shut, columns):
    name, value = columns.split(" = ")
    names = f"key, phase, payer_id, payee_id, amount, kind, cause, value_on, {name}"
    shut(f"INSERT INTO ledger_transfer ({names}) VALUES ('{'a' * 32}', 'move', {anna.pk}, {bruno.pk}, 1, 'payment', '', '2026-01-01', {value})")


def test_l10_a_row_of_raw_sql_goes_through_the_same_rules(anna, bruno, shut, standing):
    names = "key, phase, payer_id, payee_id, amount, kind, cause, value_on"
    insert = f"INSERT INTO ledger_transfer ({names}) VALUES ('{{}}', '{{}}', {{}}, {{}}, {{}}, 'fee', '', '2026-01-01')"
    shut(insert.format("a" * 32, "move", anna.pk, bruno.pk, 10001))
    shut(insert.format("a" * 32, "post", anna.pk, bruno.pk, 1))
    shut(insert.format("a" * 32, "swap", anna.pk, bruno.pk, 1))
    shut(insert.format("a" * 32, "move", anna.pk, anna.pk, 1))
    shut(insert.format("a" * 32, "move", anna.pk, bruno.pk, 0))
    with connection.cursor() as cursor:
        cursor.execute(insert.format("a" * 32, "move", anna.pk, bruno.pk, 10000))
        cursor.execute(insert.format("a" * 32, "move", anna.pk, bruno.pk, 10000))
    assert standing(bruno) == (10000, 0, 0)
    assert Transfer.objects.get().payer_balance == -10000


@pytest.mark.postgres
@pytest.mark.parametrize("table", ["ledger_transfer", "ledger_account", "ledger_account, ledger_transfer, ledger_seal, ledger_book CASCADE"])
def test_l10_no_truncate(anna, bruno, shut, table):
    post(move(anna, bruno, 100, kind="payment"))
    shut(f"TRUNCATE {table}")


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("table", "columns", "values"),
    [
        ("ledger_account", "id, book_id, code, kind, owner, state", "id, book_id, code, kind, owner, state"),
        ("ledger_account", "book_id, code, kind, owner, state", "book_id, code, kind, owner, state"),
        (
            "ledger_transfer",
            "id, key, phase, payer_id, payee_id, amount, kind, cause, value_on",
            f"id, '{'c' * 32}', phase, payer_id, payee_id, 1, kind, cause, value_on",
        ),
        (
            "ledger_transfer",
            "key, phase, payer_id, payee_id, amount, kind, cause, value_on",
            "key, phase, payer_id, payee_id, 1, kind, cause, value_on",
        ),
    ],
)
def test_l10_insert_or_replace_does_not_rewrite(anna, bruno, table, columns, values):
    post(move(anna, bruno, 100, kind="payment"))
    before = (list(Account.objects.values()), list(Transfer.objects.values()))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {values} FROM {table}")
    assert (list(Account.objects.values()), list(Transfer.objects.values())) == before


@pytest.mark.sqlite
def test_l10_insert_or_replace_does_not_replace_a_settlement(anna, bruno, standing):
    [held] = post(hold(anna, bruno, 100, kind="payment"))
    post(settle(held, 40))
    names = "key, phase, payer_id, payee_id, amount, kind, settles_id, cause, value_on"
    values = f"'{'b' * 32}', 'post', {anna.pk}, {bruno.pk}, 90, 'payment', {held.pk}, '', '2026-01-01'"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT OR REPLACE INTO ledger_transfer ({names}) VALUES ({values})")
    assert standing(bruno) == (40, 0, 0)


def test_l10_bulk_create_is_no_back_door(anna, bruno, standing):
    today = timezone.localdate()
    rows = [Transfer(phase="move", payer=anna, payee=bruno, amount=6000, kind="payment", value_on=today) for _ in range(2)]
    with pytest.raises(DatabaseError), transaction.atomic():
        Transfer.objects.bulk_create(rows)
    assert standing(anna) == (0, 0, 0)
    Transfer.objects.bulk_create(rows[:1])
    assert standing(anna) == (-6000, 0, 0)


def test_l10_limits_and_names_of_owners_stay_free(anna):
    Account.objects.filter(pk=anna.pk).update(floor=-5, owner="party:7")
    assert Account.objects.get(pk=anna.pk).floor == -5


def test_l10_a_missing_guard_is_told():
    assert GUARD.missing(connection) == []
    assert "ledger.E001" not in {message.id for message in run_checks(databases=["default"])}
    GUARD.remove(connection)
    assert len(GUARD.missing(connection)) >= 8
    assert "ledger.E001" in {message.id for message in run_checks(databases=["default"])}
    GUARD.install(connection)
    GUARD.install(connection)
    assert GUARD.missing(connection) == []


@pytest.mark.postgres
def test_l10_a_guard_switched_off_is_missing():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_transfer DISABLE TRIGGER ledger_transfer_update")
    assert GUARD.missing(connection) == ["ledger_transfer_update"]


def test_l11_each_running_balance_follows_the_one_before(anna, bruno, bank):
    post(move(bank, anna, 500, kind="payment"))
    [held] = post(hold(anna, bruno, 200, kind="payment"))
    post(move(anna, bruno, 100, kind="payment"), settle(held, 150), move(bruno, anna, 30, kind="payment"))
    sides = [(row.payer_seq, row.payer_balance) if row.payer_id == anna.pk else (row.payee_seq, row.payee_balance) for row in Transfer.objects.all()]
    assert sorted(sides) == [(1, 500), (2, 500), (3, 400), (4, 250), (5, 280)]
    assert Account.objects.get(pk=anna.pk).seq == 5


def test_l1_a_book_keeps_its_unit():
    open_book(code="cassa", unit="EUR")
    assert open_book(code="cassa", unit="EUR").pk == open_book(code="cassa", unit="EUR").pk
    with pytest.raises(ValueError, match="EUR"):
        open_book(code="cassa", unit="LBX")
    with pytest.raises(ValueError, match="letters"):
        open_book(code="la cassa", unit="EUR")
