"""One page per person with everything, relations, duplicates side by side, and who is meant by a number, a code or a name."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from membership import admitted

from vivaio_core.access.models import User
from vivaio_core.people.duplicates.models import DuplicatePair, Merge
from vivaio_core.people.duplicates.search import look_for_duplicates
from vivaio_core.people.models import Collectivity, Party, Resolution
from vivaio_core.people.relations.models import PartyRelation
from vivaio_core.people.services import add_identifier, include_collectivity, join_collectivity, propose_collectivity, register_party
from vivaio_core.people.waiting import waiting
from vivaio_core.trail.acts import Act
from vivaio_core.trail.services import record_all

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 3)
IBAN = "IT73U0707212900000000123456"


@pytest.fixture
def twin(gianna: Party) -> Party:
    return register_party(first_name="Gianna", last_name="Verdi", email="g@casa.example", phone="059 7", confirmed=True)


@pytest.fixture
def pair(gianna: Party, twin: Party) -> DuplicatePair:
    look_for_duplicates(on=ON, actor=None)
    return DuplicatePair.objects.get()


def page(client, party: Party) -> str:
    return client.get(reverse("office_people:person", args=[party.pk])).content.decode()


def test_a_page_with_500_events_asks_the_same_and_stays_small(operator, gianna):
    url, found = reverse("office_people:person", args=[gianna.pk]), []
    for count in (5, 495):
        record_all(acts=[Act("people.correct", subject=gianna, payload={"fields": ["phone"]}) for _ in range(count)])
        operator.get(url)
        with CaptureQueriesContext(connection) as queries:
            content = operator.get(url).content
        found.append((len(queries), len(content)))
    assert found[0][0] == found[1][0]
    assert found[1][1] <= 150_000


def test_codes_are_shown_with_their_history_and_what_to_look_at(operator):
    party = register_party(first_name="Amina", last_name="Diallo", birth_date=date(1990, 5, 5), birth_place="Dakar", language="fr")
    operator.post(reverse("office_people:add_code", args=[party.pk]), {"scheme": "cf_provisional", "raw": "87654320453"})
    assert not party.identifiers.exists()
    form = {"scheme": "cf_provisional", "raw": "87654320453", "on": "2020-01-15", "evidence": "Lettera della questura"}
    operator.post(reverse("office_people:add_code", args=[party.pk]), form)
    shown = page(operator, party)
    for text in (
        "Dakar",
        "francese",
        "87654320453",
        "dal 15 gennaio 2020",
        "fino al 15 luglio 2020",
        "Lettera della questura",
        "non vale più dal 15 luglio 2020",
    ):
        assert text in shown
    operator.post(reverse("office_people:add_code", args=[party.pk]), {"scheme": "cf", "raw": "VRDGNN62C58F25TS", "on": "2020-06-01"})
    shown = page(operator, party)
    assert "sostituito" in shown
    assert "La data di nascita non è quella del codice fiscale" in shown
    assert "ha lettere al posto di cifre" in shown
    wrong = operator.post(reverse("office_people:add_code", args=[party.pk]), {"scheme": "iban", "raw": "IT93Z0707212900000000123456"})
    assert "ricopi l&#x27;IBAN" in wrong.content.decode()


def test_a_relation_from_either_side_and_its_end(operator, gianna):
    dairy = register_party(kind="organisation", display_name="Caseificio Uno", vat="01234560363")
    form = {"kind": "there:represents", "other": "1", "on": "2022-05-01", "note": "Presidente"}
    operator.post(reverse("office_people:relate", args=[dairy.pk]), form)
    relation = PartyRelation.objects.get()
    assert (relation.source, relation.target) == (gianna, dairy)
    assert "Ha come rappresentante" in page(operator, dairy)
    shown = page(operator, gianna)
    assert "Rappresenta" in shown
    assert "Presidente" in shown
    operator.post(reverse("office_people:end_relation", args=[gianna.pk, relation.pk]), {"on": "2023-01-01"})
    relation.refresh_from_db()
    assert relation.to_on == date(2023, 1, 1)
    assert operator.get(reverse("office_people:end_relation", args=[gianna.pk, relation.pk])).status_code == 404


@pytest.mark.parametrize(
    ("words", "said"),
    [("VRDGNN62C58F257V", ""), ("1", ""), ("caseificio", "Ne trovo più di uno"), ("nessuno", "non trovo nessuno"), ("caseificio uno", "")],
)
def test_who_is_meant(operator, gianna, words, said):
    register_party(kind="organisation", display_name="Caseificio Uno")
    register_party(kind="organisation", display_name="Caseificio Due")
    other = register_party(first_name="Leo", last_name="Bianchi")
    answer = operator.post(reverse("office_people:compare", args=[other.pk]), {"other": words})
    assert answer.status_code == (200 if said else 302)
    assert DuplicatePair.objects.exists() is not bool(said)
    if said:
        assert said in answer.content.decode()


def test_two_entries_side_by_side_become_one_and_two_again(operator, gianna, twin, pair):
    assert "Forse è la stessa di" in page(operator, gianna)
    listed = operator.get(reverse("office_people:duplicates")).content.decode()
    assert "lo stesso nome e la stessa e-mail" in listed
    shown = operator.get(reverse("office_people:duplicate", args=[pair.pk])).content.decode()
    for text in ("VRDGNN62C58F257V", "059 7", f"Tieni la n. {gianna.pk}", "1 rapporto sociale", "Sono due schede diverse"):
        assert text in shown
    refused = operator.post(reverse("office_people:merge", args=[pair.pk, twin.pk])).content.decode()
    assert "è nel libro soci: tenga quella scheda" in refused
    assert "Resta la scheda" in operator.get(reverse("office_people:merge", args=[pair.pk, gianna.pk])).content.decode()
    operator.post(reverse("office_people:merge", args=[pair.pk, gianna.pk]))
    assert Merge.objects.get().winner == gianna
    assert "è stata unita a" in page(operator, twin)
    assert "Scheda unita a questa" in page(operator, gianna)
    assert "Tieni la n." not in operator.get(reverse("office_people:duplicate", args=[pair.pk])).content.decode()
    operator.post(reverse("office_people:undo_merge", args=[gianna.pk]))
    assert Party.objects.get(pk=twin.pk).merged_into is None
    assert operator.get(reverse("office_people:undo_merge", args=[gianna.pk])).status_code == 404
    assert operator.get(reverse("office_people:merge", args=[pair.pk, 999_999])).status_code == 404


def test_two_different_ones_stay_two(operator, pair):
    operator.post(reverse("office_people:not_duplicate", args=[pair.pk]), {"note": "Madre e figlia"})
    assert "Madre e figlia" in operator.get(reverse("office_people:duplicates"), {"state": "ignored"}).content.decode()
    operator.post(reverse("office_people:look_for_duplicates"))
    assert DuplicatePair.objects.get().state == "ignored"


def test_the_board_sees_duplicates_and_decides_none(entered, gianna, twin, pair):
    board = entered("board")
    shown = board.get(reverse("office_people:duplicate", args=[pair.pk])).content.decode()
    assert "059 7" in shown
    assert "Tieni la n." not in shown
    for name, args in (("merge", [pair.pk, gianna.pk]), ("not_duplicate", [pair.pk]), ("look_for_duplicates", []), ("compare", [gianna.pk])):
        assert board.post(reverse(f"office_people:{name}", args=args), {"other": "1"}).status_code == 302
    pair.refresh_from_db()
    assert pair.state == "open"
    assert not Merge.objects.exists()


@pytest.mark.parametrize("state", ["", "open", "x", "merged' OR 1=1", "\x00"])
def test_wild_states_are_harmless(operator, pair, state):
    assert operator.get(reverse("office_people:duplicates"), {"state": state, "p": state}).status_code == 200


def test_the_pages_of_duplicates_ask_equal_queries(operator):
    found = []
    for first, last in ((0, 10), (10, 300)):
        rows = [Party(display_name=f"Ada {n}", search_key=f"ada {n // 2}", birth_date=ON) for n in range(first, last)]
        Party.objects.bulk_create(rows)
        look_for_duplicates(on=ON, actor=None)
        operator.get(reverse("office_people:duplicates"))
        with CaptureQueriesContext(connection) as queries:
            content = operator.get(reverse("office_people:duplicates")).content
        found.append(len(queries))
        assert len(content) <= 150_000
    assert found[0] == found[1]


def test_what_waits(gianna, twin, pair):
    party = register_party(first_name="Amina", last_name="Diallo")
    add_identifier(party=party, scheme="cf_provisional", raw="87654320453", on=date(2026, 1, 15), actor=None)
    assert [(item.count, item.urgent) for item in waiting(date(2026, 6, 1))] == [(1, False), (0, False)]
    assert [(item.count, item.urgent) for item in waiting(date(2026, 7, 1))] == [(1, False), (1, False)]
    assert [(item.count, item.urgent) for item in waiting(date(2026, 7, 15))] == [(1, False), (1, True)]
    assert [item.count for item in waiting(date(1990, 1, 1))] == [1]


def test_filters_of_the_people(operator, gianna):
    register_party(first_name="Leo", last_name="Bianchi", email="leo@casa.example", address="Via Lunga 7, Carpi", phone="1")
    club = propose_collectivity(name="Condomini", actor=None)
    part = propose_collectivity(name="Scala A", parent=club, actor=None)
    include_collectivity(collectivity=part, on=ON, actor=None)
    join_collectivity(party=gianna, collectivity=part, on=date(2021, 1, 1), actor=None)

    def found(**query: str) -> set[str]:
        text = operator.get(reverse("office_people:index_results"), query).content.decode()
        return {name for name in ("Gianna Verdi", "Leo Bianchi") if name in text}

    assert found(member="client") == found(member="none") == {"Leo Bianchi"}
    assert found(member="member") == found(category="ordinary") == found(group=str(club.pk)) == {"Gianna Verdi"}
    assert found(missing="email") == found(member="candidate") == found(missing="definite") == found(category="special") == set()
    assert found(missing="cf") == found(place="carpi") == found(q="leo@casa") == {"Leo Bianchi"}
    assert found(missing="phone") == found(missing="address") == found(q="vrdgnn62") == found(q="1 verdi") == {"Gianna Verdi"}


def test_a_group_with_kind_parent_contact_and_resolution(operator, gianna):
    operator.post(reverse("office_groups:propose"), {"name": "Condomini", "kind": "condominio"})
    operator.post(reverse("office_groups:propose"), {"name": "Scala A", "kind": "Condominio", "parent": "condomini", "contact": "1"})
    big, small = Collectivity.objects.get(name="Condomini"), Collectivity.objects.get(name="Scala A")
    assert (small.parent, small.kind, small.contact) == (big, big.kind, gianna)
    wrong = operator.post(reverse("office_groups:correct", args=[big.pk]), {"name": "Condomini", "parent": "Scala A"}).content.decode()
    assert "parte di se stessa" in wrong
    assert "Nessuna collettività" in operator.post(reverse("office_groups:propose"), {"name": "Altra", "parent": "x"}).content.decode()
    act = reverse("office_groups:act", args=[big.pk, "include"])
    assert "anche la data" in operator.post(act, {"on": "2026-02-01", "minute_no": "12"}).content.decode()
    operator.post(act, {"on": "2026-02-01", "held_on": "2026-01-20", "minute_no": "12"})
    big.refresh_from_db()
    assert big.included_by == Resolution.objects.get(minute_no="12")
    shown = operator.get(reverse("office_groups:group", args=[big.pk])).content.decode()
    assert "20 gennaio 2026, n. 12" in shown
    kept = operator.get(reverse("office_groups:correct", args=[small.pk])).content.decode()
    assert "VRDGNN62C58F257V" in kept


def test_a_merged_entry_is_no_longer_listed_nor_meant(operator, gianna, twin, pair):
    operator.post(reverse("office_people:merge", args=[pair.pk, gianna.pk]))
    assert operator.get(reverse("office_people:index_results"), {"q": "verdi"}).content.decode().count("Gianna Verdi") == 1
    assert admitted_again_is_refused(twin)


def admitted_again_is_refused(party: Party) -> bool:
    from vivaio_core.people.errors import Refused

    with pytest.raises(Refused):
        admitted(Party.objects.get(pk=party.pk), ON)
    return not User.objects.filter(party=party).exists()
