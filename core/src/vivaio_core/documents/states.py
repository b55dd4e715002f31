"""States of a version as data: what may follow what."""

from django.utils.translation import gettext as _

from vivaio_core.documents.models import DocumentVersion
from vivaio_core.people.errors import IllegalTransition

State = DocumentVersion.State

# Revising leaves a draft a draft; discarding takes it away. A published version has no way on: the next text is a new version.
TRANSITIONS: dict[tuple[str, str], str] = {
    (State.DRAFT, "revise"): State.DRAFT,
    (State.DRAFT, "publish"): State.PUBLISHED,
    (State.DRAFT, "discard"): "",
}


def after(version: DocumentVersion, act: str) -> str:
    """The state that follows `act`. Raises IllegalTransition."""
    follows = TRANSITIONS.get((version.state, act))
    if follows is None:
        raise IllegalTransition(_("Version %(number)s is published and never changes: write a new version.") % {"number": version.number})
    return follows
