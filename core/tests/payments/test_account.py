"""Where members send their money: an administrator writes it, the page and the code say the same."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from office import enter_as

from vivaio_core.payments.models.accounts import CollectionAccount
from vivaio_core.payments.selectors.accounts import account_in_use, bank_transfer
from vivaio_core.payments.services.set_account import set_account
from vivaio_core.people.errors import Refused
from vivaio_core.trail.models import Event
from vivaio_core.trail.sentences import told as sentence

ON = date(2026, 3, 10)
IBAN = "IT60X0542811101000000123456"


def written(iban=IBAN, on=date(2020, 1, 1), actor=None, holder="Insieme"):
    return set_account(holder=holder, iban=iban, valid_from=on, actor=actor)


def test_the_account_of_the_day_is_the_last_that_has_begun(charge, bruno):
    owed = charge(10050)
    assert bank_transfer(owed, 10050, ON) is None
    first, second = written("it60 x054 2811 1010 0000 0123 456"), written("DE89370400440532013000", date(2026, 3, 11))
    assert (account_in_use(ON), account_in_use(date(2026, 3, 11)), account_in_use(date(2019, 1, 1))) == (first, second, None)
    way = bank_transfer(owed, 10050, ON)
    assert (way.iban, way.holder) == ("IT60 X054 2811 1010 0000 0123 456", "Insieme")
    assert bank_transfer(charge(100, "prova:2", creditor=bruno), 100, ON) is None


@pytest.mark.parametrize(("iban", "holder"), [("IT61X0542811101000000123456", "Insieme"), ("ciao", "Insieme"), ("", "Insieme"), (IBAN, " ")])
def test_an_account_that_cannot_be_is_refused(db, iban, holder):
    with pytest.raises(Refused):
        written(iban, holder=holder)


def test_only_an_administrator_writes_it_and_it_stays_written(db, staff):
    with pytest.raises(PermissionDenied):
        written(actor=staff("rita"))
    row = written(actor=staff("ida", "administrator"))
    assert "IT60X0542811101000000123456" in sentence(Event.objects.get(target=f"payments.CollectionAccount:{row.pk}"))
    for statement in ("UPDATE payments_collectionaccount SET iban = 'x'", "DELETE FROM payments_collectionaccount"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_office_writes_it_and_a_member_reads_it(operator, client, charge, anna):
    from vivaio_core.access.services.member_login import create_member_login

    url, form = reverse("office_payments_accounts:add"), {"iban": IBAN, "holder": "Insieme", "valid_from": "2020-01-01"}
    assert operator.post(url, form).status_code in (302, 403)
    assert not CollectionAccount.objects.exists()
    administrator = enter_as("administrator")
    assert "scritto bene" in administrator.post(url, {**form, "iban": IBAN[:-1] + "7"}).content.decode()
    administrator.post(url, form)
    assert "IT60 X054" in operator.get(reverse("office_payments_accounts:index")).content.decode()
    login = create_member_login(party=anna, actor=None)
    client.force_login(login)
    page = client.get(reverse("payments_area:charge", args=[charge(10050).code])).content.decode()
    assert "IT60 X054 2811 1010 0000 0123 456" in page
    assert '<svg class="qr"' in page


def test_the_creditor_identifier_is_checked_and_kept_for_the_next_account(db):
    url, form = reverse("office_payments_accounts:add"), {"iban": IBAN, "holder": "Insieme", "valid_from": "2020-01-01"}
    administrator = enter_as("administrator")
    refused = administrator.post(url, {**form, "creditor_id": "IT59ZZZ0000012345678901"}).content.decode()
    assert "identificativo del creditore non è scritto bene" in refused
    assert 'value="IT59ZZZ0000012345678901"' in refused
    assert "8 o 11 segni" in administrator.post(url, {**form, "bic": "CRPP"}).content.decode()
    administrator.post(url, {**form, "creditor_id": "it58 zzz 0000012345678901", "bic": "crppit2p"})
    row = CollectionAccount.objects.get()
    assert (row.creditor_id, row.bic) == ("IT58ZZZ0000012345678901", "CRPPIT2P")
    assert 'value="IT58ZZZ0000012345678901"' in administrator.get(url).content.decode()
