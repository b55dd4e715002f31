"""Who was called another person while being written down is not asked about again (people P3)."""

from datetime import date

import pytest
from django.urls import reverse
from office import enter_office

from vivaio_core.access.models import User
from vivaio_core.people.duplicates.models import DuplicatePair
from vivaio_core.people.duplicates.search import look_for_duplicates
from vivaio_core.people.duplicates.selectors import pairs_to_decide
from vivaio_core.people.duplicates.services import suspect
from vivaio_core.people.errors import NeedsDecision
from vivaio_core.people.services import add_identifier, register_party
from vivaio_core.trail.models import Event
from vivaio_core.trail.selectors import events_about
from vivaio_core.trail.sentences import told

pytestmark = pytest.mark.django_db
ON, BORN = date(2026, 3, 3), date(1962, 3, 18)
CF, TWIN = "VRDGNN62C58F257V", "VRDGNN62C58F25TS"
GIANNA = {"first_name": "Gianna", "last_name": "Verdi", "birth_date": BORN}


@pytest.fixture
def operator(db: None) -> User:
    return User.objects.create_superuser("o@ufficio.example", first_name="Olga", last_name="Ferri")


def test_p3_the_decision_has_who_and_when_and_is_not_asked_again(operator):
    one = register_party(**GIANNA, fiscal_code=CF)
    with pytest.raises(NeedsDecision):
        register_party(**GIANNA, fiscal_code=TWIN, actor=operator)
    assert not DuplicatePair.objects.exists()
    two = register_party(**GIANNA, fiscal_code=TWIN, actor=operator, confirmed=True)
    pair = DuplicatePair.objects.get()
    assert (pair.party_a, pair.party_b, pair.state, pair.ignored_by, pair.certain) == (one, two, "ignored", operator, True)
    assert set(pair.reasons) == {"same_code", "same_name_and_birth"}
    assert look_for_duplicates(on=ON, actor=None) == 0
    assert not pairs_to_decide().exists()
    for party, other in ((one, two), (two, one)):
        event = events_about(party)[0]
        assert (event.kind, event.actor_id, told(event)) == ("people.not_duplicate", operator.pk, f"Confronto con {other}: sono due schede diverse.")


def test_a_code_added_later_is_decided_too(operator):
    register_party(**GIANNA, fiscal_code=CF)
    other = register_party(first_name="Giovanna", last_name="Verdi", actor=operator)
    add_identifier(party=other, scheme="cf", raw=TWIN, actor=operator, confirmed=True)
    assert DuplicatePair.objects.get().reasons == ["same_code"]
    assert look_for_duplicates(on=ON, actor=None) == 0


def test_nobody_decides_without_a_person(operator):
    for _ in range(2):
        register_party(**GIANNA, confirmed=True)
    assert not DuplicatePair.objects.exists()
    assert look_for_duplicates(on=ON, actor=None) == 1
    assert register_party(first_name="Leo", last_name="Neri", actor=operator, confirmed=True)
    assert DuplicatePair.objects.get().state == "open"


def test_the_doubt_can_come_back(operator):
    one, two = register_party(**GIANNA), register_party(**GIANNA, actor=operator, confirmed=True)
    suspect(one=one, other=two, on=ON, actor=operator)
    assert [pair.state for pair in pairs_to_decide()] == ["open"]


def test_in_the_office_the_page_of_duplicates_stays_empty(client, operator):
    register_party(**GIANNA)
    enter_office(client, operator)
    form = {"first_name": "Gianna", "last_name": "Verdi", "birth_date": "18/03/1962"}
    assert client.post(reverse("office_people:new_person"), form).status_code == 200
    assert client.post(reverse("office_people:new_person"), {**form, "confirmed": "on"}).status_code == 302
    assert DuplicatePair.objects.get().ignored_by == operator
    assert Event.objects.filter(kind="people.not_duplicate").count() == 2
