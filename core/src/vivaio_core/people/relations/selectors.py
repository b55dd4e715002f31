"""Reads of relations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
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


def representatives(party: Party, on: date) -> Sequence[Party]:
    """The persons who represent an organisation on the day."""
    now = Q(from_on__lte=on) & (Q(to_on__isnull=True) | Q(to_on__gt=on))
    return [row.source for row in PartyRelation.objects.filter(now, target=party, kind=Kind.REPRESENTS).select_related("source").order_by("id")]
