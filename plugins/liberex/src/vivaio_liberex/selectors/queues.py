"""What of the circuit waits in the office."""

from datetime import date, timedelta

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import ngettext

from vivaio_core.site.plugin import Waiting
from vivaio_liberex.models.participants import CreditLine, Participant
from vivaio_liberex.selectors.owed import waiting as fees_waiting
from vivaio_liberex.selectors.warning import signals

ENDING_DAYS = 30


def waits(on: date) -> list[Waiting]:
    """Who needs a call, exits to bring to an end, lines that end soon, fees to raise."""
    calls = [one.since for one in signals(on) if one.attention]
    people = reverse("office_liberex_participants:index")
    leaving = Participant.objects.filter(state=Participant.State.LEAVING).count()
    soon = CreditLine.objects.filter(valid_to__gt=on, valid_to__lte=on + timedelta(days=ENDING_DAYS), participant__state=Participant.State.ACTIVE)
    ending, first = soon.count(), soon.aggregate(first=Min("valid_to"))["first"]
    fees = fees_waiting("month", on) + fees_waiting("year", on)
    call = ngettext("participant of the circuit to call", "participants of the circuit to call", len(calls))
    exits = ngettext("exit from the circuit to bring to an end", "exits from the circuit to bring to an end", leaving)
    lines = ngettext("credit line that ends within 30 days", "credit lines that end within 30 days", ending)
    raised = ngettext("fee of the circuit to raise", "fees of the circuit to raise", fees)
    return [
        Waiting(call, len(calls), reverse("office_liberex_warning:index"), min(calls, default=None)),
        Waiting(exits, leaving, f"{people}?state={Participant.State.LEAVING}"),
        Waiting(lines, ending, reverse("office_liberex_lines:index"), first),
        Waiting(raised, fees, reverse("office_liberex_participants:fees")),
    ]
