"""Two operators at once: real processes, six on PostgreSQL, three on SQLite (M2)."""

from datetime import date

import payments_crowd
import pytest
from bank_files import IBAN, camt, entry, statement
from django.db import connection

from vivaio_core.ledger.api import check
from vivaio_core.payments.models.charges import Allocation, Charge, PaymentException, Receipt
from vivaio_core.payments.selectors.receipts import free
from vivaio_core.payments.selectors.soundness import faults
from vivaio_core.payments.services.bring_statement import bring_statement
from vivaio_core.payments.services.raise_charge import raise_charge
from vivaio_core.payments.services.record_receipt import record_receipt
from vivaio_core.payments.services.set_account import set_account
from vivaio_core.people.services import register_party

ON = date(2026, 3, 10)


@pytest.fixture
def many(database_url):
    return 6 if connection.vendor == "postgresql" else 3


@pytest.fixture
def world(many):
    """Anna owes 100.00 as many times as there are processes, and has paid 100.00 once."""
    anna = register_party(first_name="Anna", last_name="Bassi", actor=None)
    for number in range(many):
        raise_charge(debtor=anna, cause=f"prova:{number}", title="Prova", amount=10000, due_on=ON, on=ON, actor=None)
    return anna


@pytest.fixture
def money(world):
    return record_receipt(method="bank_transfer", amount=10000, received_on=ON, value_on=ON, actor=None, payer=world)


def sound():
    return (check(), faults()) == ([], [])


def test_m2_two_operators_allocate_the_same_receipt_once(database_url, many, money):
    assert payments_crowd.at_once(payments_crowd.cover, many) == ["ok", *["refused:amount"] * (many - 1)]
    assert (free(money), Allocation.objects.count(), Charge.objects.filter(state="settled").count(), sound()) == (0, 1, 1, True)


def test_m2_the_same_reference_twice_is_one_receipt(database_url, many, world):
    assert len(set(payments_crowd.at_once(payments_crowd.same_reference, many))) == 1
    assert (Receipt.objects.count(), Allocation.objects.count(), PaymentException.objects.count(), sound()) == (1, 1, 0, True)


def test_m2_two_payments_of_one_charge_settle_it_once(database_url, many, world):
    assert len(set(payments_crowd.at_once(payments_crowd.own_receipt, many))) == many
    assert (Receipt.objects.count(), Allocation.objects.count(), PaymentException.objects.filter(kind="duplicate").count()) == (many, 1, many - 1)
    assert sound()


def test_m1_one_cause_at_once_is_one_charge(database_url, many, world):
    assert len(set(payments_crowd.at_once(payments_crowd.same_cause, many))) == 1
    assert Charge.objects.filter(cause="prova:uno").count() == 1


def test_m2_paid_or_cancelled_never_both(database_url, many, money):
    said = payments_crowd.at_once(payments_crowd.pay_or_void, many)
    state = Charge.objects.order_by("pk")[0].state
    assert ("paid" in said, "void" in said) in ((True, False), (False, True))
    assert (state, sound()) == ("settled" if "paid" in said else "void", True)


def test_m1_a_bounce_and_an_allocation_at_once_leave_sound_books(database_url, many, money):
    payments_crowd.at_once(payments_crowd.cover_or_bounce, many)
    assert (Receipt.objects.get().state, Charge.objects.filter(state="settled").count(), sound()) == ("bounced", 0, True)


def test_m4_a_line_of_the_bank_confirmed_at_once_is_one_payment(database_url, many, world):
    set_account(holder="Insieme", iban=IBAN, valid_from=date(2020, 1, 1), actor=None)
    content = camt(statement(entry("100.00"), closing="200.00"))
    bring_statement(content=content, file_name="x.xml", actor=None)
    assert len(set(payments_crowd.at_once(payments_crowd.same_line, many))) == 1
    assert (Receipt.objects.count(), Charge.objects.filter(state="settled").count(), sound()) == (1, 1, True)
