"""The office takes a listing off the board."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.errors import Refused, allow
from vivaio_core.site.coop import coop
from vivaio_core.site.mail import send_later
from vivaio_core.trail.services import record
from vivaio_liberex.board.places import locked, target
from vivaio_liberex.models.board import Listing

REMOVE = "liberex.remove_listing"
State = Listing.State


def remove(*, listing: Listing, reason: str, on: date, actor: User | None) -> Listing:
    """Take it away for good, with a reason that the participant reads. Raises PermissionDenied; Refused without one, or when it is done already."""
    allow(actor, REMOVE)
    why = " ".join(reason.split())[:300]
    if len(why) < 3:
        raise Refused(_("Write why: the participant reads it."), "reason")
    with transaction.atomic():
        row = locked(listing)
        if row.state == State.REMOVED:
            raise Refused(_("This listing is removed already."))
        row.state, row.reason, row.ended_on = State.REMOVED, why, on
        row.save(update_fields=["state", "reason", "ended_on"])
        if row.participant.party.email:
            _write(row)
        record(kind="liberex.listing_remove", actor=actor, subject=row.participant.party, target=target(row), payload={"reason": why})
    return row


def _write(row: Listing) -> None:
    words = {"title": row.title, "reason": row.reason}
    subject = _("Your listing is no longer on the board")
    lines = (_("The office has removed your listing “%(title)s” from the notice board.") % words, _("The reason: %(reason)s") % words)
    text = "\n\n".join((*lines, _("If this is not right, answer this letter or call us."))) + "\n"
    name = coop().cooperative.name
    send_later(to=row.participant.party.email, subject=f"{name}: {subject}", text=text, key=f"liberex:listing-removed:{row.key}")
