"""Reads of relations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy

from vivaio_core.people.models import Party
from vivaio_core.people.relations.models import PartyRelation

Kind = PartyRelation.Kind
SEEN_FROM_THE_OTHER = {
    Kind.REPRESENTS: gettext_lazy("is represented by"),
    Kind.EMPLOYEE_OF: gettext_lazy("employs"),
    Kind.FAMILY_OF: gettext_lazy("is family of"),
    Kind.HEIR_OF: gettext_lazy("leaves an heir"),
    Kind.COMMON_REPRESENTATIVE: gettext_lazy("has the heirs represented by"),
}


@dataclass(frozen=True)
class Seen:
    """A relation as one of the two sees it: what in words, with whom."""

    relation: PartyRelation
    words: str
    other: Party


def in_words(kind: str, from_here: bool) -> str:
    """«represents» from one side, «is represented by» from the other."""
    return str(Kind(kind).label if from_here else SEEN_FROM_THE_OTHER[Kind(kind)])


def relations_of(party: Party) -> list[Seen]:
    """What a party is to others and others to it, those in force first; one query."""
    rows = PartyRelation.objects.filter(Q(source=party) | Q(target=party)).select_related("source", "target")
    seen = []
    for row in sorted(rows, key=lambda row: (row.to_on is not None, -row.from_on.toordinal(), row.pk)):
        here = row.source_id == party.pk
        seen.append(Seen(row, in_words(row.kind, here), row.target if here else row.source))
    return seen


def in_force(on: date) -> Q:
    """The relations that hold on the day: the first day is in, the last one is out."""
    return Q(from_on__lte=on) & (Q(to_on__isnull=True) | Q(to_on__gt=on))


def representatives(party: Party, on: date) -> Sequence[Party]:
    """The persons who represent an organisation on the day."""
    rows = PartyRelation.objects.filter(in_force(on), target=party, kind=Kind.REPRESENTS).select_related("source").order_by("id")
    return [row.source for row in rows]


def organisations_of(person: Party, on: date) -> list[Party]:
    """The organisations in use that a person represents on the day, by name; one query."""
    held = PartyRelation.objects.filter(in_force(on), source=person, kind=Kind.REPRESENTS).values("target")
    return list(Party.objects.filter(pk__in=held, kind=Party.Kind.ORGANISATION, status=Party.Status.ACTIVE).order_by("search_key", "id"))


def person_of_login(login_id: int, on: date) -> tuple[Party, bool] | None:
    """Who enters with a login, and whether they represent anybody on the day: one query, so that most members pay no second one."""
    held = PartyRelation.objects.filter(in_force(on), source=OuterRef("pk"), kind=Kind.REPRESENTS)
    found = Party.objects.filter(login=login_id, status=Party.Status.ACTIVE).annotate(represents_some=Exists(held)).first()
    return (found, found.represents_some) if found else None


def represents(login_id: int, party: Party, on: date) -> bool:
    """True when the person of a login represents the organisation on the day, and both are in use."""
    used = {"source__login": login_id, "source__status": Party.Status.ACTIVE, "target__status": Party.Status.ACTIVE}
    held = PartyRelation.objects.filter(in_force(on), target=party, kind=Kind.REPRESENTS, target__kind=Party.Kind.ORGANISATION)
    return held.filter(**used).exists()
