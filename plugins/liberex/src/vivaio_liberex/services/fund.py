"""The solidarity fund: gifts into it, help out of it. The words stay here, the money moves in the ledger."""

from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.ledger.amounts import paid
from vivaio_core.ledger.api import move, post
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Resolution
from vivaio_core.trail.services import record
from vivaio_liberex.models.fund import FundMovement
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.permissions import allow_for
from vivaio_liberex.selectors.fund import giveable
from vivaio_liberex.selectors.participants import FUND, system
from vivaio_liberex.services.locking import hold_circuit
from vivaio_liberex.words import credits

MOVE, KIND = "liberex.move_fund", "lbx_fund"
Kind = FundMovement.Kind


def give(*, participant: Participant, amount: int, reason: str, on: date, actor: User | None, key: UUID | None = None) -> FundMovement:
    """A participant gives credits to the fund: its own, none of a credit line. The same `key` again gives the movement that stands.

    Raises PermissionDenied; Refused beyond what the account holds.
    """
    allow_for(actor, participant.party)
    return _moved(Kind.GIFT, participant, amount, reason, None, on, actor, key)


def support(
    *,
    participant: Participant,
    amount: int,
    reason: str,
    resolution: Resolution | None,
    on: date,
    actor: User | None,
    key: UUID | None = None,
) -> FundMovement:
    """The fund helps a participant, by what it has. The same `key` again gives the movement that stands.

    Raises PermissionDenied; Refused without a reason or beyond what the fund holds.
    """
    allow(actor, MOVE)
    if len(reason.strip()) < 3:
        raise Refused(_("Write why."), "reason")
    return _moved(Kind.SUPPORT, participant, amount, reason, resolution, on, actor, key)


def _moved(
    kind: str,
    participant: Participant,
    amount: int,
    reason: str,
    resolution: Resolution | None,
    on: date,
    actor: User | None,
    key: UUID | None,
) -> FundMovement:
    paid(amount)
    with transaction.atomic():
        hold_circuit()
        standing = FundMovement.objects.filter(key=key).first() if key else None
        if standing is not None:
            return standing
        fund, account = system(FUND), participant.account
        if kind == Kind.SUPPORT and amount > fund.balance:
            raise Refused(_("The fund holds %(held)s: write at most that.") % {"held": credits(max(fund.balance, 0))}, "amount")
        if kind == Kind.GIFT and amount > (own := max(giveable(participant), 0)):
            raise Refused(_("You can give what you have, %(own)s: a credit line is no gift.") % {"own": credits(own)}, "amount")
        ends = (fund, account) if kind == Kind.SUPPORT else (account, fund)
        row = post(move(*ends, amount, kind=KIND, key=key or uuid4(), cause=f"liberex.Participant:{participant.pk}", value_on=on))[0]
        words = {"reason": " ".join(reason.split())[:300], "resolution": resolution, "on": on, "actor": actor}
        made = FundMovement.objects.create(kind=kind, participant=participant, key=row.key, amount=amount, **words)
        payload = {"sum": credits(amount), "amount": amount, "kind": kind, "reason": made.reason or str(made.get_kind_display())}
        record(kind="liberex.fund_move", actor=actor, subject=participant.party, target=f"liberex.FundMovement:{made.pk}", payload=payload)
    return made
