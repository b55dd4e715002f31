"""The participant begins to leave, or changes their mind; the office settles and closes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.contract.errors import ContractError
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.permissions import actor_of
from vivaio_liberex.selectors.leaving import outlook, settlement
from vivaio_liberex.selectors.participants import position
from vivaio_liberex.services.leave import leave as begin
from vivaio_liberex.services.leave import stay
from vivaio_liberex.views.gate import participant_of, participant_required


@participant_required
def leave(request: HttpRequest) -> HttpResponse:
    """Say what will happen, then begin, or take it back."""
    found, on = participant_of(request), timezone.localdate()
    leaving = found.state == Participant.State.LEAVING
    if request.method == "POST":
        try:
            if leaving:
                stay(participant=found, on=on, actor=actor_of(request))
                messages.success(request, _("You stay in the circuit: the others can pay you again."))
            else:
                begin(participant=found, reason=request.POST.get("reason", "")[:300], on=on, actor=actor_of(request))
                messages.success(request, _("Your exit has begun. The office closes the account when it is at zero."))
        except ContractError as refusal:
            messages.error(request, str(refusal))
        return redirect("liberex_area:home")
    context = {"participant": found, "position": position(found), "leaving": leaving, "settled": settlement(found)}
    return render(request, "liberex/area/leave.html", {**context, "told": outlook(found, on).told})
