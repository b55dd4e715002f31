"""What the database itself refuses, raw SQL included (M2, M3)."""

import pytest
from django.db import DatabaseError, connection, transaction

from vivaio_core.payments.checks import books_agree
from vivaio_core.payments.models.charges import Allocation
from vivaio_core.payments.selectors.soundness import faults
from vivaio_core.payments.services.bounce import bounce
from vivaio_core.payments.services.give_back import give_back
from vivaio_core.payments.services.undo_allocation import undo_allocation
from vivaio_core.payments.services.void_charge import void_charge


@pytest.fixture
def shut():
    def attempt(statement):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    return attempt


ALLOCATE = (
    'INSERT INTO payments_allocation (receipt_id, charge_id, amount, undoes_id, "on", transfer_key, created_at)'
    " VALUES ({receipt}, {charge}, {amount}, {undoes}, '2026-03-10', '{key}', '2026-03-10 10:00:00+00')"
)
KEY = "6f3c1a529d0e4c8b8a412f6b7c1d9e04"


def row(receipt, charge, amount, undoes="NULL"):
    return ALLOCATE.format(receipt=receipt.pk, charge=charge.pk, amount=amount, undoes=undoes, key=KEY)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payments_allocation SET amount = amount - 1",
        "UPDATE payments_allocation SET charge_id = charge_id + 1",
        "DELETE FROM payments_allocation",
        "UPDATE payments_receipt SET amount = amount + 1",
        "UPDATE payments_receipt SET method = 'cash'",
        "UPDATE payments_receipt SET value_on = '2026-01-01'",
        "DELETE FROM payments_receipt",
        "UPDATE payments_charge SET amount = amount + 1",
        "UPDATE payments_charge SET debtor_id = debtor_id + 1",
        "DELETE FROM payments_charge",
        "UPDATE payments_charge SET state = 'void'",
        "UPDATE payments_receipt SET state = 'bounced'",
    ],
)
def test_m2_money_is_written_once(charge, paid, shut, statement):
    paid(4000, charge=charge(10000))
    shut(statement)


def test_m2_no_receipt_pays_more_than_it_is_and_no_charge_is_paid_more(charge, paid, anna, shut):
    first, second, receipt = charge(10000), charge(3000, "prova:2"), paid(4000, payer=anna)
    shut(row(receipt, first, 4001))
    shut(row(receipt, second, 3001))
    shut(row(paid(100, payer=anna, unit="CHF"), first, 100))
    give_back(receipt=receipt, amount=1000, on=receipt.value_on, reason="Troppo", actor=None)
    shut(row(receipt, first, 3001))
    shut("UPDATE payments_givenback SET amount = 1")
    shut("UPDATE payments_charge SET state = 'settled', settled_on = '2026-03-10'")


def test_m2_an_opposite_row_is_the_opposite_of_one_row(charge, paid, shut):
    owed = charge(10000)
    receipt = paid(4000, charge=owed)
    made = receipt.allocations.get()
    shut(row(receipt, owed, -3999, made.pk))
    shut(row(receipt, owed, -4000))
    shut(row(receipt, owed, 4000, made.pk))
    undo_allocation(allocation=made, on=receipt.value_on, actor=None)
    shut(row(receipt, owed, -4000, made.pk))
    assert Allocation.objects.count() == 2


def test_m2_what_is_gone_pays_nothing_and_stays_gone(charge, paid, anna, shut):
    owed, receipt = charge(10000), paid(4000, payer=anna)
    bounce(receipt=receipt, on=receipt.value_on, reason="Scoperto", actor=None)
    shut(row(receipt, owed, 100))
    shut("UPDATE payments_receipt SET state = 'recorded', bounced_on = NULL")
    void_charge(charge=owed, reason="Errore", on=receipt.value_on, actor=None)
    shut(row(paid(100, payer=anna), owed, 100))
    shut("UPDATE payments_charge SET state = 'open'")


@pytest.mark.broken_books
def test_books_that_disagree_are_found_by_the_doctor(charge, paid, anna):
    paid(4000, charge=charge(10000))
    assert (faults(), books_agree(None, ["default"]), books_agree(None)) == ([], [], [])
    receipt = paid(500, payer=anna)
    receipt.pk, receipt.transfer_key = None, KEY
    receipt.save(force_insert=True)
    found = faults()
    assert {(one.what, one.expected - one.found) for one in found} == {("incassi:banca", -500), ("incassi:da-pagare", 500)}
    assert [message.id for message in books_agree(None, ["default"])] == ["payments.E002"]
