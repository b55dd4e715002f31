"""Acting for an organisation in the member area: who may, what is seen, how it ends."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from membership import admitted

from vivaio_core.access.models import User
from vivaio_core.access.services.member_login import create_member_login
from vivaio_core.office.history import who_did
from vivaio_core.people.disclosure.models import CorrectionRequest
from vivaio_core.people.disclosure.services.ask import ask_correction
from vivaio_core.people.disclosure.services.contacts import correct_own_contacts
from vivaio_core.people.duplicates.services import merge
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Party
from vivaio_core.people.relations.models import PartyRelation
from vivaio_core.people.relations.services import end_relation, relate
from vivaio_core.people.relations.speaking import speaks_for
from vivaio_core.people.services import register_party
from vivaio_core.trail.models import Event
from vivaio_core.trail.selectors import verify

pytestmark = pytest.mark.django_db
SINCE = date(2024, 3, 1)
CHOOSE = "area:acting"


@pytest.fixture
def ada(db: None) -> Party:
    """A person with a login, who is not a member."""
    party = register_party(first_name="Ada", last_name="Bianchi", email="ada@casa.example")
    create_member_login(party=party, actor=None)
    return party


@pytest.fixture
def dairy(ada: Party) -> Party:
    """A member organisation that Ada represents."""
    party = register_party(kind="organisation", display_name="Caseificio Uno", email="info@caseificio.example", fiscal_code="87654320453")
    admitted(party, date(2024, 1, 10), 5)
    relate(source=ada, target=party, kind="represents", on=SINCE, actor=None)
    return party


@pytest.fixture
def choir(ada: Party) -> Party:
    """Another one that she represents: not a member."""
    party = register_party(kind="organisation", display_name="Coro delle Valli")
    relate(source=ada, target=party, kind="represents", on=SINCE, actor=None)
    return party


@pytest.fixture
def area(client: Client, ada: Party) -> Client:
    from doors import ask_code, code_in_mail

    ask_code(client, "ada@casa.example")
    client.post(reverse("account_confirm_login_code"), {"code": code_in_mail()})
    return client


def choose(area: Client, party: Party):
    return area.post(reverse(CHOOSE), {"party": party.pk})


def end(ada: Party, organisation: Party, on: date | None = None) -> None:
    relation = PartyRelation.objects.get(source=ada, target=organisation, kind="represents")
    end_relation(relation=relation, on=on or timezone.localdate(), actor=None)


def home(area: Client) -> str:
    return area.get(reverse("area:home")).content.decode()


def test_a_person_who_is_no_member_acts_for_a_member_organisation(area, ada, dairy):
    assert "Agisce per <strong>sé</strong>" in home(area)
    assert "Non socio" in home(area)
    answer = choose(area, dairy)
    assert answer["Location"] == reverse("area:home")
    page = home(area)
    assert "Agisce per <strong>Caseificio Uno</strong>" in page
    assert "tessera n. 1" in page
    for name in ("area:shares", "area:data", "area:all_data", "area:history", "area:correction", "area:erasure", CHOOSE):
        assert "Agisce per <strong>Caseificio Uno</strong>" in area.get(reverse(name)).content.decode()
    assert "Caseificio Uno" in area.get(reverse("area:certificate")).content.decode()
    choose(area, ada)
    assert "Non socio" in home(area)
    assert area.get(reverse("area:certificate")).status_code == 404


def test_who_represents_nobody_sees_no_switch(area):
    assert "acting" not in home(area)
    assert "non rappresenta nessuna organizzazione" in area.get(reverse(CHOOSE)).content.decode()


def test_two_organisations_are_two(area, ada, dairy, choir):
    choose(area, choir)
    page = home(area)
    assert "Agisce per <strong>Coro delle Valli</strong>" in page
    assert "Non socio" in page
    choose(area, dairy)
    end(ada, choir)
    assert "Agisce per <strong>Caseificio Uno</strong>" in home(area)


def test_what_is_done_is_the_organisations_and_names_the_person(area, ada, dairy):
    choose(area, dairy)
    area.post(reverse("area:data"), {"email": "nuova@caseificio.example", "phone": "059 1", "address": "Via Emilia 1, Modena"})
    area.post(reverse("area:correction"), {"what": "name", "wanted": "Caseificio Uno di Modena"})
    dairy.refresh_from_db()
    ada.refresh_from_db()
    assert (dairy.email, dairy.phone, ada.email, ada.phone) == ("nuova@caseificio.example", "059 1", "ada@casa.example", "")
    assert CorrectionRequest.objects.get().party == dairy
    for event in Event.objects.select_related("actor").filter(kind__in=["people.correct", "people.ask_correction"]):
        assert (event.actor_id, event.subject_id) == (ada.login_id, dairy.pk)
        assert who_did(event) == "Ada Bianchi per Caseificio Uno"
        assert event.payload["own"]
    assert "Ada Bianchi per Caseificio Uno" in area.get(reverse("area:history")).content.decode()
    assert verify().ok


def test_what_i_do_for_myself_names_nobody_else(area, ada, dairy):
    area.post(reverse("area:data"), {"email": "altra@casa.example"})
    event = Event.objects.select_related("actor").latest("seq")
    assert (event.subject_id, who_did(event)) == (ada.pk, "Ada Bianchi")


def test_when_the_relation_ends_nothing_of_the_request_is_done(area, ada, dairy):
    choose(area, dairy)
    end(ada, dairy)
    answer = area.post(reverse("area:data"), {"email": "nuova@caseificio.example", "phone": "059 1"}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(reverse("area:home"), 302)]
    assert "Lei non rappresenta più Caseificio Uno" in page
    assert "tessera n. 1" not in page
    ada.refresh_from_db()
    dairy.refresh_from_db()
    assert (ada.email, ada.phone, dairy.phone) == ("ada@casa.example", "", "")
    assert "non rappresenta più" not in home(area)


@pytest.mark.parametrize("status", ["merged", "erased"])
def test_an_organisation_out_of_use_is_nobodys(area, ada, dairy, status):
    choose(area, dairy)
    if status == "merged":
        other = register_party(kind="organisation", display_name="Caseificio Due")
        Party.objects.filter(pk=dairy.pk).update(status=Party.Status.MERGED, merged_into=other)
    else:
        Party.objects.filter(pk=dairy.pk).update(status=Party.Status.ERASED, display_name="Organizzazione cancellata 2")
    assert area.get(reverse("area:shares")).status_code == 302
    assert "acting" not in home(area)
    assert choose(area, dairy).status_code == 403


def test_a_merge_carries_the_representation_along(area, ada, choir):
    kept = register_party(kind="organisation", display_name="Coro delle Valli APS")
    merge(winner=kept, loser=choir, actor=None)
    assert choose(area, choir).status_code == 403
    assert choose(area, kept).status_code == 302


def test_nobody_acts_for_whom_they_do_not_represent(area, ada, dairy):
    stranger = register_party(kind="organisation", display_name="Panificio Estraneo")
    child = register_party(first_name="Leo", last_name="Bianchi")
    relate(source=ada, target=child, kind="represents", on=SINCE, actor=None)
    employer = register_party(kind="organisation", display_name="Officina Datrice")
    relate(source=ada, target=employer, kind="employee_of", on=SINCE, actor=None)
    for party in (stranger, child, employer):
        answer = choose(area, party)
        assert answer.status_code == 403
        assert "Oggi Lei non rappresenta questa organizzazione" in answer.content.decode()
    for wild in ("", "x", "-1", "9" * 40, "0", f"{dairy.pk} "):
        assert area.post(reverse(CHOOSE), {"party": wild}).status_code == 403
    assert "Agisce per <strong>sé</strong>" in home(area)


def test_the_days_of_the_relation_are_kept(area, ada):
    today = timezone.localdate()
    to_come, over, last_day = (register_party(kind="organisation", display_name=f"Ditta {word}") for word in ("Futura", "Passata", "Domani"))
    relate(source=ada, target=to_come, kind="represents", on=today + timedelta(days=1), actor=None)
    relate(source=ada, target=over, kind="represents", on=SINCE, actor=None)
    end(ada, over, today)
    relate(source=ada, target=last_day, kind="represents", on=SINCE, actor=None)
    end(ada, last_day, today + timedelta(days=1))
    assert [choose(area, party).status_code for party in (to_come, over, last_day)] == [403, 403, 302]


def test_a_form_left_open_in_another_window_is_refused(ada, dairy):
    client = Client(enforce_csrf_checks=True)
    assert ada.login
    client.force_login(ada.login)
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(reverse("area:home")).content.decode())
    assert found
    stale = found[1]
    assert client.post(reverse(CHOOSE), {"party": dairy.pk, "csrfmiddlewaretoken": stale}).status_code == 302
    assert client.post(reverse("area:correction"), {"what": "name", "wanted": "Ada", "csrfmiddlewaretoken": stale}).status_code == 403
    assert not CorrectionRequest.objects.exists()


def test_the_services_ask_too(ada, dairy):
    assert ada.login
    actor = User.objects.get(pk=ada.login_id)
    with pytest.raises(PermissionDenied):
        ask_correction(party=dairy, what="name", wanted="Altro", on=timezone.localdate(), actor=actor)
    actor.represented = dairy
    assert speaks_for(actor, dairy)
    end(ada, dairy)
    assert not speaks_for(actor, dairy)
    with pytest.raises(PermissionDenied):
        ask_correction(party=dairy, what="name", wanted="Altro", on=timezone.localdate(), actor=actor)
    with pytest.raises(Refused, match="non rappresenta più"):
        correct_own_contacts(actor=actor, on=timezone.localdate(), pec="", email="x@casa.example")


def test_the_choice_goes_with_the_session(area, ada, dairy):
    choose(area, dairy)
    area.post(reverse("account_logout"))
    assert ada.login
    area.force_login(ada.login)
    assert "Agisce per <strong>sé</strong>" in home(area)


def test_the_home_keeps_its_bound_of_queries(area, ada, dairy):
    counts = []
    for more in (1, 100):
        for number in range(more):
            made = register_party(kind="organisation", display_name=f"Ditta {more} {number}")
            relate(source=ada, target=made, kind="represents", on=SINCE, actor=None)
        choose(area, dairy)
        home(area)
        with CaptureQueriesContext(connection) as queries:
            page = home(area)
        assert len(page) < 150_000
        # On PostgreSQL the cache is a table.
        counts.append(sum("site_cache" not in one["sql"] for one in queries))
    assert counts[0] == counts[1] <= 20
