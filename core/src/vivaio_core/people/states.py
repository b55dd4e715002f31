"""States of a collectivity as data: what may follow what."""

from django.utils.translation import gettext as _

from vivaio_core.people.errors import IllegalTransition
from vivaio_core.people.models import Collectivity

State = Collectivity.State

TRANSITIONS: dict[tuple[str, str], str] = {
    (State.PROPOSED, "include"): State.INCLUDED,
    (State.SUSPENDED, "include"): State.INCLUDED,
    (State.INCLUDED, "suspend"): State.SUSPENDED,
    (State.PROPOSED, "close"): State.CLOSED,
    (State.INCLUDED, "close"): State.CLOSED,
    (State.SUSPENDED, "close"): State.CLOSED,
}


def after(collectivity: Collectivity, act: str) -> str:
    """The state that follows `act`. Raises IllegalTransition."""
    follows = TRANSITIONS.get((collectivity.state, act))
    if follows is None:
        text = _("“%(name)s” is %(state)s: this step is not possible from here.")
        raise IllegalTransition(text % {"name": collectivity.name, "state": collectivity.get_state_display()})
    return follows


def possible(collectivity: Collectivity) -> list[str]:
    """The acts that the present state allows."""
    return [act for (state, act) in TRANSITIONS if state == collectivity.state]
