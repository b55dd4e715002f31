"""What people and organisations are to each other."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from vivaio_core.access.models import User
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Party
from vivaio_core.people.relations.models import PartyRelation
from vivaio_core.people.relations.selectors import relations_of, representatives
from vivaio_core.people.relations.services import end_relation, relate
from vivaio_core.people.services import register_party
from vivaio_core.trail.selectors import events_about
from vivaio_core.trail.sentences import told

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 3)


@pytest.fixture
def anna() -> Party:
    return register_party(first_name="Anna", last_name="Neri")


@pytest.fixture
def dairy() -> Party:
    return register_party(kind="organisation", display_name="Caseificio Uno")


def test_each_side_reads_it_in_its_own_words(anna, dairy):
    relation = relate(source=anna, target=dairy, kind="represents", on=ON, actor=None)
    (seen,), (other,) = relations_of(anna), relations_of(dairy)
    assert (seen.words, seen.other) == ("rappresenta", dairy)
    assert (other.words, other.other) == ("ha come rappresentante", anna)
    assert told(events_about(dairy)[0]) == "Relazione dal 3 marzo 2026: ha come rappresentante Anna Neri."
    end_relation(relation=relation, on=date(2026, 9, 1), actor=None)
    assert told(events_about(anna)[0]) == "Relazione finita il 1 settembre 2026: rappresenta Caseificio Uno."


def test_the_first_day_is_in_and_the_last_one_out(anna, dairy):
    relation = relate(source=anna, target=dairy, kind="represents", on=ON, actor=None)
    end_relation(relation=relation, on=date(2026, 9, 1), actor=None)
    assert [bool(representatives(dairy, day)) for day in (date(2026, 3, 2), ON, date(2026, 8, 31), date(2026, 9, 1))] == [False, True, True, False]


def test_what_cannot_be(anna, dairy):
    with pytest.raises(Refused, match="diverse"):
        relate(source=anna, target=anna, kind="family_of", on=ON, actor=None)
    with pytest.raises(Refused, match="Solo una persona"):
        relate(source=dairy, target=anna, kind="represents", on=ON, actor=None)
    with pytest.raises(Refused, match="organizzazione"):
        relate(source=anna, target=dairy, kind="heir_of", on=ON, actor=None)
    with pytest.raises(Refused, match="Scelga"):
        relate(source=anna, target=dairy, kind="owns", on=ON, actor=None)
    relation = relate(source=anna, target=dairy, kind="represents", on=ON, actor=None)
    with pytest.raises(Refused, match="già"):
        relate(source=anna, target=dairy, kind="represents", on=ON, actor=None)
    with pytest.raises(Refused, match="prima"):
        end_relation(relation=relation, on=date(2026, 3, 2), actor=None)
    end_relation(relation=relation, on=date(2026, 9, 1), actor=None)
    with pytest.raises(Refused, match="già"):
        end_relation(relation=relation, on=date(2026, 9, 2), actor=None)


def test_nobody_without_the_right(anna, dairy):
    with pytest.raises(PermissionDenied):
        relate(source=anna, target=dairy, kind="represents", on=ON, actor=User.objects.create_user("x@casa.example"))


def test_the_database_refuses_a_relation_with_oneself(anna):
    with pytest.raises(IntegrityError), transaction.atomic():
        PartyRelation.objects.create(source=anna, target=anna, kind="family_of", from_on=ON)
