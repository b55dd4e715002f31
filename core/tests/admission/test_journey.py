"""The applicant's own way without JavaScript: four steps, the letter, the presenting member, the page that says where it stands."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from page_checks import faults

from vivaio_core.admission.models.application import Application, Sponsorship
from vivaio_core.admission.services import decide, examine
from vivaio_core.admission.tokens import CONFIRM, SPONSOR, STATUS, token
from vivaio_core.people.models import Membership, Party
from vivaio_core.trail.models import Event

from .conftest import links, status_path

pytestmark = pytest.mark.django_db
PERSON = {
    "first_name": "Gianna",
    "last_name": "Verdi",
    "birth_date": "18/03/1962",
    "birth_place": "Modena",
    "fiscal_code": "vrdgnn62c58 f257v",
    "email": "gianna@casa.example",
    "phone": "320 5550128",
    "address": "Via Emilia 1, Modena",
}


def begin(client: Client) -> str:
    """The address of step 2."""
    answer = client.post("/adesione/nuova/persona/", PERSON)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def walk(client: Client, world, **sponsor: str) -> Application:
    """Up to the letter."""
    group = begin(client)
    named = sponsor or {"number": "1"}
    shares = client.post(group, {"collectivity": str(world.group.pk), **named})["Location"]
    send = client.post(shares, {"shares": "2", "payment_plan": "at_once"})["Location"]
    ticked = {"requirements": "on", "no_competitor": "on", "charter": "on", "charter_hash": world.charter.text_hash}
    answer = client.post(send, ticked)
    assert answer["Location"].endswith("/lettera/")
    return Application.objects.get()


def sent(client: Client, world, **sponsor: str) -> Application:
    """Up to the office."""
    application = walk(client, world, **sponsor)
    (link,) = links(PERSON["email"])[-1:]
    client.post(link)
    application.refresh_from_db()
    return application


def test_the_whole_way_without_javascript(client, world):
    application = walk(client, world)
    assert (application.state, application.party, application.fiscal_code) == ("draft", None, "VRDGNN62C58F257V")
    assert not Event.objects.filter(kind__startswith="admission.").exists()
    link = links(PERSON["email"])[-1]
    page = client.get(link)
    application.refresh_from_db()
    assert (page.status_code, application.state) == (200, "draft")
    answer = client.post(link)
    application.refresh_from_db()
    assert answer["Location"] == status_path(application)
    assert (application.state, application.received_on) == ("submitted", timezone.localdate())
    assert application.email_confirmed_at is not None
    assert application.charter_version == world.charter
    assert application.charter_channel == "web"
    assert Event.objects.filter(kind="admission.submit").count() == 1
    page = client.get(status_path(application)).content.decode()
    assert "La Sua domanda" in page
    assert "Nessun socio ha ancora detto di sì" in page
    assert Party.objects.count() == 1


def test_the_public_form_never_touches_a_party(client, world):
    before = list(Party.objects.values())
    application = sent(client, world)
    assert application.party is None
    assert list(Party.objects.values()) == before
    assert Membership.objects.count() == 1


@pytest.mark.parametrize("path", ["/adesione/", "/adesione/nuova/persona/", "/adesione/nuova/organizzazione/"])
def test_each_public_page_keeps_the_house_s_rules(client, world, path):
    page = client.get(path)
    assert page.status_code == 200
    assert faults(page.content.decode()) == []


def test_each_step_s_page_keeps_the_house_s_rules(client, world):
    application = walk(client, world)
    secret = token(STATUS, application.key)
    pages = [client.get(f"/adesione/domanda/{secret}/{step}/") for step in ("dati", "gruppo", "quote", "invio", "lettera", "elimina")]
    pages.append(client.get(links(PERSON["email"])[-1]))
    client.post(links(PERSON["email"])[-1])
    pages += [client.get(f"/adesione/stato/{secret}/{rest}") for rest in ("", "presentatore/", "carta/", "ritira/")]
    pages.append(client.get(links("ada@casa.example")[-1]))
    for page in pages:
        assert page.status_code == 200
        assert faults(page.content.decode()) == []
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in page["Cache-Control"]


def test_what_was_typed_is_kept_when_something_is_wrong_and_later(client, world):
    page = client.post("/adesione/nuova/persona/", {**PERSON, "fiscal_code": "VRDGNN62C58F257X"}).content.decode()
    assert "confronti il codice con la tessera, un segno alla volta" in page
    assert 'value="18/03/1962"' in page
    assert "Via Emilia 1, Modena" in page
    assert not Application.objects.exists()
    group = begin(client)
    page = Client().get(group.replace("/gruppo/", "/dati/")).content.decode()
    assert 'value="18/03/1962"' in page
    assert "VRDGNN62C58F257V" in page


def test_an_organisation_applies(client, world):
    given = {
        "display_name": "Caseificio Valle",
        "fiscal_code": "87654320453",
        "vat": "IT 01234560363",
        "representative": "Ivo Montorsi",
        **{name: PERSON[name] for name in ("email", "phone", "address")},
    }
    assert client.post("/adesione/nuova/organizzazione/", given).status_code == 302
    made = Application.objects.get()
    assert (made.kind, made.vat, made.representative, made.birth_date) == ("organisation", "01234560363", "Ivo Montorsi", None)


def test_another_birth_date_than_the_code_s_is_said_and_kept(client, world):
    answer = client.post("/adesione/nuova/persona/", {**PERSON, "birth_date": "19/03/1962"})
    page = client.get(answer["Location"].replace("/gruppo/", "/invio/")).content.decode()
    assert "altra data di nascita" in page
    assert Application.objects.get().birth_date.day == 19


def test_nothing_is_sent_before_everything_is_there(client, world):
    group = begin(client)
    secret = group.split("/")[3]
    ticked = {"requirements": "on", "no_competitor": "on", "charter": "on", "charter_hash": world.charter.text_hash}
    page = client.post(f"/adesione/domanda/{secret}/invio/", ticked)
    assert page.status_code == 200
    assert "scelga le quote" in page.content.decode()
    assert mail.outbox == []
    made = Application.objects.get()
    forged = token(CONFIRM, made.key, made.email)
    page = client.post(f"/adesione/conferma/{forged}/")
    made.refresh_from_db()
    assert made.state == "draft"


def test_the_letter_s_link_stops_working_when_the_address_changes(client, world):
    application = walk(client, world)
    link = links(PERSON["email"])[-1]
    secret = token(STATUS, application.key)
    client.post(f"/adesione/domanda/{secret}/dati/", {**PERSON, "email": "altra@casa.example"})
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410
    application.refresh_from_db()
    assert application.state == "draft"


def test_none_of_these_groups_is_an_answer(client, world):
    group = begin(client)
    answer = client.post(group, {"collectivity": "none", "group_note": "Il mio condominio"})
    assert answer.status_code == 302
    made = Application.objects.get()
    assert (made.collectivity, made.group_note) == (None, "Il mio condominio")
    assert re.search(r'value="none"[^>]* checked', client.get(group).content.decode())


def test_a_draft_can_be_thrown_away(client, world):
    secret = begin(client).split("/")[3]
    assert client.get(f"/adesione/domanda/{secret}/elimina/").status_code == 200
    assert Application.objects.count() == 1
    client.post(f"/adesione/domanda/{secret}/elimina/")
    assert Application.objects.count() == 0
    assert client.get(f"/adesione/domanda/{secret}/dati/").status_code == 404


def test_the_member_accepts_by_the_link_and_the_applicant_is_told(client, world):
    application = sent(client, world)
    (link,) = links("ada@casa.example")
    assert client.get(link).status_code == 200
    assert Sponsorship.objects.get().state == "asked"
    page = Client().post(link, {"answer": "accept", "known": "on", "statement": "La conosco da anni."})
    assert page.status_code == 200
    made = Sponsorship.objects.get()
    assert (made.state, made.statement, made.sponsor) == ("accepted", "La conosco da anni.", world.member)
    assert "Ada Bianchi La presenta" in str(mail.outbox[-1].body)
    assert "Ada Bianchi" in client.get(status_path(application)).content.decode()
    assert Client().get(link).status_code == 410
    assert Client().post(link, {"answer": "decline"}).status_code == 410
    made.refresh_from_db()
    assert made.state == "accepted"


def test_a_yes_needs_the_tick_and_a_no_needs_nothing(client, world):
    sent(client, world)
    (link,) = links("ada@casa.example")
    assert "garantisco" in client.post(link, {"answer": "accept"}).content.decode()
    assert client.post(link, {}).status_code == 200
    assert Sponsorship.objects.get().state == "asked"
    client.post(link, {"answer": "decline"})
    assert Sponsorship.objects.get().state == "declined"


def test_the_link_of_a_closed_application_says_so(client, world):
    application = sent(client, world)
    (link,) = links("ada@casa.example")
    client.post(status_path(application) + "ritira/")
    application.refresh_from_db()
    assert application.state == "withdrawn"
    answer = client.get(link)
    assert answer.status_code == 410
    assert "chiusa" in answer.content.decode()


def test_the_outcome_shows_only_once_it_is_communicated(client, world):
    application, today = sent(client, world), timezone.localdate()
    application = examine.take_under_review(application=application, actor=None)
    reasons = "Vende energia come la cooperativa."
    decide.refuse(application=application, organ="board", held_on=today, minute_no="7", reasons=reasons, on=today, actor=None)
    page = client.get(status_path(application)).content.decode()
    assert reasons not in page
    assert "ricorso/" not in page
    decide.communicate(application=application, communicated_on=today, on=today, actor=None)
    page = client.get(status_path(application)).content.decode()
    assert reasons in page
    assert "fra 60 giorni" in page
    assert client.get(status_path(application) + "ricorso/").status_code == 200
    client.post(status_path(application) + "ricorso/", {"reasons": "Ho chiuso quell'attività."})
    application.refresh_from_db()
    assert (application.state, application.appeal_on) == ("appealed", today)


def test_after_the_days_of_the_rule_the_page_takes_no_appeal(client, world):
    application, today = sent(client, world), timezone.localdate()
    Application.objects.filter(pk=application.pk).update(received_on=today - timedelta(days=100))
    application = examine.take_under_review(application=application, actor=None)
    old = today - timedelta(days=61)
    decide.refuse(application=application, organ="board", held_on=old, minute_no="7", reasons="Non ha i requisiti.", on=today, actor=None)
    decide.communicate(application=application, communicated_on=old, on=today, actor=None)
    assert "ricorso/" not in client.get(status_path(application)).content.decode()
    client.post(status_path(application) + "ricorso/", {"reasons": ""})
    application.refresh_from_db()
    assert application.state == "refused"


def test_each_letter_is_short_italian_and_leads_to_the_status_page(client, world):
    application = sent(client, world)
    text = str(mail.outbox[-1].body) if mail.outbox[-1].to == [PERSON["email"]] else str(mail.outbox[-2].body)
    assert status_path(application) in text
    assert re.search(r"Buongiorno, Gianna Verdi", text)
    for one in mail.outbox:
        assert len(str(one.body)) < 1500
        assert "\n" not in one.subject
    assert token(SPONSOR, Sponsorship.objects.get().key) not in text


def test_an_organisation_is_presented_as_one_and_shows_who_speaks_for_it(client, world):
    given = {"display_name": "Caseificio Valle Chiara", "legal_form": "cooperativa", "fiscal_code": "87654320453", "representative": "Ines Guidi"}
    group = client.post("/adesione/nuova/organizzazione/", {**given, **{name: PERSON[name] for name in ("email", "phone", "address")}})["Location"]
    refused = client.post(group, {"number": "1"}).content.decode()
    assert "Scelga un gruppo, oppure «Nessuno di questi» in fondo." in refused
    shares = client.post(group, {"collectivity": str(world.group.pk), "number": "1"})["Location"]
    assert "Scriva quante quote, in cifre: almeno una." in client.post(shares, {"shares": "0", "payment_plan": "at_once"}).content.decode()
    send = client.post(shares, {"shares": "10", "payment_plan": "at_once"})["Location"]
    assert "Legale rappresentante</dt><dd>Ines Guidi" in client.get(send).content.decode()
    client.post(send, {"requirements": "on", "no_competitor": "on", "charter": "on", "charter_hash": world.charter.text_hash})
    client.post(links(PERSON["email"])[-1])
    page = client.get(links("ada@casa.example")[-1]).content.decode()
    assert "La rappresenta Ines Guidi" in page
    assert "Conosco questa organizzazione e garantisco per lei." in page
    assert "questa persona" not in page
