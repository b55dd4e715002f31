"""What the trail remembers about somebody, and how its content goes while its numbers and hashes stay (people P19, P29)."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vivaio_core.people.disclosure.traces import naming, traces
from vivaio_core.people.models import Party
from vivaio_core.site.erasure import DataClass, Disposal, Plan
from vivaio_core.trail.models import Event
from vivaio_core.trail.sentences import told
from vivaio_core.trail.services import erase

EVENTS = "trail.events"
WORDS = (gettext_noop("events"), gettext_noop("when"), gettext_noop("what happened"))


def disclosed(party: Party) -> dict[str, Any]:
    """Everything that happened about the party, told, newest first."""
    rows = Event.objects.filter(subject=party).order_by("-seq").iterator(chunk_size=2000)
    return {"events": [{"when": timezone.localtime(event.at).date().isoformat(), "what_happened": told(event)} for event in rows]}


def held(party: Party, on: date) -> list[DataClass]:
    """The events that still have a content."""
    ground = _("Numbers, days and hashes stay, so that the memory can still be checked.")
    return [DataClass(EVENTS, _("What happened, in the memory"), _about(party).count(), Disposal.PSEUDONYMISE, ground)]


def forget(party: Party, plan: Plan) -> None:
    """Erase the content of what is about the party or names it."""
    if plan.action(EVENTS) != Disposal.KEEP:
        erase(events=list(_about(party)), actor=None, reason=_("a request to be forgotten"))


def _about(party: Party) -> QuerySet[Event]:
    """Events about the party, and those of others in which its name, a code or an address was written."""
    told_of = Event.objects.filter(payload__isnull=False).annotate(text=Cast("payload", TextField()))
    return told_of.filter(Q(subject=party) | naming("text", traces(party)))
