"""The member's own pages."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from membership import admitted

from vivaio_core.access.models import User
from vivaio_core.access.services.member_login import create_member_login
from vivaio_core.people import services
from vivaio_core.people.models import Party
from vivaio_core.trail.acts import Act
from vivaio_core.trail.models import Event
from vivaio_core.trail.services import record_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def elena(db: None) -> Party:
    party = services.register_party(first_name="Elena", last_name="Ferrari", addressed_as="f", email="e@casa.example", fiscal_code="VRDGNN62C58F257V")
    admitted(party, date(2021, 3, 3))
    create_member_login(party=party, actor=None)
    return party


@pytest.fixture
def member(client: Client, elena: Party) -> Client:
    assert elena.login
    from doors import ask_code, code_in_mail

    ask_code(client, elena.login.email)
    client.post(reverse("account_confirm_login_code"), {"code": code_in_mail()})
    return client


def test_the_home_says_who_i_am(member):
    page = member.get(reverse("area:home")).content.decode()
    assert "Socia dal 3 marzo 2021, tessera n. 1" in page
    assert "Lei vota in assemblea" in page
    assert "25,00" in page
    assert "Ci mancano alcuni recapiti" in page
    assert "Ammissione a socio dal 3 marzo 2021" in page


def test_nobody_else_enters(client):
    assert client.get(reverse("area:home")).status_code == 302
    client.force_login(User.objects.create_user("sconosciuto@casa.example"))
    assert client.get(reverse("area:home")).status_code == 403


def test_i_correct_my_contacts_and_the_trail_says_so(member, elena):
    answer = member.post(reverse("area:data"), {"email": "nuova@casa.example", "phone": "320 1", "address": "Via Emilia 1, Modena"})
    assert answer.status_code == 302
    elena.refresh_from_db()
    assert (elena.email, elena.phone, elena.address) == ("nuova@casa.example", "320 1", "Via Emilia 1, Modena")
    event = Event.objects.latest("seq")
    assert (event.kind, event.actor_id, event.subject_id) == ("people.correct", elena.login_id, elena.pk)


def test_a_wrong_address_is_refused_and_what_i_wrote_stays(member, elena):
    page = member.post(reverse("area:data"), {"email": "non-una-mail", "phone": "320 <b>1</b>", "address": ""}).content.decode()
    assert "Non ho ancora salvato" in page
    assert "320 &lt;b&gt;1&lt;/b&gt;" in page
    elena.refresh_from_db()
    assert elena.email == "e@casa.example"


def test_the_name_is_not_mine_to_change(member, elena):
    member.post(reverse("area:data"), {"email": "e@casa.example", "last_name": "Altro", "display_name": "Altro"})
    elena.refresh_from_db()
    assert elena.display_name == "Elena Ferrari"


def test_the_history_is_mine_alone_and_paged(member, elena):
    other = services.register_party(first_name="Leo", last_name="Segreto")
    record_all(acts=[Act("people.join", subject=elena, payload={"group": f"Gruppo {number}", "on": "2024-01-01"}) for number in range(45)])
    record_all(acts=[Act("people.join", subject=other, payload={"group": "Segretissimo", "on": "2024-01-01"})])
    first = member.get(reverse("area:history")).content.decode()
    assert "Gruppo 44" in first
    assert "Gruppo 10" not in first
    assert "Pagina 1 di 3" in first
    assert "Segretissimo" not in first
    assert "Prima iscrizione" in member.get(reverse("area:history"), {"p": 3}).content.decode()
    for wild in ("0", "999", "x", "-1"):
        assert member.get(reverse("area:history"), {"p": wild}).status_code == 200


def asked(queries):
    """On PostgreSQL the cache is a table, whose own traffic is no question about the cooperative."""
    return sum("site_cache" not in one["sql"] for one in queries)


@pytest.mark.parametrize("name", ["area:home", "area:history"])
def test_equal_queries_at_10_and_1000_events(member, elena, name):
    counts = []
    for more in (10, 990):
        record_all(acts=[Act("people.join", subject=elena, payload={"group": "CRAL", "on": "2024-01-01"}) for _ in range(more)])
        member.get(reverse(name))
        with CaptureQueriesContext(connection) as queries:
            page = member.get(reverse(name))
        assert len(page.content) < 150_000
        counts.append(asked(queries))
    assert counts[0] == counts[1] <= 20


def test_the_private_pages_are_never_cached(member):
    assert "no-store" in member.get(reverse("area:home"))["Cache-Control"]
