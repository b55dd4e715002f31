"""What was agreed with somebody in difficulty."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.errors import Refused, allow
from vivaio_core.trail.services import record
from vivaio_liberex.models.helping import HelpNote
from vivaio_liberex.models.participants import Participant


def write_help(*, participant: Participant, text: str, look_again_on: date, on: date, actor: User | None) -> HelpNote:
    """Keep what was agreed, and when to look again: nothing is charged. The words stay out of the trail. Raises PermissionDenied, Refused."""
    allow(actor, "liberex.add_helpnote")
    words = " ".join(text.split())[:600]
    if len(words) < 3:
        raise Refused(_("Write what was agreed."), "text")
    if look_again_on <= on:
        raise Refused(_("Choose a day that is still to come."), "look_again_on")
    with transaction.atomic():
        made = HelpNote.objects.create(participant=participant, text=words, look_again_on=look_again_on, on=on, actor=actor)
        target = f"liberex.Participant:{participant.pk}"
        record(kind="liberex.help", actor=actor, subject=participant.party, target=target, payload={"look_again_on": look_again_on.isoformat()})
    return made
