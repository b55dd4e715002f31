"""Fixed fees in euro: charges of core's payments, one for each participant and period. Dated rules; 0 is none."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.pages.numbers import euros
from vivaio_core.payments.models.charges import Charge
from vivaio_core.payments.services.raise_charge import raise_charge
from vivaio_core.people.errors import Refused, allow
from vivaio_core.trail.services import record
from vivaio_liberex.fees import value_on
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.selectors import owed
from vivaio_liberex.services.suspend import Suspended, resume, suspend
from vivaio_liberex.words import choices

RUN = "liberex.run_fees"


@dataclass(frozen=True)
class Raised:
    """What a run did: how many charges, their sum in cents, how many were there already."""

    count: int
    cents: int
    already: int


def raise_entry_fee(*, participant: Participant, on: date, actor: User | None) -> Charge | None:
    """The fee of entering, once; None while the rule says 0."""
    cents = int(value_on(owed.ENTRY, on))
    return _raised(participant, "entry", _("Entry into the circuit of credits"), cents, on) if cents else None


def run_fees(*, every: str, on: date, actor: User | None) -> Raised:
    """Raise the fee of the `month` or `year` of the day for everybody who takes part and is no employee. Twice raises nothing more.

    A cancelled charge is not raised again. Raises PermissionDenied; Refused while the rule says 0.
    """
    allow(actor, RUN)
    cents, period, title = owed.fee_of(every, on)
    if not cents:
        raise Refused(_("No fee is in force for this period. An administrator can write one under “Dated rules”."), "every")
    with transaction.atomic():
        known, due = owed.causes(period), list(owed.payers(on))
        new = [one for one in due if owed.cause_of(one, period) not in known]
        for participant in new:
            _raised(participant, period, title, cents, on)
        if new:
            payload = {"period": period, "count": len(new), "sum_cents": cents * len(new), "each": euros(cents)}
            record(kind="liberex.fees_raise", actor=actor, payload=payload)
    return Raised(len(new), cents * len(new), len(due) - len(new))


def follow_fees(*, on: date) -> int:
    """Suspend who has a fee past its day, where the cooperative chose so, and end such a suspension once all is paid. How many accounts changed."""
    late = set(owed.late(on)) if choices().block_unpaid else set()
    changed = 0
    for participant in Participant.objects.exclude(state=Participant.State.CLOSED).filter(pk__in=late, suspended_for=""):
        suspend(participant=participant, reason=_("unpaid fee"), actor=None, because=Suspended.FEE)
        changed += 1
    for participant in Participant.objects.filter(suspended_for=Suspended.FEE).exclude(pk__in=late):
        resume(participant=participant, reason=_("the fee is paid"), actor=None)
        changed += 1
    return changed


def _raised(participant: Participant, period: str, title: str, cents: int, on: date) -> Charge:
    due = on + timedelta(days=int(value_on(owed.DUE_DAYS, on)))
    # It follows from an act that its caller was allowed to do: nobody's own permission on charges is asked.
    return raise_charge(debtor=participant.party, cause=owed.cause_of(participant, period), title=title, amount=cents, due_on=due, on=on, actor=None)
