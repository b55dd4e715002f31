"""The member's rights in the own area: shares, extract, corrections, all data, being forgotten; and nobody else's data."""

import io
import json
import re
import zipfile
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from membership import admitted, left
from page_checks import faults
from readability import gulpease

from vivaio_core.access.services.member_login import create_member_login
from vivaio_core.people import services
from vivaio_core.people.card import card_of
from vivaio_core.people.disclosure.models import CorrectionRequest, ErasureRequest
from vivaio_core.people.disclosure.services.answer import settle_correction
from vivaio_core.people.disclosure.services.contacts import own_pec
from vivaio_core.people.disclosure.services.erase import refuse_erasure
from vivaio_core.people.models import Party
from vivaio_core.register.services.shares import increase
from vivaio_core.trail.models import Event

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)
PAGES = ["home", "shares", "certificate", "data", "correction", "all_data", "read_all", "erasure", "history"]
PROSE = re.compile(r"<(?:p|li|dd|legend|label)[ >].*?</(?:p|li|dd|legend|label)>", re.DOTALL)


def somebody(name: str, code: str, number: int) -> tuple[Party, Client]:
    """A member with a login, signed in a moment ago."""
    party = services.register_party(
        first_name=name, last_name=f"Cognome{number}", addressed_as="f", email=f"{name.lower()}@casa.example", fiscal_code=code
    )
    create_member_login(party=party, actor=None)
    assert party.login
    from doors import ask_code, code_in_mail

    client = Client()
    ask_code(client, party.login.email)
    client.post(reverse("account_confirm_login_code"), {"code": code_in_mail()})
    return party, client


@pytest.fixture
def elena(db: None) -> tuple[Party, Client]:
    party, client = somebody("Elena", "VRDGNN62C58F257V", 1)
    admitted(party, date(2021, 3, 3))
    return party, client


def page_of(client: Client, name: str) -> str:
    answer = client.get(reverse(f"area:{name}"))
    assert answer.status_code == 200, name
    return answer.content.decode()


@pytest.mark.parametrize("name", [name for name in PAGES if name != "read_all"])
def test_each_page_is_sound_and_easy_to_read(elena: tuple[Party, Client], name: str) -> None:
    html = page_of(elena[1], name)
    assert faults(html) == []
    main = re.split(r"<main", html)[1].split("</main>")[0]
    prose = "\n".join(re.sub(r"<[^>]+>", " ", part).strip() + "." for part in PROSE.findall(main))
    assert gulpease(prose) >= 60, prose


def test_my_shares_in_plain_words(elena: tuple[Party, Client]) -> None:
    party, client = elena
    increase(party=party, qty=3, recorded_on=ON, effective_on=ON, actor=None)
    html = page_of(client, "shares")
    assert "+3 · 75,00" in html
    assert "Ammissione" in html
    assert "100,00" in page_of(client, "home")


def test_the_first_assembly_day_comes_from_the_annotation_and_the_rule(elena: tuple[Party, Client]) -> None:
    party = elena[0]
    card = card_of(party, ON)
    assert (card.votes_from, card.votes_now, card.qty, card.amount_cents) == (date(2021, 6, 1), True, 1, 2500)
    assert card_of(party, date(2021, 5, 31)).votes_now is False
    left(party, date(2026, 1, 1))
    gone = card_of(party, ON)
    assert (gone.is_member, gone.has_shares, gone.qty) == (False, True, 1)


def test_the_extract_says_that_nobody_signed_it_and_is_only_for_members(elena: tuple[Party, Client]) -> None:
    assert "Nessuno l'ha firmata" in page_of(elena[1], "certificate").replace("&#x27;", "'")
    _party, client = somebody("Marta", "BNCLRD91T03F257L", 2)
    assert client.get(reverse("area:certificate")).status_code == 404
    for name in ("home", "shares", "data", "all_data", "erasure", "history"):
        page_of(client, name)


