"""Two people prepare files at the same moment: real processes, six on PostgreSQL, three on SQLite (M6)."""

import payments_crowd
import pytest
from django.db import connection
from payment_files import ON, account, mandate

from vivaio_core.ledger.api import check
from vivaio_core.payments.models.charges import Receipt
from vivaio_core.payments.models.sepa import PaymentFile, PaymentFileRow
from vivaio_core.payments.selectors.soundness import faults
from vivaio_core.payments.services.decide_file import approve_file, hand_over
from vivaio_core.payments.services.raise_charge import raise_charge
from vivaio_core.people.services import register_party


@pytest.fixture
def many(database_url):
    return 6 if connection.vendor == "postgresql" else 3


@pytest.fixture
def world(database_url):
    """Anna owes twice, and has signed."""
    anna = register_party(first_name="Anna", last_name="Bassi", actor=None)
    account()
    mandate(anna)
    for number in range(2):
        raise_charge(debtor=anna, cause=f"prova:{number}", title="Prova", amount=1000, due_on=ON, on=ON, actor=None)
    return anna


def test_m6_the_same_charges_go_into_one_file_whoever_prepares(world, many):
    assert payments_crowd.at_once(payments_crowd.same_debits, many) == ["ok:2000", *["refused:"] * (many - 1)]
    assert (PaymentFile.objects.count(), PaymentFileRow.objects.count()) == (1, 2)


def test_m6_the_same_form_sent_at_once_is_one_file_carried_out_once(world, many):
    assert len(set(payments_crowd.at_once(payments_crowd.same_file, many))) == 1
    file = PaymentFile.objects.get()
    approve_file(file=file, on=ON, actor=None)
    hand_over(file=file, on=ON, actor=None)
    assert payments_crowd.at_once(payments_crowd.carry_out, many) == ["executed"] * many
    assert (Receipt.objects.count(), check(), faults()) == (2, [], [])
