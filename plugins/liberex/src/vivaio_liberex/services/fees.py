"""Fixed fees in euro: charges of core's payments, one for each participant and period. Dated rules; 0 is none."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.payments.models.charges import Charge
from vivaio_liberex.fees import value_on
from vivaio_liberex.models.participants import Participant

ENTRY, DUE_DAYS = "lbx.fee.entry", "lbx.fee.due_days"
CAUSE = "liberex.fee:"


def raise_entry_fee(*, participant: Participant, on: date, actor: User | None) -> Charge | None:
    """The fee of entering, once; None while the rule says 0."""
    cents = int(value_on(ENTRY, on))
    return _raised(participant, "entry", _("Entry into the circuit of credits"), cents, on, actor) if cents else None


def _raised(participant: Participant, period: str, title: str, cents: int, on: date, actor: User | None) -> Charge:
    from vivaio_core.payments.services.raise_charge import raise_charge

    due = on + timedelta(days=int(value_on(DUE_DAYS, on)))
    # The charge follows from the act its caller was allowed to do: nobody's own permission on charges is asked.
    return raise_charge(debtor=participant.party, cause=f"{CAUSE}{participant.pk}:{period}", title=title, amount=cents, due_on=due, on=on, actor=None)
