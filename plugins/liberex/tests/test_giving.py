"""A gift to the fund by its giver: two steps, one gift however often it is pressed, never out of a credit line."""

import re

import pytest
from django.test import Client
from liberex_world import ON, Circuit

from vivaio_core.people.errors import Refused
from vivaio_liberex.models.fund import FundMovement
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.selectors.participants import FUND, search, system
from vivaio_liberex.services.fund import give

AREA = "/area/liberex"


@pytest.fixture
def giver(circuit: Circuit) -> Participant:
    return circuit.participant(balance=5_000, login=True)


@pytest.fixture
def area(giver: Participant) -> Client:
    client = Client()
    client.force_login(giver.party.login)
    return client


def page(client: Client, amount: str) -> str:
    answer = client.post(f"{AREA}/dona/", {"amount": amount}, follow=True)
    return answer.content.decode()


def order_of(text: str) -> str:
    found = re.search(r'name="order" value="([^"]+)"', text)
    assert found
    return found.group(1)


def test_pressed_twice_it_is_given_once(area: Client, giver: Participant, circuit: Circuit) -> None:
    text = page(area, "12,50")
    assert "Dona 12,50" in text
    for _press in range(2):
        answer = area.post(f"{AREA}/dona/conferma/", {"order": order_of(text)}, follow=True)
        assert "12,50" in answer.content.decode()
    assert (circuit.balance(giver), system(FUND).balance, FundMovement.objects.count()) == (3_750, 1_250, 1)


@pytest.mark.parametrize("amount", ["50,01", "0", "-1", "mille", "1.000.000.000.000.000"])
def test_what_cannot_be_given_stays_on_the_form(area: Client, circuit: Circuit, giver: Participant, amount: str) -> None:
    answer = area.post(f"{AREA}/dona/", {"amount": amount})
    assert answer.status_code == 200
    assert f'value="{amount}"' in answer.content.decode()
    assert (circuit.balance(giver), FundMovement.objects.count()) == (5_000, 0)


def test_a_credit_line_is_no_gift(circuit: Circuit) -> None:
    poor = circuit.participant(login=True)
    with pytest.raises(Refused, match="fido"):
        give(participant=poor, amount=1, reason="", on=ON, actor=None)
    client = Client()
    client.force_login(poor.party.login)
    assert "non ha crediti suoi" in client.get(f"{AREA}/dona/").content.decode().replace("Suoi", "suoi")


def test_an_order_of_somebody_else_or_of_a_payment_gives_nothing(area: Client, giver: Participant, circuit: Circuit) -> None:
    other = circuit.participant(balance=5_000, login=True)
    client = Client()
    client.force_login(other.party.login)
    order = order_of(page(area, "10"))
    assert client.post(f"{AREA}/dona/conferma/", {"order": order}).status_code == 400
    assert area.post(f"{AREA}/paga/conferma/", {"order": order}).status_code == 400
    assert area.get(f"{AREA}/dona/conferma/", {"o": "storto"}).status_code == 400
    assert not FundMovement.objects.exists()


def test_whom_to_pay_is_found_by_trade(circuit: Circuit) -> None:
    baker = circuit.participant("company", shown_as="Da Gino", sector=circuit.sector())
    title = str(baker.sector)
    assert search(title.upper(), ON) == [baker]
    assert search(f"gino {title}", ON) == [baker]
    assert search(f"pino {title}", ON) == []
