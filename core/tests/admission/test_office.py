"""The office's pages: each step for the applicant, two sides compared, refusals in words, constant queries."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from vivaio_core.admission.apps import Admission
from vivaio_core.admission.models.application import Application
from vivaio_core.admission.states import State
from vivaio_core.admission.tokens import new_key
from vivaio_core.people.models import Membership, Party
from vivaio_core.people.services import register_party
from vivaio_core.register.models.book import SharePayment
from vivaio_core.site.registry import rooms
from vivaio_core.trail.acts import Act
from vivaio_core.trail.models import Event
from vivaio_core.trail.services import record_all

pytestmark = pytest.mark.django_db
LIST = "/ufficio/domande/"


def page(client: Client, application: Application, act: str = "") -> str:
    answer = client.get(f"{LIST}{application.pk}/{act}")
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, application: Application, act: str, **data: object) -> str:
    answer = client.post(f"{LIST}{application.pk}/{act}/", data, follow=True)
    assert answer.status_code == 200
    application.refresh_from_db()
    return answer.content.decode()


def test_an_operator_does_every_step_from_paper_to_the_register(operator, world):
    today = timezone.localdate()
    given = {"first_name": "Gianna", "last_name": "Verdi", "fiscal_code": "VRDGNN62C58F257V", "email": "gianna@casa.example"}
    answer = operator.post(f"{LIST}nuova-persona/", {**given, "received_on": today.isoformat(), "shares": "1"}, follow=True)
    application = Application.objects.get()
    assert "Mancano 7 cose prima dell'ammissione" in answer.content.decode()
    send(operator, application, "esamina")
    assert "Non ancora." in send(operator, application, "ammetti", organ="board", held_on=today.isoformat(), minute_no="7")
    assert application.state == "under_review"
    send(operator, application, "chi", party="new")
    send(operator, application, "gruppo", collectivity=world.group.pk)
    send(operator, application, "quote", shares="4", payment_plan="instalments")
    send(operator, application, "dichiarazioni", requirements="on", no_competitor="on")
    send(operator, application, "carta", on=today.isoformat(), evidence="Raccoglitore 3")
    send(operator, application, "presentatore", sponsor="1", accept="yes", statement="A voce.")
    assert "Pronta per l'ammissione" in page(operator, application)
    send(operator, application, "ammetti", organ="board", held_on=today.isoformat(), minute_no="7")
    assert application.state == "approved"
    assert "4 quote per 100,00" in page(operator, application, "annota/")
    send(operator, application, "annota", recorded_on=today.isoformat(), paid="50,00", method="transfer", reference="CRO 1")
    assert (application.state, application.member_no) == ("annotated", 2)
    bond = Membership.objects.get(member_no=2)
    assert (bond.shares, bond.effective_on, bond.recorded_on) == (4, today, today)
    paid = SharePayment.objects.get()
    assert (paid.amount_cents, paid.method) == (5000, "bonifico")
    assert bond.party.collectivities.get() == world.group
    assert bond.party.signatures.get().channel == "paper"
    acts = Event.objects.filter(target=f"admission.Application:{application.pk}")
    assert acts.count() >= 9
    assert {event.actor.email for event in acts} == {"operator@ufficio.example"}
    assert "numero 2" in str(mail.outbox[-1].body)


def test_the_page_shows_reasons_clocks_and_history(operator, world):
    application = world.paper(timezone.localdate() - timedelta(days=64))
    shown = page(operator, application)
    assert "scaduto da 4 giorni" in shown
    assert "è ancora un socio che presenti" in shown
    assert f"{LIST}{application.pk}/presentatore/" in shown
    assert "Domanda di Gianna Verdi ricevuta il" in shown


def test_identity_is_decided_by_a_person_with_both_sides_in_view(operator, world):
    known = register_party(first_name="Gianna", last_name="Verdi", email="gianna@altrove.example", birth_date=date(1962, 3, 18))
    application = world.paper()
    shown = page(operator, application, "chi/")
    assert "gianna@altrove.example" in shown
    assert "gianna@casa.example" in shown
    said = send(operator, application, "chi", party="new")
    assert application.party is None
    assert "confirmed" in said
    send(operator, application, "chi", party=str(known.pk))
    assert application.party == known
    known.refresh_from_db()
    assert known.email == "gianna@altrove.example"


def test_a_same_fiscal_code_is_offered_first_and_cannot_be_registered_twice(operator, world):
    known = register_party(first_name="Giovanna", last_name="Verdini", fiscal_code="VRDGNN62C58F257V")
    register_party(first_name="Gianna", last_name="Verdi")
    application = world.paper()
    shown = page(operator, application, "chi/")
    assert shown.index("Giovanna Verdini") < shown.index(">Gianna Verdi<")
    send(operator, application, "chi", party="new", confirmed="on")
    assert application.party is None
    send(operator, application, "chi", party=str(known.pk))
    assert application.party == known


def test_somebody_else_can_be_looked_for(operator, world):
    other = register_party(first_name="Zita", last_name="Altrove")
    application = world.paper()
    answer = operator.get(f"{LIST}{application.pk}/chi/", {"q": "zita"})
    assert "Zita Altrove" in answer.content.decode()
    operator.post(f"{LIST}{application.pk}/chi/?q=zita", {"party": str(other.pk)})
    application.refresh_from_db()
    assert application.party == other


def test_a_refusal_from_the_reasons_to_the_assembly(operator, world):
    application, today = world.ready(timezone.localdate() - timedelta(days=30)), timezone.localdate()
    minutes = {"organ": "board", "held_on": (today - timedelta(days=9)).isoformat(), "minute_no": "8"}
    send(operator, application, "rifiuta", **minutes, reasons="no")
    assert application.state == "under_review"
    send(operator, application, "rifiuta", **minutes, reasons="Fa lo stesso lavoro della cooperativa.")
    send(operator, application, "comunica", on=(today - timedelta(days=8)).isoformat())
    assert application.communicated_on == today - timedelta(days=8)
    body = str(mail.outbox[-1].body)
    assert "Fa lo stesso lavoro della cooperativa." in body
    assert "decida l'assemblea" in body
    send(operator, application, "ricorso", received_on=(today - timedelta(days=5)).isoformat(), reasons="Ho chiuso.")
    send(operator, application, "assemblea-ammette", held_on=today.isoformat(), minute_no="2")
    assert application.state == "approved"
    assert application.admitting == application.second_resolution
    send(operator, application, "comunica", on=today.isoformat())
    assert application.second_communicated_on == today
    send(operator, application, "annota", recorded_on=today.isoformat())
    assert Membership.objects.get(member_no=2).effective_on == today


def test_what_was_typed_survives_a_refusal(operator, world):
    application = world.ready(timezone.localdate() - timedelta(days=30))
    said = send(operator, application, "rifiuta", organ="board", held_on="2001-01-01", minute_no="77/b", reasons="Non ha i requisiti dello statuto.")
    assert 'value="77/b"' in said
    assert "Non ha i requisiti dello statuto." in said


@pytest.mark.parametrize("role", ["board", "operator", "administrator"])
def test_each_role_sees_and_does_its_part(entered, world, role):
    client, application, today = entered(role), world.ready(timezone.localdate()), timezone.localdate()
    assert client.get(LIST).status_code == 200
    shown = page(client, application)
    assert "/ammetti/" in shown
    assert ("/correggi/" in shown) == (role != "board")
    minutes = {"organ": "board", "held_on": today.isoformat(), "minute_no": "7"}
    assert client.post(f"{LIST}{application.pk}/ammetti/", minutes).status_code == 302
    answer = client.post(f"{LIST}{application.pk}/annota/", {"recorded_on": today.isoformat()})
    application.refresh_from_db()
    assert application.state == ("approved" if role == "board" else "annotated"), answer


def test_outsiders_reach_nothing(client, world):
    application = world.paper()
    for path in (LIST, f"{LIST}{application.pk}/", f"{LIST}{application.pk}/ammetti/", f"{LIST}nuova-persona/"):
        assert client.get(path).status_code == 302
        assert "/accesso/" in client.get(path)["Location"]


@pytest.mark.parametrize("act", ["esamina", "ammetti", "rifiuta", "comunica", "ricorso", "assemblea-ammette", "annota", "presentatore", "chi"])
@pytest.mark.parametrize("hostile", ["", "\x00", "9" * 40, "2026-02-31", "<script>"])
def test_hostile_forms_break_nothing(operator, world, act, hostile):
    application = world.paper(timezone.localdate())
    names = ("held_on", "minute_no", "organ", "reasons", "on", "received_on", "recorded_on", "paid", "sponsor", "accept", "party", "confirmed", "q")
    answer = operator.post(f"{LIST}{application.pk}/{act}/?q={hostile}", dict.fromkeys(names, hostile))
    assert answer.status_code in (200, 302)
    assert operator.get(f"{LIST}{application.pk}/{act}/?q={hostile}").status_code == 200


def bulk(world, count: int) -> None:
    """So many applications, without ceremony."""
    now = timezone.now()
    rows = [
        Application(
            key=new_key(),
            state=State.SUBMITTED,
            started_at=now,
            saved_at=now,
            received_on=timezone.localdate() - timedelta(days=13 * number % 80),
            display_name=f"Ugo Verdi {number:04d}",
            search_key=f"verdi ugo {number:04d}",
            collectivity=world.group,
            charter_version=world.charter,
        )
        for number in range(count)
    ]
    Application.objects.bulk_create(rows)


def measure(client: Client, url: str) -> tuple[int, int]:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    assert answer.status_code == 200
    return len(queries), len(answer.content)


@pytest.mark.parametrize("query", ["", "?q=verdi+00", "?due=overdue", "?due=soon", "?missing=sponsor", "?missing=charter&state=submitted"])
def test_equal_queries_at_10_and_1000_rows(operator, world, query):
    bulk(world, 10)
    url = f"{LIST}results/{query}"
    first = measure(operator, url)
    bulk(world, 990)
    second = measure(operator, url)
    assert first[0] == second[0]
    assert second[1] <= 150_000


def test_one_page_has_constant_queries_however_long_its_history(operator, world):
    application = world.ready(timezone.localdate())
    first = measure(operator, f"{LIST}{application.pk}/")
    target = f"admission.Application:{application.pk}"
    record_all(acts=[Act("admission.correct", None, None, target, {"name": "Gianna"}) for _ in range(200)])
    second = measure(operator, f"{LIST}{application.pk}/")
    assert first[0] == second[0]


def test_filters_and_export(operator, world):
    world.ready(timezone.localdate())
    other = world.paper(timezone.localdate() - timedelta(days=70), first_name="=1+1", last_name="Formula", fiscal_code="BNCLRD91T03F257L")
    assert "Formula" not in operator.get(LIST, {"missing": "identity", "due": "soon"}).content.decode()
    found = operator.get(LIST, {"due": "overdue"}).content.decode()
    assert "Formula" in found
    assert "Gianna" not in found
    text = b"".join(operator.get(LIST, {"export": "csv"}).streaming_content).decode()
    assert "'=1+1 Formula" in text
    assert other.fiscal_code in text


@pytest.mark.parametrize("query", ["q=%00", "q='%22<b>", "p=-1", "p=abc", "ordering=key", "state=draft&due=x&missing=y", "export=pdf"])
def test_wild_queries_are_harmless(operator, world, query):
    world.paper()
    assert operator.get(f"{LIST}?{query}").status_code == 200


def test_panels_and_disclosure_tell_what_is_held(operator, client, world):
    application = world.ready(timezone.localdate())
    room = next(one for one in rooms() if isinstance(one, Admission))
    held = room.personal_data(application.party)["applications"][0]
    assert (held["fiscal_code"], held["charter_evidence"]) == ("VRDGNN62C58F257V", "foglio 1")
    assert room.personal_data(world.member)["presentations"][0]["application"] == "Gianna Verdi"
    assert room.personal_data(register_party(first_name="Lia", last_name="Vuota")) == {}
    assert "Gianna Verdi" in operator.get(f"/ufficio/persone/{world.member.pk}/").content.decode()
    assert room.member_panels(world.member, timezone.localdate())[0].context["presented"][0].state == "accepted"
    assert Party.objects.filter(pk=application.party_id).exists()
