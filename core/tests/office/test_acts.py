"""Acts of the office: each through a service, refusals in Italian, nothing typed is lost, nobody beyond his role."""

from datetime import date

import pytest
from django.urls import reverse
from membership import admitted, left

from vivaio_core.access.models import User
from vivaio_core.people.models import Collectivity, Membership, Party
from vivaio_core.people.services import include_collectivity, propose_collectivity
from vivaio_core.rules.models import Parameter
from vivaio_core.trail.models import Event

pytestmark = pytest.mark.django_db


def actor_of(client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def test_from_a_new_person_to_a_former_member(operator):
    form = {"first_name": "Ada", "last_name": "Neri", "fiscal_code": "VRDGNN62C58F257V", "email": "ada@casa.example", "addressed_as": "f"}
    answer = operator.post(reverse("office_people:new_person"), form)
    party = Party.objects.get()
    assert answer["Location"] == reverse("office_people:person", args=[party.pk])
    admitted(party, date(2024, 5, 2))
    group = propose_collectivity(name="CRAL prova", actor=None)
    include_collectivity(collectivity=group, on=date(2020, 1, 1), actor=None)
    operator.post(reverse("office_people:join", args=[party.pk]), {"collectivity": group.pk, "on": "2024-06-01"})
    page = operator.get(reverse("office_people:person", args=[party.pk])).content.decode()
    for text in (
        "Socia dal 2 maggio 2024, tessera n. 1",
        "CRAL prova",
        "Ammissione a socio dal 2 maggio 2024",
        "Rita Poli",
        "VRDGNN62C58F257V",
    ):
        assert text in page
    belonging = party.belongings.get()
    operator.post(reverse("office_people:leave", args=[party.pk, belonging.pk]), {"on": "2024-07-01"})
    left(party, date(2025, 1, 1))
    assert Membership.objects.get().end_reason == "exit"
    mine = Event.objects.filter(subject=party).exclude(kind__startswith="register.")
    assert {event.actor for event in mine} == {actor_of(operator)}
    assert "Non più socio dal 1 gennaio 2025" in operator.get(reverse("office_people:person", args=[party.pk])).content.decode()


def test_a_refusal_says_why_and_keeps_what_was_typed(operator):
    form = {"first_name": "Ada <b>", "last_name": "Neri", "fiscal_code": "VRDGNN62C58F257X", "address": "Via Lunga 7"}
    page = operator.post(reverse("office_people:new_person"), form).content.decode()
    assert "confronti il codice con la tessera" in page
    assert "Via Lunga 7" in page
    assert "Ada &lt;b&gt;" in page
    assert "Non ho salvato nulla" in page
    assert not Party.objects.exists()


def test_somebody_alike_is_asked_about(operator, gianna):
    form = {"first_name": "Gianna", "last_name": "Verdini", "fiscal_code": "VRDGNN62C58F25TS"}
    page = operator.post(reverse("office_people:new_person"), form).content.decode()
    assert "Gianna Verdi" in page
    assert "un&#x27;altra persona" in page
    assert Party.objects.count() == 1
    operator.post(reverse("office_people:new_person"), {**form, "confirmed": "on"})
    assert Party.objects.count() == 2


def test_an_organisation_and_its_codes(operator):
    operator.post(reverse("office_people:new_organisation"), {"display_name": "Caseificio Uno", "vat": "1230366"})
    assert not Party.objects.exists()
    operator.post(reverse("office_people:new_organisation"), {"display_name": "Caseificio Uno", "vat": "IT 01234560363"})
    party = Party.objects.get()
    wrong = operator.post(reverse("office_people:add_code", args=[party.pk]), {"scheme": "cf", "raw": "123"}).content.decode()
    assert "lunghezza sbagliata" in wrong
    operator.post(reverse("office_people:add_code", args=[party.pk]), {"scheme": "cf", "raw": "01234560363"})
    assert party.identifiers.count() == 2


def test_correcting_data(operator, gianna):
    form = {"first_name": "Gianna", "last_name": "Verdi", "email": "nuova@casa.example", "phone": "059 1", "addressed_as": "f"}
    operator.post(reverse("office_people:correct", args=[gianna.pk]), form)
    gianna.refresh_from_db()
    assert gianna.email == "nuova@casa.example"
    assert "Dati corretti: e-mail, telefono." in operator.get(reverse("office_people:person", args=[gianna.pk])).content.decode()


def test_opening_the_member_area(operator, gianna):
    operator.post(reverse("office_people:open_access", args=[gianna.pk]), {"email": "g@casa.example"})
    gianna.refresh_from_db()
    assert gianna.login.email == "g@casa.example"
    again = operator.post(reverse("office_people:open_access", args=[gianna.pk]), {"email": "x@casa.example"})
    assert again.status_code == 200


def test_a_group_from_proposal_to_closing(operator, gianna):
    operator.post(reverse("office_groups:propose"), {"name": "Condomini", "description": "Cinque scale"})
    group = Collectivity.objects.get()
    for act, state in (("include", "included"), ("suspend", "suspended"), ("include", "included"), ("close", "closed")):
        operator.post(reverse("office_groups:act", args=[group.pk, act]), {"on": "2026-01-01"})
        group.refresh_from_db()
        assert group.state == state
    page = operator.post(reverse("office_groups:act", args=[group.pk, "include"]), {"on": "2026-01-01"}).content.decode()
    assert "«Condomini» è chiusa: da qui questo passo non si può fare." in page
    assert operator.get(reverse("office_groups:act", args=[group.pk, "esplodi"])).status_code == 404


def test_an_administrator_adds_a_dated_value_and_an_operator_may_not(entered):
    form = {"code": "members.min", "value": "12", "valid_from": "2027-01-01", "source": "Assemblea del 3 maggio", "mark": "sourced"}
    assert entered("operator").post(reverse("office_rules:add"), form).status_code == 302
    assert Parameter.objects.filter(code="members.min").count() == 1
    administrator = entered("administrator")
    refused = administrator.post(reverse("office_rules:add"), {**form, "value": ""}).content.decode()
    assert "Scriva il valore come numero." in refused
    assert "Assemblea del 3 maggio" in refused
    administrator.post(reverse("office_rules:add"), form)
    assert Parameter.objects.get(code="members.min", valid_from=date(2027, 1, 1)).value == 12


ACTS = [
    ("office_people:new_person", {"first_name": "Ada", "last_name": "Neri"}),
    ("office_people:correct", {"first_name": "Altra", "last_name": "Verdi"}),
    ("office_people:add_code", {"scheme": "vat", "raw": "01234560363"}),
    ("office_people:open_access", {"email": "g@casa.example"}),
    ("office_groups:propose", {"name": "Condomini"}),
]


@pytest.mark.parametrize(("name", "form"), ACTS)
def test_the_board_reads_and_does_not_write(entered, gianna, name, form):
    board = entered("board")
    before = Event.objects.count()
    args = [] if name.endswith(("new_person", "propose")) else [gianna.pk]
    assert board.post(reverse(name, args=args), form).status_code == 302
    assert Event.objects.count() == before
    page = board.get(reverse("office_people:person", args=[gianna.pk])).content.decode()
    assert "Correggi i dati" not in page
    assert "Chiudi il rapporto" not in page


@pytest.mark.parametrize("section", ["persone", "soci", "collettivita", "memoria", "regole"])
@pytest.mark.parametrize("generic", ["new/", "edit/1/", "delete/1/", "copy/1/", "history/1/", "usage/1/", "inspect/1/"])
def test_wagtails_generic_writing_is_not_mounted(entered, section, generic):
    assert entered("administrator").get(f"/ufficio/{section}/{generic}").status_code == 404
