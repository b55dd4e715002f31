"""Entering the circuit."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.ledger.api import open_account
from vivaio_core.ledger.owners import reference
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Party
from vivaio_core.trail.services import record
from vivaio_liberex.codes import derived
from vivaio_liberex.models.participants import Participant, Sector
from vivaio_liberex.permissions import allow_for
from vivaio_liberex.selectors.entry import why_not
from vivaio_liberex.selectors.participants import book, of
from vivaio_liberex.services.fees import raise_entry_fee
from vivaio_liberex.words import choices


def join(
    *,
    party: Party,
    kind: str,
    sector: Sector | None,
    shown_as: str,
    on: date,
    actor: User | None,
    listed: bool = True,
    seller_share: int = 100,
    accepted: str = "",
) -> Participant:
    """Open an account in credits: nothing on it, no line, the ceiling of the settings. `accepted` names the rules' text that was accepted.

    Raises PermissionDenied; Refused when the party may not take part, takes part already, or has not accepted the rules.
    """
    assisted = allow_for(actor, party)
    shown = " ".join(shown_as.split())[:120]
    _whole(party, kind, shown, seller_share, accepted, on)
    with transaction.atomic():
        code = _free_code(party)
        account = open_account(book=book(), code=f"conto:{code}", owner=reference(party), floor=0, ceiling=choices().ceiling_cents or None)
        given = {"sector": sector, "listed": listed, "seller_share": seller_share, "accepted": accepted, "accepted_on": on if accepted else None}
        try:
            with transaction.atomic():
                made = Participant.objects.create(party=party, account=account, kind=kind, code=code, shown_as=shown, joined_on=on, **given)
        except IntegrityError as error:
            raise Refused(_already(party)) from error
        payload = {"code": code, "kind": kind, "accepted": accepted, "assisted": assisted}
        raise_entry_fee(participant=made, on=on, actor=actor)
        record(kind="liberex.join", actor=actor, subject=party, target=f"liberex.Participant:{made.pk}", payload=payload)
    return made


def change_participant(
    *, participant: Participant, shown_as: str, sector: Sector | None, listed: bool, seller_share: int, actor: User | None
) -> None:
    """Correct what others read of a participant. Raises PermissionDenied, Refused."""
    assisted = allow_for(actor, participant.party, "liberex.change_participant")
    shown = " ".join(shown_as.split())[:120]
    _named(shown, seller_share)
    with transaction.atomic():
        row = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
        if row.state == Participant.State.CLOSED:
            raise Refused(_("This participation is closed: it cannot be corrected any more."))
        row.shown_as, row.sector, row.listed, row.seller_share = shown, sector, listed, seller_share
        row.save(update_fields=["shown_as", "sector", "listed", "seller_share"])
        payload = {"assisted": assisted, "listed": listed, "share": seller_share}
        record(kind="liberex.change", actor=actor, subject=row.party, target=f"liberex.Participant:{row.pk}", payload=payload)


def keep_sector(*, code: str, title: str, actor: User | None, sector: Sector | None = None) -> Sector:
    """Write or correct a branch of trade. Raises PermissionDenied, Refused when the code is taken."""
    if actor is not None and not actor.has_perm(f"liberex.{'change' if sector else 'add'}_sector"):
        raise PermissionDenied
    with transaction.atomic():
        row = sector or Sector()
        row.code, row.title = code.strip().lower(), " ".join(title.split())
        if Sector.objects.filter(code=row.code).exclude(pk=row.pk).exists():
            raise Refused(_("Another sector has this code: write a different one."), "code")
        row.save()
        record(kind="liberex.sector", actor=actor, target=f"liberex.Sector:{row.pk}", payload={"title": row.title})
    return row


def _whole(party: Party, kind: str, shown: str, seller_share: int, accepted: str, on: date) -> None:
    """Raises Refused."""
    _named(shown, seller_share)
    if kind not in Participant.Kind.values:
        raise Refused(_("Choose how you take part."), "kind")
    if of(party) is not None:
        raise Refused(_already(party))
    refusal = why_not(party, kind, on)
    if refusal:
        raise Refused(refusal, "kind")
    if not accepted:
        raise Refused(_("To take part you accept the rules: please read them and tick the box."), "agreed")


def _named(shown: str, seller_share: int) -> None:
    if not shown:
        raise Refused(_("Write the name that the others will read."), "shown_as")
    if not 0 <= seller_share <= 100:
        raise Refused(_("Write a whole number from 0 to 100."), "seller_share")


def _already(party: Party) -> str:
    return _("%(name)s takes part already: the account is open.") % {"name": party}


def _free_code(party: Party) -> str:
    """A code nobody has; who comes back gets another one."""
    attempt = 0
    while Participant.objects.filter(code=(code := derived(f"{party.pk}/{attempt}"))).exists():
        attempt += 1
    return code
