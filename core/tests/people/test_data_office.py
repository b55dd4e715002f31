"""The office answers requests about data: lists, clocks, the file, the plan, who may do what."""

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from membership import admitted
from office import enter_office

from vivaio_core.access.models import User
from vivaio_core.access.services.sync_roles import sync_roles
from vivaio_core.people import services
from vivaio_core.people.disclosure.models import CorrectionRequest, DisclosureRequest, ErasureRequest
from vivaio_core.people.disclosure.selectors import waiting
from vivaio_core.people.disclosure.services.ask import ask_correction, ask_disclosure, ask_erasure
from vivaio_core.people.models import Party
from vivaio_core.trail.models import Event

pytestmark = pytest.mark.django_db
LISTS = ("disclosures", "corrections", "erasures")


@pytest.fixture
def leo(db: None) -> Party:
    return services.register_party(first_name="Leo", last_name="Gatti", email="leo@casa.example", fiscal_code="BNCLRD91T03F257L")


def staff(role: str) -> Client:
    sync_roles()
    user = User.objects.create_user(f"{role}@ufficio.example", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return enter_office(Client(), user)


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_clock_and_the_queue_say_what_is_late(leo: Party) -> None:
    today = timezone.localdate()
    ask_disclosure(party=leo, on=today - timedelta(days=40), actor=None)
    ask_correction(party=leo, what="name", wanted="Leone", on=today, actor=None)
    ask_erasure(party=leo, on=today, actor=None)
    found = waiting(today)
    assert [(one.count, one.urgent) for one in found] == [(1, True), (1, False), (1, False), (0, False)]
    page = text_of(staff("operator").get(reverse("office_disclosures:index")))
    assert "scadut" in page
    assert "Leo Gatti" in page


@pytest.mark.parametrize("name", LISTS)
def test_equal_queries_at_10_and_1000_requests(name: str, db: None) -> None:
    client = staff("administrator")
    model = {"disclosures": DisclosureRequest, "corrections": CorrectionRequest, "erasures": ErasureRequest}[name]
    today, counts = timezone.localdate(), []
    for more in (10, 990):
        people = Party.objects.bulk_create([Party(display_name=f"Socio {more} {n}", search_key=f"socio {more} {n}") for n in range(more)])
        model.objects.bulk_create([model(party=party, received_on=today, due_on=today) for party in people])
        client.get(reverse(f"office_{name}:index"))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse(f"office_{name}:index"))
        assert len(page.content) < 150_000
        counts.append(len([query for query in queries if "session" not in query["sql"]]))
    assert counts[0] == counts[1] <= 16


def test_the_file_holds_everything_and_the_trail_knows_who_took_it(leo: Party) -> None:
    admitted(leo, date(2021, 3, 3))
    request = ask_disclosure(party=leo, on=timezone.localdate(), actor=None)
    client = staff("operator")
    assert "Libro soci" in text_of(client.get(reverse("office_disclosures:page", args=[request.pk])))
    answer = client.post(reverse("office_disclosures:download", args=[request.pk]))
    assert "no-store" in answer["Cache-Control"]
    files = zipfile.ZipFile(io.BytesIO(answer.content))
    assert set(files.namelist()) == {"dati.json", "data.css", "index.html"}
    data = json.loads(files.read("dati.json"))["data"]
    assert data["people"]["person"]["e-mail"] == "leo@casa.example"
    assert data["people"]["codes"][0]["code"] == "BNCLRD91T03F257L"
    assert data["register"]["register_entries"][0]["number"] == 1
    page = files.read("index.html").decode()
    assert "BNCLRD91T03F257L" in page
    assert "Ammissione a socio" in page
    event = Event.objects.latest("seq")
    assert (event.kind, event.subject_id, event.payload) == ("people.hand_over_data", leo.pk, {"own": False})
    client.post(reverse("office_disclosures:answer", args=[request.pk]), {"answer": "per e-mail", "on": "2026-11-22"})
    assert DisclosureRequest.objects.get(pk=request.pk).state == "answered"


def test_a_correction_is_answered_with_a_reason(leo: Party) -> None:
    request = ask_correction(party=leo, what="name", wanted="Leone", on=timezone.localdate(), actor=None)
    client = staff("operator")
    assert "Leone" in text_of(client.get(reverse("office_corrections:page", args=[request.pk])))
    address = reverse("office_corrections:settle", args=[request.pk])
    assert "Lo scriva in poche parole" in text_of(client.post(address, {"done": "no", "answer": ""}))
    client.post(address, {"done": "no", "answer": "Serve il documento."})
    request.refresh_from_db()
    assert (request.state, request.answer) == ("refused", "Serve il documento.")


def test_from_the_persons_page_to_an_erasure_in_two_steps(leo: Party) -> None:
    client = staff("administrator")
    assert reverse("office_erasures:ask", args=[leo.pk]) in text_of(client.get(reverse("office_people:person", args=[leo.pk])))
    client.post(reverse("office_erasures:ask", args=[leo.pk]), {"on": "2026-11-22"})
    request = ErasureRequest.objects.get()
    page = reverse("office_erasures:page", args=[request.pk])
    assert "Non c'è ancora un piano" in text_of(client.get(page)).replace("&#x27;", "'").replace("’", "'")
    client.post(reverse("office_erasures:plan", args=[request.pk]))
    assert "Nome, nascita, codice fiscale" in text_of(client.get(page))
    confirm = reverse("office_erasures:confirm", args=[request.pk])
    assert "Nessuno può tornare indietro" in text_of(client.get(confirm))
    client.post(confirm, {})
    assert Party.objects.get(pk=leo.pk).display_name == "Leo Gatti"
    client.post(confirm, {"sure": "on"})
    assert Party.objects.get(pk=leo.pk).display_name == f"Persona cancellata {leo.pk}"
    assert "eseguita" in text_of(client.get(page))
    assert client.get(reverse("office_people:person", args=[leo.pk])).status_code == 200


def test_an_operator_plans_and_refuses_but_does_not_erase_and_the_board_only_reads(leo: Party) -> None:
    request = ask_erasure(party=leo, on=timezone.localdate(), actor=None)
    operator, board = staff("operator"), staff("board")
    plan, confirm, refuse = (reverse(f"office_erasures:{name}", args=[request.pk]) for name in ("plan", "confirm", "refuse"))
    assert operator.post(plan).status_code == 302
    assert operator.post(confirm, {"sure": "on"}).status_code == 302
    assert operator.get(confirm)["Location"] == "/ufficio/"
    assert Party.objects.get(pk=leo.pk).display_name == "Leo Gatti"
    assert board.post(refuse, {"reason": "no"})["Location"] == "/ufficio/"
    request.refresh_from_db()
    assert request.state == "planned"
    operator.post(refuse, {"reason": "È ancora socio."})
    request.refresh_from_db()
    assert request.state == "refused"
    for name in ("disclosures:download", "disclosures:print"):
        assert board.post(reverse(f"office_{name}", args=[request.pk])).status_code in (302, 403, 405)


@pytest.mark.parametrize("name", ["disclosures:page", "corrections:page", "erasures:page", "erasures:confirm", "disclosures:ask", "erasures:ask"])
def test_what_is_not_there_is_not_found(name: str, db: None) -> None:
    assert staff("administrator").get(reverse(f"office_{name}", args=[999])).status_code == 404
