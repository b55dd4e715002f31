"""The notice board: what is published, found, answered, ended and removed; who may and who may not."""

import pytest
from django.test import Client
from liberex_world import Circuit

from vivaio_liberex.models.board import Category, Listing
from vivaio_liberex.models.participants import Participant

AREA = "/area/liberex/bacheca/"
WORDS = {"kind": "offer", "title": "Tavoli e sedie", "text": "Per feste.", "price": "120,50", "share": "50", "place": "Carpi", "contact": "059 123"}


def signed_in(participant: Participant) -> Client:
    client = Client()
    client.force_login(participant.party.login)
    return client


@pytest.fixture
def shelf(db: None) -> Category:
    return Category.objects.create(title="Feste e noleggi")


def test_published_found_and_paid(circuit: Circuit, shelf: Category) -> None:
    seller, buyer = circuit.participant(login=True, shown_as="Noleggi Àlba"), circuit.participant(login=True, balance=50_000)
    page = signed_in(seller).post(AREA + "nuovo/", {**WORDS, "category": shelf.pk})
    made = Listing.objects.get()
    assert page["Location"] == f"{AREA}{made.key}/"
    client = signed_in(buyer)
    board = client.get(AREA, {"q": "tavoli alba"}).content.decode()
    assert "Tavoli e sedie" in board
    shown = client.get(page["Location"]).content.decode()
    way = f"/area/liberex/paga/{seller.code}/?causale=Tavoli+e+sedie&amp;importo=60%2C25"
    assert way in shown
    assert 'value="60,25"' in client.get(way.replace("&amp;", "&")).content.decode()
