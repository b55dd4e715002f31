"""What a person decided while writing somebody down: the two are two, and the page of duplicates need not ask again (people P3)."""

from collections.abc import Mapping

from django.utils import timezone

from vivaio_core.access.models import User
from vivaio_core.people.duplicates import words
from vivaio_core.people.duplicates.models import DuplicatePair
from vivaio_core.people.models import Party
from vivaio_core.trail.services import record

State = DuplicatePair.State


def remember_different(party: Party, others: Mapping[Party, set[str]], actor: User | None) -> None:
    """Keep that `actor` saw `others` (each with why it is alike) and called them different from `party`; inside the caller's transaction.

    Without an actor nobody has looked, and nothing is remembered. Two that are merged, or were, stay as they are.
    """
    if actor is None:
        return
    for other, reasons in others.items():
        first, second = sorted((party, other), key=lambda one: one.pk)
        fresh = {"found_on": timezone.localdate(), "reasons": sorted(reasons), "certain": bool(reasons & words.CERTAIN)}
        pair, _created = DuplicatePair.objects.select_for_update().get_or_create(party_a=first, party_b=second, defaults=fresh)
        if pair.state == State.OPEN:
            pair.state, pair.ignored_by = State.IGNORED, actor
            pair.save(update_fields=["state", "ignored_by"])
            tell_different(pair, actor)


def tell_different(pair: DuplicatePair, actor: User | None) -> None:
    """Write the decision in the memory of both."""
    for subject, other in ((pair.party_a, pair.party_b), (pair.party_b, pair.party_a)):
        payload = {"other": other.display_name}
        record(kind="people.not_duplicate", actor=actor, subject=subject, target=f"people.DuplicatePair:{pair.pk}", payload=payload)
