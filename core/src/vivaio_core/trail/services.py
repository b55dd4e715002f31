"""The only way to write the trail."""

import hashlib
import json
import secrets
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from vivaio_core.access.models import User
from vivaio_core.people.models import Party
from vivaio_core.trail.models import Event

GENESIS = "0" * 64
LOCK = 7_401_215


def canonical(content: Any) -> str:
    """JSON with sorted keys and no spare space: the text that is hashed."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(payload: Any, salt: str) -> str:
    """Salted digest of a payload."""
    return hashlib.sha256(f"{salt}:{canonical(payload)}".encode()).hexdigest()


def hash_of(*, seq: int, at: datetime, kind: str, actor: int | None, subject: int | None, target: str, digest: str, prev_hash: str) -> str:
    """Hash of a row: everything but payload and salt."""
    stamp = at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(canonical([seq, stamp, kind, actor, subject, target, digest, prev_hash]).encode()).hexdigest()


def record(*, kind: str, actor: User | None = None, subject: Party | None = None, target: str = "", payload: dict[str, Any] | None = None) -> Event:
    """Append one event inside the caller's transaction (or its own). `kind` is `room.verb`; `target` is `app.Model:pk`."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        last = Event.objects.order_by("-seq").values_list("seq", "hash").first() or (0, GENESIS)
        salt, at, content = secrets.token_hex(16), timezone.now(), payload or {}
        row = {
            "seq": last[0] + 1,
            "at": at,
            "kind": kind,
            "target": target,
            "digest": digest_of(content, salt),
            "prev_hash": last[1],
        }
        hash_ = hash_of(actor=actor.pk if actor else None, subject=subject.pk if subject else None, **row)
        return Event.objects.create(actor=actor, subject=subject, payload=content, salt=salt, hash=hash_, **row)
