"""The only way to write the trail (people P19)."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from vivaio_core.access.models import User
from vivaio_core.people.models import Party
from vivaio_core.trail.acts import Act
from vivaio_core.trail.chain import GENESIS, digest_of, hash_of
from vivaio_core.trail.locks import CHAIN, hold
from vivaio_core.trail.models import Event
from vivaio_core.trail.sentences import ACTING_FOR


def record(*, kind: str, actor: User | None = None, subject: Party | None = None, target: str = "", payload: dict[str, Any] | None = None) -> Event:
    """Append one event inside the caller's transaction (or its own). `kind` is `room.verb`; `target` is `app.Model:pk`.

    The lock is kept until the caller commits, so an act and its event stand or fall together and the chain cannot fork.
    """
    with transaction.atomic(savepoint=False):
        hold(CHAIN)
        seq, prev_hash = _head()
        event = _event(Act(kind, actor, subject, target, payload or {}), seq + 1, prev_hash, timezone.now())
        event.save(force_insert=True)
        return event


def record_all(*, acts: Iterable[Act]) -> list[Event]:
    """Append many events in one go: imports and demonstrations, whose acts have dates of their own."""
    with transaction.atomic(savepoint=False):
        hold(CHAIN)
        seq, prev_hash = _head()
        now, events = timezone.now(), []
        for act in acts:
            seq += 1
            events.append(_event(act, seq, prev_hash, act.at or now))
            prev_hash = events[-1].hash
        return Event.objects.bulk_create(events, batch_size=500)


def erase(*, events: Sequence[Event], actor: User | None, reason: str) -> int:
    """Take the content out of `events` for ever; numbers and hashes stay and `verify` still answers ok. Return how many lost theirs.

    Raises PermissionDenied: only an administrator erases.
    """
    if actor is not None and not actor.has_perm("trail.change_event"):
        raise PermissionDenied
    with transaction.atomic():
        chosen = Event.objects.filter(pk__in=[event.pk for event in events], payload__isnull=False)
        count = chosen.update(payload=None, salt=None)
        if count:
            record(kind="trail.erase", actor=actor, payload={"count": count, "reason": reason})
        return count


def _head() -> tuple[int, str]:
    return Event.objects.order_by("-seq").values_list("seq", "hash").first() or (0, GENESIS)


def _event(act: Act, seq: int, prev_hash: str, at: datetime) -> Event:
    salt = secrets.token_hex(16)
    actor, subject = (act.actor.pk if act.actor else None), (act.subject.pk if act.subject else None)
    payload = {**act.payload, **_on_behalf(act)}
    digest = digest_of(payload, salt)
    digested = hash_of(seq=seq, at=at, kind=act.kind, actor=actor, subject=subject, target=act.target, digest=digest, prev_hash=prev_hash)
    return Event(
        seq=seq,
        at=at,
        kind=act.kind,
        actor_id=actor,
        subject_id=subject,
        target=act.target,
        payload=payload,
        salt=salt,
        digest=digest,
        prev_hash=prev_hash,
        hash=digested,
    )


def _on_behalf(act: Act) -> dict[str, str]:
    """The name of the organisation for which a person acts, as it was on that day."""
    represented = act.actor.represented if act.actor else None
    if represented is None or (act.subject is not None and act.subject.pk != represented.pk):
        return {}
    return {ACTING_FOR: represented.display_name}
