"""Reads of the trail."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from vivaio_core.people.folding import fold
from vivaio_core.people.models import Party
from vivaio_core.trail.chain import GENESIS, digest_of, hash_of
from vivaio_core.trail.models import Event


@dataclass(frozen=True)
class Verdict:
    """The state of the chain: `broken_at` is the number of the first event that does not hold, `reason` an English word for logs."""

    count: int
    erased: int
    broken_at: int | None = None
    reason: str = ""

    @property
    def ok(self) -> bool:
        """True when every event holds."""
        return self.broken_at is None


def verify() -> Verdict:
    """Recompute the whole chain, in order and in constant memory. What is cut off at the end leaves no mark in the chain itself."""
    count = erased = 0
    prev_hash = GENESIS
    for event in Event.objects.order_by("seq").iterator(chunk_size=2000):
        count += 1
        reason = _fault(event, count, prev_hash)
        if reason:
            return Verdict(count, erased, min(event.seq, count), reason)
        erased += event.payload is None
        prev_hash = event.hash
    return Verdict(count, erased)


def events_about(party: Party) -> QuerySet[Event]:
    """What happened about a party and the entries merged into it, by the day it happened, newest first, with who did it."""
    same = Party.objects.filter(Q(pk=party.pk) | Q(merged_into=party)).order_by().values("pk")
    return Event.objects.filter(subject__in=same).select_related("actor").order_by("-at", "-seq")


def latest() -> QuerySet[Event]:
    """Everything, newest first, with who did it and about whom."""
    return Event.objects.select_related("actor", "subject").order_by("-seq")


def search(events: QuerySet[Event], words: str) -> QuerySet[Event]:
    """Keep those about, or done by, somebody whose name holds every word."""
    for word in fold(words).split()[:8]:
        actor = Q(actor__first_name__icontains=word) | Q(actor__last_name__icontains=word) | Q(actor__email__icontains=word)
        events = events.filter(Q(subject__search_key__contains=word) | actor)
    return events


def _fault(event: Event, number: int, prev_hash: str) -> str:
    if event.seq != number:
        return "gap"
    if event.prev_hash != prev_hash:
        return "link"
    expected = hash_of(
        seq=event.seq,
        at=event.at,
        kind=event.kind,
        actor=event.actor_id,
        subject=event.subject_id,
        target=event.target,
        digest=event.digest,
        prev_hash=prev_hash,
    )
    if event.hash != expected:
        return "hash"
    if (event.payload is None) != (event.salt is None):
        return "half erased"
    if event.salt is not None and digest_of(event.payload, event.salt) != event.digest:
        return "content"
    return ""
