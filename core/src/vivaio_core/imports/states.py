"""States of an import as data: which step leads from where to where."""

from django.utils.translation import gettext as _

from vivaio_core.imports.models import ImportBatch
from vivaio_core.people.errors import IllegalTransition

S = ImportBatch.State
TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "map": (frozenset({S.UPLOADED, S.MAPPED, S.PREVIEWED}), S.MAPPED),
    "preview": (frozenset({S.MAPPED, S.PREVIEWED}), S.PREVIEWED),
    "decide": (frozenset({S.PREVIEWED}), S.PREVIEWED),
    "confirm": (frozenset({S.PREVIEWED}), S.CONFIRMED),
    "undo": (frozenset({S.CONFIRMED}), S.UNDONE),
}


def after(batch: ImportBatch, step: str) -> str:
    """The state that `step` leads to. Raises IllegalTransition."""
    sources, target = TRANSITIONS[step]
    if batch.state not in sources:
        text = _("This import is “%(state)s”: this step is not possible any more.")
        raise IllegalTransition(text % {"state": batch.get_state_display()})
    return target


def can(batch: ImportBatch, step: str) -> bool:
    """Whether the state allows the step."""
    return batch.state in TRANSITIONS[step][0]
