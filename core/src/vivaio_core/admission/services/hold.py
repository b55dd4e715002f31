"""How every act of this room begins: the row is locked and read anew, so that of two operators the second sees what the first did."""

from typing import Any

from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.admission.models.application import Application, Sponsorship
from vivaio_core.admission.states import CHANGEABLE, State
from vivaio_core.people.errors import IllegalTransition
from vivaio_core.trail.models import Event
from vivaio_core.trail.services import record

WITH = ("party", "collectivity", "resolution", "second_resolution", "charter_version")


def locked(application: Application) -> Application:
    """The application as it is now, kept until the transaction ends."""
    return Application.objects.select_for_update(of=("self",)).select_related(*WITH).get(pk=application.pk)


def locked_sponsorship(sponsorship: Sponsorship) -> Sponsorship:
    """The request as it is now, kept until the transaction ends; its application is locked first, as everywhere."""
    locked(sponsorship.application)
    return Sponsorship.objects.select_for_update(of=("self",)).select_related("application", "sponsor").get(pk=sponsorship.pk)


def refuse_unless(application: Application, *states: str) -> None:
    """Raise IllegalTransition when what was given can no longer be changed."""
    if application.state not in states:
        text = _("The application of %(name)s is now “%(state)s”: this can no longer be changed.")
        raise IllegalTransition(text % {"name": application.display_name, "state": application.get_state_display()})


def refuse_unless_changeable(application: Application, actor: User | None) -> None:
    """Drafts are the applicant's; what was sent is completed by the office."""
    refuse_unless(application, *CHANGEABLE if actor else (State.DRAFT,))


def told(kind: str, application: Application, actor: User | None, **payload: Any) -> Event:
    """One event about the application, in the history of the party once it is known."""
    target = f"admission.Application:{application.pk}"
    return record(
        kind=f"admission.{kind}", actor=actor, subject=application.party, target=target, payload={"name": application.display_name, **payload}
    )
