"""Suspending an account in credits, and ending the suspension."""

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.ledger.api import freeze, unfreeze
from vivaio_core.ledger.models import Account
from vivaio_core.people.errors import Refused, allow
from vivaio_core.trail.services import record
from vivaio_liberex.models.participants import Participant

PERMISSION = "liberex.suspend_participant"
Suspended = Participant.Suspended


def suspend(*, participant: Participant, reason: str, actor: User | None, because: str = Suspended.OFFICE) -> Participant:
    """Nothing goes in or out any more; what was reserved before is still settled (ledger L9). Raises PermissionDenied, Refused."""
    return _change(participant, reason, actor, because)


def resume(*, participant: Participant, reason: str, actor: User | None) -> Participant:
    """End a suspension. Raises PermissionDenied, Refused."""
    return _change(participant, reason, actor, "")


def _change(participant: Participant, reason: str, actor: User | None, because: str) -> Participant:
    allow(actor, PERMISSION)
    why = " ".join(reason.split())[:300]
    if len(why) < 3:
        raise Refused(_("Write why."), "reason")
    with transaction.atomic():
        row = Participant.objects.select_for_update(of=("self",)).select_related("party").get(pk=participant.pk)
        account = Account.objects.get(pk=row.account_id)
        if row.state == Participant.State.CLOSED:
            raise Refused(_("This participation is closed: there is nothing to suspend."))
        if (account.state == Account.State.FROZEN) == bool(because) and bool(row.suspended_for) == bool(because):
            raise Refused(_("The account is suspended already.") if because else _("The account is not suspended."))
        row.suspended_for = because
        row.save(update_fields=["suspended_for"])
        (freeze if because else unfreeze)(account=account, reason=why, actor=None)
        kind = "liberex.suspend" if because else "liberex.resume"
        record(kind=kind, actor=actor, subject=row.party, target=f"liberex.Participant:{row.pk}", payload={"reason": why})
    return row
