"""How an event is hashed (people P19). Nothing here touches the database."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


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
