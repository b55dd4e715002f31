"""Events made ready for a page: the sentence, when, and who."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from vivaio_core.trail.models import Event
from vivaio_core.trail.sentences import on_behalf, told


@dataclass(frozen=True)
class Told:
    """One line of a history."""

    at: datetime
    sentence: str
    who: str
    event: Event


def who_did(event: Event) -> str:
    """The name of whoever acted; the system has no login, and a login may be gone."""
    if event.actor_id is None:
        return _("the system")
    return on_behalf(event) or str(event.actor) if event.actor else _("a login that is no longer there")


def told_events(events: Iterable[Event]) -> list[Told]:
    """Events read with their actor, each as a line."""
    return [Told(event.at, told(event), who_did(event), event) for event in events]
