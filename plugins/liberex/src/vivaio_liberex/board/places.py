"""What every act on the board begins with: the rows it locks, who may act, whether there is room."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from vivaio_core.ledger.models import Account
from vivaio_core.people.errors import Refused
from vivaio_core.rules.selectors import rule
from vivaio_liberex.models.board import Listing
from vivaio_liberex.models.participants import Participant

DAYS, MOST = "lbx.board.days", "lbx.board.most"
State = Listing.State


def last_day(on: date) -> date:
    """Until when a listing that begins today stays on the board."""
    return on + timedelta(days=max(rule(DAYS, on).days, 1))


def locked(listing: Listing) -> Listing:
    """The row as it is now, held until the transaction ends; the participant's row first, as in publish."""
    Participant.objects.select_for_update(of=("self",)).get(pk=listing.participant_id)
    rows = Listing.objects.select_for_update(of=("self",)).select_related("participant__party", "participant__account", "category")
    return rows.get(pk=listing.pk)


def in_force(participant: Participant) -> None:
    """Raises Refused unless the participant may be on the board: neither leaving nor suspended."""
    if participant.state != Participant.State.ACTIVE:
        raise Refused(_("You are leaving the circuit: your listings are no longer on the board."))
    if Account.objects.get(pk=participant.account_id).state != Account.State.OPEN:
        raise Refused(_("Your account is suspended: your listings come back to the board when it is active again. Call us."))


def room(participant: Participant, on: date, besides: int = 0) -> None:
    """Raises Refused when the participant has as many listings on the board as one may have; `besides` is not counted."""
    most = rule(MOST, on).days
    rows = Listing.objects.filter(participant=participant, state=State.ACTIVE, expires_on__gte=on).exclude(pk=besides)
    if rows.count() >= most:
        raise Refused(_("You have %(most)s listings on the board, and more are not possible: close or pause one first.") % {"most": most})


def not_removed(row: Listing) -> None:
    """Raises Refused for one that the office has taken away."""
    if row.state == State.REMOVED:
        raise Refused(_("The office has removed this listing: %(reason)s. Call us if this is not right.") % {"reason": row.reason.rstrip(".")})


def target(row: Listing) -> str:
    """Its name in the trail."""
    return f"liberex.Listing:{row.pk}"
