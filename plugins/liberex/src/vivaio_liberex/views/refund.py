"""Giving back what one received."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.contract.errors import ContractError
from vivaio_liberex.permissions import actor_of
from vivaio_liberex.selectors.participants import position
from vivaio_liberex.selectors.paying import receipt
from vivaio_liberex.selectors.refunds import returnable, why_not
from vivaio_liberex.services.refund import refund_payment
from vivaio_liberex.views.gate import participant_of, participant_required


@participant_required
def refund(request: HttpRequest, key: UUID) -> HttpResponse:
    """What will go back to whom; then it does, once."""
    own = participant_of(request)
    found = receipt(own, key)
    if found is None or found.payee_id != own.pk:
        raise Http404
    done, refusal = getattr(found, "refund", None), "" if returnable(found) else why_not(found)
    if done is not None:
        return redirect("liberex_area:receipt", done.key)
    if request.method == "POST" and not refusal:
        try:
            made = refund_payment(payment=found, on=timezone.localdate(), actor=actor_of(request))
        except ContractError as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("Given back."))
            return redirect("liberex_area:receipt", made.key)
    context = {"payment": found, "refusal": refusal, "position": position(own), "participant": own}
    return render(request, "liberex/area/refund.html", context, status=400 if refusal else 200)
