"""Who is a member cannot be found out, links cannot be guessed or reused for something else, hostile input breaks nothing."""

import pytest
from django.core import mail
from django.test import Client
from membership import admitted

from vivaio_core.admission.models.application import Application, Sponsorship
from vivaio_core.admission.services.sponsor import MOST_NAMED, ask, name_sponsor
from vivaio_core.admission.tokens import CONFIRM, SPONSOR, STATUS, genuine, key_in, new_key, token
from vivaio_core.people.errors import Refused
from vivaio_core.people.services import register_party

from .conftest import links, moment, status_path
from .test_journey import PERSON, begin, sent

pytestmark = pytest.mark.django_db
UNKNOWN = [
    {"number": "999"},
    {"sponsor_email": "nessuno@casa.example", "sponsor_name": "Bianchi"},
    {"sponsor_email": "ada@casa.example", "sponsor_name": "Rossi"},
]
KNOWN = [{"number": "1"}, {"sponsor_email": "ADA@casa.example", "sponsor_name": "bianchi"}]


def answers(client: Client, application: Application, named: dict[str, str]) -> tuple[object, ...]:
    """All that somebody outside sees of naming a person."""
    path = status_path(application)
    given = client.post(f"{path}presentatore/", named)
    page = client.get(path).content.decode()
    return given.status_code, given["Location"] == path, [page.count(word) for word in ("socio", "Grazie", "Ada", "lettera", "<li", "Bianchi")]


@pytest.mark.parametrize("named", [*KNOWN, *UNKNOWN])
def test_the_page_answers_the_same_whoever_is_named(client, world, named):
    application = sent(client, world, number="12345")
    baseline = answers(client, application, {"number": "54321"})
    Sponsorship.objects.filter(given_number=54321).delete()
    mail.outbox.clear()
    assert answers(client, application, named) == baseline
    assert bool(links("ada@casa.example")) == (named in KNOWN)


def test_a_no_is_not_told_to_the_applicant(client, world):
    application = sent(client, world)
    before = client.get(status_path(application)).content
    mail.outbox, letters = [], links("ada@casa.example")
    client.post(letters[0], {"answer": "decline"})
    assert Sponsorship.objects.get().state == "declined"
    assert client.get(status_path(application)).content == before
    assert mail.outbox == []


def test_no_letter_leaves_for_a_member_before_the_applicant_s_address_is_proved(client, world):
    client.post(begin(client), {"collectivity": str(world.group.pk), "number": "1"})
    assert mail.outbox == []
    assert not Sponsorship.objects.get().sponsor


def test_who_is_asked_too_often_gets_no_more_letters_and_the_page_says_the_same(client, world):
    for number in range(6):
        application = world.paper(email=f"{number}@casa.example", fiscal_code="VRDGNN62C58F257V")
        made = name_sponsor(application=application, at=moment(application.received_on), actor=None, number=1)
        made.refresh_from_db()
        assert made.sponsor == world.member
    assert len(links("ada@casa.example")) == 5


def test_a_former_member_and_the_applicant_himself_are_not_written_to(client, world):
    twin = register_party(first_name="Gianna", last_name="Verdi", email="altra@casa.example", fiscal_code="VRDGNN62C58F257V")
    admitted(twin, world.charter.in_force_from.replace(year=2022))
    sent(client, world, sponsor_email="altra@casa.example", sponsor_name="Verdi")
    assert links("altra@casa.example") == []
    assert Sponsorship.objects.get().sponsor is None


def test_asking_twice_writes_once(client, world):
    sent(client, world)
    (made,) = Sponsorship.objects.all()
    assert ask(sponsorship=made, at=made.asked_at) is False
    assert len(links("ada@casa.example")) == 1


def test_nobody_names_the_whole_register(world):
    application = world.paper()
    for number in range(MOST_NAMED):
        name_sponsor(application=application, at=moment(application.received_on), actor=None, number=number + 100)
    with pytest.raises(Refused):
        name_sponsor(application=application, at=moment(application.received_on), actor=None, number=1)


def test_the_tries_are_counted(client, world):
    path = begin(client)
    codes = [client.post(path, {"collectivity": "none", "number": str(number + 1)}).status_code for number in range(12)]
    assert codes[:10] == [302] * 10
    assert codes[10:] == [429] * 2
    codes = [client.post("/adesione/nuova/persona/", PERSON).status_code for _ in range(62)]
    assert codes[-1] == 429
    assert "Troppi tentativi" in client.post("/adesione/nuova/persona/", PERSON).content.decode()


