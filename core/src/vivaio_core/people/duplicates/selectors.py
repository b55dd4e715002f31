"""Reads of duplicates and merges."""

from django.db.models import Q, QuerySet

from vivaio_core.people.duplicates.models import DuplicatePair, Merge
from vivaio_core.people.models import Party


def kept(party: Party) -> Party:
    """The entry that stands for a party: itself, or the one it was merged into. No query where it was never merged and `merged_into` is read."""
    while party.merged_into is not None:
        party = party.merged_into
    return party


def same(party: Party) -> Q:
    """Rows written for a party or for an entry merged into it: what is written once never changes hands."""
    mine = Party.objects.filter(Q(pk=party.pk) | Q(merged_into=party.pk) | Q(merged_into__merged_into=party.pk))
    return Q(party__in=mine.order_by().values("pk"))


def duplicate_pairs(state: str) -> QuerySet[DuplicatePair]:
    """The pairs of one state with both entries, strong reasons first."""
    return DuplicatePair.objects.filter(state=state).select_related("party_a", "party_b").order_by("-certain", "id")


def pairs_to_decide() -> QuerySet[DuplicatePair]:
    """Pairs that wait for a person."""
    active = Party.Status.ACTIVE
    return duplicate_pairs(DuplicatePair.State.OPEN).filter(party_a__status=active, party_b__status=active)


def last_merge(party: Party) -> Merge | None:
    """The merge that took this entry away, or the last one that brought another into it and still stands."""
    standing = Merge.objects.filter(undone_at__isnull=True).select_related("winner", "loser")
    return standing.filter(loser=party).first() or standing.filter(winner=party).order_by("-id").first()


def alike(party: Party) -> list[tuple[DuplicatePair, Party]]:
    """The open pairs of a party, each with the other entry."""
    found = pairs_to_decide()
    rows = [*found.filter(party_a=party), *found.filter(party_b=party)]
    return [(pair, pair.party_b if pair.party_a_id == party.pk else pair.party_a) for pair in rows]
