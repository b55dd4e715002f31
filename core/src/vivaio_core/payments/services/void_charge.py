"""Cancel a charge that nothing has paid."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.payments import methods
from vivaio_core.payments.models.charges import Charge, PaymentException
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
        waiting = found.exceptions.filter(
            state=PaymentException.State.OPEN, kind__in=(PaymentException.Kind.SHORT, PaymentException.Kind.EXPIRED_HOLD)
        )
        words = _("The charge was cancelled.")
        waiting.update(state=PaymentException.State.RESOLVED, resolved_at=timezone.now(), resolved_by=actor, resolution=words)
        found.state, found.void_reason = Charge.State.VOID, reason.strip()[:200]
        found.save(update_fields=["state", "void_reason"])
        payload = {"title": found.title, "amount_cents": found.amount, "reason": found.void_reason, "on": on.isoformat()}
        record(kind="payments.void", actor=actor, subject=found.debtor, target=f"payments.Charge:{found.pk}", payload=payload)
        return found


def _nothing_missing_any_more(charge: Charge, actor: User | None) -> None:
    kinds = (PaymentException.Kind.SHORT, PaymentException.Kind.EXPIRED_HOLD)
    rows = charge.exceptions.filter(state=PaymentException.State.OPEN, kind__in=kinds)
    words = _("The charge was cancelled.")
    rows.update(state=PaymentException.State.RESOLVED, resolved_at=timezone.now(), resolved_by=actor, resolution=words)