def test_a_link_s_seal_is_for_one_purpose_and_one_application(world):
    key, other = new_key(), new_key()
    secret = token(STATUS, key)
    assert genuine(STATUS, secret)
    assert not genuine(CONFIRM, secret)
    assert not genuine(SPONSOR, secret)
    assert not genuine(STATUS, other + secret[32:])
    assert not genuine(STATUS, secret[:-1] + ("0" if secret[-1] != "0" else "1"))
    assert not genuine(CONFIRM, token(CONFIRM, key, "a@casa.example"), "b@casa.example")
    assert key_in(secret) == key


def test_the_database_alone_makes_no_link(client, world):
    application = world.paper()
    stored = {str(value) for value in vars(application).values()}
    secret = token(STATUS, application.key)
    assert secret not in stored
    assert not any(secret[32:] in text for text in stored)
    assert client.get(f"/adesione/stato/{application.key}/").status_code == 404
    assert client.get(f"/adesione/stato/{application.key}{'0' * 32}/").status_code == 404


@pytest.mark.parametrize("text", ["prova", "0" * 64, "è" * 64, "%00", "../" * 20, "a" * 5000, "' OR 1=1"])
@pytest.mark.parametrize("path", ["stato/{}/", "domanda/{}/dati/", "domanda/{}/invio/", "conferma/{}/", "presentazione/{}/", "stato/{}/ricorso/"])
def test_invented_links_lead_nowhere(client, world, path, text):
    assert client.get(f"/adesione/{path.format(text)}").status_code in (404, 410)
    assert client.post(f"/adesione/{path.format(text)}", {"answer": "accept"}).status_code in (404, 410)


@pytest.mark.parametrize("hostile", ["\x00", "<script>alert(1)</script>", "9" * 60, "-1", "2026-02-31", "{{ 7*7 }}", "è🌱\u202e" * 300])
def test_hostile_words_break_nothing_and_are_shown_as_words(client, world, hostile):
    page = client.post("/adesione/nuova/persona/", dict.fromkeys(PERSON, hostile))
    assert page.status_code in (200, 302)
    assert "<script>alert" not in page.content.decode()
    secret = begin(client).split("/")[3]
    for step, names in (("gruppo", ("collectivity", "group_note", "number", "sponsor_email", "sponsor_name")), ("quote", ("shares", "payment_plan"))):
        assert client.post(f"/adesione/domanda/{secret}/{step}/", dict.fromkeys(names, hostile)).status_code == 200
    ticked = dict.fromkeys(("requirements", "no_competitor", "charter", "charter_hash"), hostile)
    assert client.post(f"/adesione/domanda/{secret}/invio/", ticked).status_code == 200
    assert Application.objects.filter(state="submitted").count() == 0


def test_a_name_that_looks_like_code_stays_a_name_in_letters_and_pages(client, world):
    wild = {**PERSON, "first_name": "<b>Ugo</b>", "last_name": "{{ 7*7 }}"}
    path = client.post("/adesione/nuova/persona/", wild)["Location"]
    client.post(path, {"collectivity": str(world.group.pk), "number": "1"})
    client.post(path.replace("gruppo", "quote"), {"shares": "1", "payment_plan": "at_once"})
    ticked = {"requirements": "on", "no_competitor": "on", "charter": "on", "charter_hash": world.charter.text_hash}
    client.post(path.replace("gruppo", "invio"), ticked)
    client.post(links(PERSON["email"])[-1])
    page = client.get(links("ada@casa.example")[-1]).content.decode()
    assert "&lt;b&gt;Ugo&lt;/b&gt; {{ 7*7 }}" in page
    assert "<b>Ugo" not in page
    assert all("\n" not in one.subject for one in mail.outbox)


def test_only_sent_applications_are_seen_by_the_office(client, world, operator):
    begin(client)
    draft = Application.objects.get()
    assert "Gianna" not in operator.get("/ufficio/domande/").content.decode()
    assert operator.get(f"/ufficio/domande/{draft.pk}/").status_code == 404
    assert operator.get(f"/ufficio/domande/{draft.pk}/correggi/").status_code == 404
