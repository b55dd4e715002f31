"""The database's own guard, raw SQL included: a published version never changes or goes (people P18), a signature is written once and
only on a published text, with that text's fingerprint."""

from vivaio_core.trail.guard import SQLITE, Guard, Refusal, written_once

VERSION, SIGNATURE = "documents_documentversion", "documents_signature"
_PUBLISHED = "OLD.state = 'published'"
_MOVED = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in ("id", "document_id", "number"))
_LATER = (
    f"EXISTS (SELECT 1 FROM {VERSION} v WHERE v.document_id = NEW.document_id AND v.id <> NEW.id"  # noqa: S608 - the tables' names are ours
    " AND v.state = 'published' AND (v.in_force_from >= NEW.in_force_from OR v.number > NEW.number))"
)
_REPLACED = (
    f"EXISTS (SELECT 1 FROM {VERSION} v WHERE v.id = NEW.id OR (v.document_id = NEW.document_id AND v.number = NEW.number"  # noqa: S608
    " AND v.state = 'published'))"
)
_TRUE = f"EXISTS (SELECT 1 FROM {VERSION} v WHERE v.id = NEW.version_id AND v.state = 'published' AND v.text_hash = NEW.version_hash)"  # noqa: S608
_CHANGED = f"{_PUBLISHED} OR {_MOVED} OR (NEW.state = 'published' AND {_LATER})"
GUARD = Guard(
    "documents",
    [
        Refusal(f"{VERSION}_update", "UPDATE", VERSION, "a published version never changes", when=_CHANGED),
        Refusal(f"{VERSION}_delete", "DELETE", VERSION, "a published version never goes", when=_PUBLISHED),
        Refusal(f"{VERSION}_truncate", "TRUNCATE", VERSION, "a published version never goes"),
        Refusal(f"{VERSION}_replace", "INSERT", VERSION, "a version is published once", when=_REPLACED, only=SQLITE),
        Refusal(f"{SIGNATURE}_insert", "INSERT", SIGNATURE, "not the text that is published", when=f"NOT {_TRUE}"),
        *written_once([SIGNATURE], also="party_id = NEW.party_id AND version_id = NEW.version_id"),
    ],
)
