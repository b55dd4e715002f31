"""States of a supplier as data, and the one that follows from the charter."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vivaio_core.people.errors import IllegalTransition
from vivaio_core.suppliers.models import Supplier

State = Supplier.State


class Shown(StrEnum):
    """What a supplier is on a day: the stored state, or suspended when its signature under the charter is not valid (people P17)."""

    CANDIDATE = "candidate"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"


WORDS: dict[str, str | Promise] = {
    Shown.CANDIDATE: State.CANDIDATE.label,
    Shown.ACTIVE: State.ACTIVE.label,
    Shown.SUSPENDED: gettext_lazy("suspended: charter to sign"),
    Shown.ENDED: State.ENDED.label,
}

TRANSITIONS: dict[tuple[str, str], str] = {
    (State.CANDIDATE, "start"): State.ACTIVE,
    (State.CANDIDATE, "end"): State.ENDED,
    (State.ACTIVE, "end"): State.ENDED,
    (State.ENDED, "reopen"): State.CANDIDATE,
}


def after(supplier: Supplier, act: str) -> str:
    """The state that follows `act`. Raises IllegalTransition."""
    follows = TRANSITIONS.get((supplier.state, act))
    if follows is None:
        text = _("%(supplier)s is “%(state)s”: this step is not possible from here.")
        raise IllegalTransition(text % {"supplier": supplier, "state": supplier.get_state_display()})
    return follows


def possible(supplier: Supplier) -> list[str]:
    """The acts that the present state allows."""
    return [act for (state, act) in TRANSITIONS if state == supplier.state]
