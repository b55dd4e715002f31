"""Cancel a charge that nothing has paid."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.payments import methods
from vivaio_core.payments.models.charges import Charge
from vivaio_core.payments.selectors.charges import covered
from vivaio_core.payments.services.covering import locked_charge
from vivaio_core.people.errors import Refused, allow
from vivaio_core.trail.services import record


def void_charge(*, charge: Charge, reason: str, on: date, actor: User | None) -> Charge:
    """Take a charge away for good; credits promised for it are released. A second call changes nothing.

    Raises PermissionDenied; Refused without a reason, or while money pays it.
    """
    allow(actor, "payments.change_charge")
    if len(reason.strip()) < 3:
        raise Refused(_("Write why."), "reason")
    with transaction.atomic():
        found = locked_charge(charge)
        if found.state == Charge.State.VOID:
            return found
        if covered(found):
            raise Refused(_("Money pays this charge: take the payment off it first, then cancel it."))
        for method in methods.all_of():
            method.cancel(found)
        found.state, found.void_reason = Charge.State.VOID, reason.strip()[:200]
        found.save(update_fields=["state", "void_reason"])
        payload = {"title": found.title, "amount_cents": found.amount, "reason": found.void_reason, "on": on.isoformat()}
        record(kind="payments.void", actor=actor, subject=found.debtor, target=f"payments.Charge:{found.pk}", payload=payload)
        return found