def test_i_correct_pec_and_address_form_of_myself(elena: tuple[Party, Client]) -> None:
    party, client = elena
    given = {"email": "elena@casa.example", "phone": "", "address": "", "addressed_as": "m", "pec": "non una pec"}
    assert client.post(reverse("area:data"), given).status_code == 200
    assert Party.objects.get(pk=party.pk).addressed_as == "f"
    client.post(reverse("area:data"), {**given, "pec": "elena@pec.example"})
    party = Party.objects.get(pk=party.pk)
    assert (party.addressed_as, own_pec(party)) == ("m", "elena@pec.example")
    client.post(reverse("area:data"), {**given, "pec": ""})
    assert own_pec(party) == ""
    assert party.identifiers.filter(scheme="pec", active=False).count() == 1


def test_i_ask_for_a_correction_and_read_the_answer(elena: tuple[Party, Client]) -> None:
    party, client = elena
    assert client.post(reverse("area:correction"), {"what": "name", "wanted": ""}).status_code == 200
    client.post(reverse("area:correction"), {"what": "name", "wanted": "Elena Maria"})
    request = CorrectionRequest.objects.get(party=party)
    assert (request.own, request.state) == (True, "open")
    assert "Ha già chiesto" in client.post(reverse("area:correction"), {"what": "name", "wanted": "Altro"}).content.decode()
    settle_correction(request=request, done=False, answer="Serve la carta d'identità.", on=ON, actor=None)
    assert "Serve la carta" in page_of(client, "data")


def test_p29_all_my_data_in_one_file_and_the_history_says_so(elena: tuple[Party, Client]) -> None:
    party, client = elena
    assert client.get(reverse("area:download")).status_code == 405
    answer = client.post(reverse("area:download"))
    assert answer["Content-Type"] == "application/zip"
    files = zipfile.ZipFile(io.BytesIO(answer.content))
    data = json.loads(files.read("dati.json"))["data"]
    assert {"people", "register", "trail", "access"} <= set(data)
    assert data["people"]["person"]["e-mail"] == "elena@casa.example"
    html = files.read("index.html").decode()
    assert "<script" not in html
    assert "http" not in html
    assert 'href="data.css"' in html
    event = Event.objects.latest("seq")
    assert (event.kind, event.actor_id, event.payload) == ("people.hand_over_data", party.login_id, {"own": True})


def test_p29_i_ask_to_be_forgotten_and_read_why_not(elena: tuple[Party, Client]) -> None:
    party, client = elena
    assert "Annotazioni nel libro soci" in page_of(client, "erasure")
    client.post(reverse("area:erasure"), {})
    assert not ErasureRequest.objects.exists()
    client.post(reverse("area:erasure"), {"sure": "on"})
    request = ErasureRequest.objects.get(party=party)
    assert request.own
    assert "Ha chiesto il" in page_of(client, "erasure")
    refuse_erasure(request=request, reason="È ancora socia.", on=ON, actor=None)
    assert "È ancora socia." in page_of(client, "erasure")


def test_nobody_sees_the_data_of_another(elena: tuple[Party, Client]) -> None:
    party = elena[0]
    _other, client = somebody("Marta", "BNCLRD91T03F257L", 2)
    for name in PAGES:
        if name == "certificate":
            continue
        for query in ({}, {"party": party.pk}, {"pk": party.pk}, {"id": party.pk}):
            html = client.get(reverse(f"area:{name}"), query).content.decode()
            assert "Cognome1" not in html
            assert "VRDGNN62C58F257V" not in html
    content = client.post(reverse("area:download"), {"party": party.pk}).content
    assert b"VRDGNN62C58F257V" not in zipfile.ZipFile(io.BytesIO(content)).read("dati.json")
    client.post(reverse("area:erasure"), {"sure": "on", "party": party.pk})
    assert not ErasureRequest.objects.filter(party=party).exists()


def test_who_is_not_signed_in_is_sent_to_the_door(db: None) -> None:
    for name in [*PAGES, "download"]:
        assert Client().post(reverse(f"area:{name}")).status_code in (302, 405)
        assert Client().get(reverse(f"area:{name}")).status_code in (302, 405)


def test_equal_queries_at_2_and_42_entries(elena: tuple[Party, Client]) -> None:
    party, client = elena
    counts = []
    for more in (1, 40):
        for _ in range(more):
            increase(party=party, qty=1, recorded_on=ON, effective_on=ON, actor=None)
        client.get(reverse("area:shares"))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("area:shares"))
        assert len(page.content) < 150_000
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20
