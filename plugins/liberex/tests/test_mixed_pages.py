"""The member's way through a mixed payment: three steps, and what is refused on each."""

from datetime import date

import pytest
from django.utils import timezone
from liberex_world import Circuit

from vivaio_core.payments.services.raise_charge import raise_charge
from vivaio_liberex.models.mixed import MixedPayment
from vivaio_liberex.models.participants import Participant

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)


@pytest.fixture
def circuit(db) -> Circuit:
    return Circuit()


@pytest.fixture
def buyer(circuit) -> Participant:
    return circuit.participant(balance=60_000, login=True)


@pytest.fixture
def charge(circuit, buyer):
    shop, today = circuit.participant("company"), timezone.localdate()
    return raise_charge(
        debtor=buyer.party,
        creditor=shop.party,
        cause="prova:1",
        title="Lavori di falegnameria",
        amount=122_000,
        taxable=100_000,
        vat=22_000,
        credit_share=50,
        due_on=today,
        on=today,
        actor=None,
    )


@pytest.fixture
def page(client, buyer, charge):
    """The charge's page in credits, entered."""
    client.force_login(buyer.party.login)
    return f"/area/liberex/misto/{charge.code}/"


def test_three_steps_promise_the_credits_and_lead_to_the_euro(client, page, charge, buyer):
    first = client.get(page)
    assert "500,00 Liberex" in first.content.decode()
    given = {"amount": "500", "key": str(first.context["form"].initial["key"])}
    second = client.post(page, given)
    assert "720,00" in second.content.decode()
    assert not MixedPayment.objects.exists()
    for _ in range(2):
        third = client.post(page, {**given, "confirm": "1"})
    assert MixedPayment.objects.get().credits == 50_000
    assert third.status_code == 200
    assert "720,00" in third.content.decode()
    assert client.get(f"/area/pagamenti/{charge.code}/").status_code == 200
    assert client.post(f"{page}annulla/").status_code == 302
    assert MixedPayment.objects.get().state == "cancelled"


@pytest.mark.parametrize("typed", ["", "0", "-5", "500,01", "1.000.000.000.000", "5e3", "1,234.56", "٥٠", "nulla", "12,345"])
def test_a_wrong_amount_comes_back_with_what_was_typed(client, page, typed):
    found = client.post(page, {"amount": typed, "key": "6f3c1a52-9d0e-4c8b-8a41-2f6b7c1d9e04", "confirm": "1"})
    assert found.status_code == 200
    assert found.context["form"].errors["amount"]
    assert typed == found.context["form"]["amount"].value()
    assert not MixedPayment.objects.exists()


def test_a_wrong_key_is_no_fault_of_the_server(client, page):
    assert client.post(page, {"amount": "10", "key": "x", "confirm": "1"}).status_code == 200


def test_others_charges_do_not_exist(client, page, circuit):
    other = circuit.participant(login=True)
    client.force_login(other.party.login)
    assert [client.get(page).status_code, client.post(f"{page}annulla/").status_code] == [404, 404]


def test_taking_back_needs_a_post_and_strangers_sign_in(client, page):
    assert client.get(f"{page}annulla/").status_code == 405
    client.logout()
    assert client.get(page).status_code == 302


def test_a_charge_without_a_share_says_how_it_is_paid(client, page, buyer, circuit):
    today = timezone.localdate()
    plain = raise_charge(debtor=buyer.party, cause="prova:2", title="Quota", amount=5000, due_on=today, on=today, actor=None)
    found = client.get(f"/area/liberex/misto/{plain.code}/")
    assert (found.status_code, "form" in found.context) == (200, False)
