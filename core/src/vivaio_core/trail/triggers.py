"""The database's own guard of the chain: nothing is changed or deleted, raw SQL included; only payload and salt may be erased, together."""

from vivaio_core.trail.guard import Guard, Refusal, never_replaced

EVENT = "trail_event"
KEPT = ("id", "seq", "at", "kind", "actor_id", "subject_id", "target", "digest", "prev_hash", "hash")
_SAME = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in KEPT)
_ERASED = "NEW.payload IS NULL AND NEW.salt IS NULL AND OLD.salt IS NOT NULL"
_FOLLOWS = (
    f"NEW.seq = 1 + COALESCE((SELECT MAX(seq) FROM {EVENT}), 0)"  # noqa: S608 - the table's name is ours
    f" AND NEW.prev_hash = COALESCE((SELECT hash FROM {EVENT} ORDER BY seq DESC LIMIT 1), '{'0' * 64}')"
)
GUARD = Guard(
    "trail",
    [
        Refusal(f"{EVENT}_insert", "INSERT", EVENT, when=f"NOT ({_FOLLOWS})"),
        Refusal(f"{EVENT}_update", "UPDATE", EVENT, when=f"NOT ({_SAME} AND {_ERASED})"),
        Refusal(f"{EVENT}_delete", "DELETE", EVENT),
        Refusal(f"{EVENT}_truncate", "TRUNCATE", EVENT),
        never_replaced(EVENT, "hash = NEW.hash"),
    ],
)
