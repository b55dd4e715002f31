"""The circuit in the member area: the account at a glance."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.contract.errors import ContractError
from vivaio_liberex.forms import ShownForm, refuse
from vivaio_liberex.permissions import actor_of
from vivaio_liberex.selectors import circuit
from vivaio_liberex.selectors.asked import to_pay, unpaid_runs
from vivaio_liberex.selectors.home import latest
from vivaio_liberex.selectors.participants import line_on, position
from vivaio_liberex.services.join import change_participant
from vivaio_liberex.views.gate import participant_of, participant_required
from vivaio_liberex.views.mirror import outside_home

SHOWN = 5
UNPAID_SHOWN = timedelta(days=14)


@participant_required
def home(request: HttpRequest) -> HttpResponse:
    """Balance, what may still be spent, the latest movements."""
    found, on = participant_of(request), timezone.localdate()
    if circuit.mirrored():
        return outside_home(request, found)
    context = {"participant": found, "position": position(found), "line": line_on(found, on), "movements": latest(found, SHOWN)}
    waits = {"to_pay": to_pay(found, on)[:SHOWN], "unpaid": unpaid_runs(found, on - UNPAID_SHOWN)[:SHOWN]}
    return render(request, "liberex/area/home.html", {**context, **waits})


@participant_required
def settings(request: HttpRequest) -> HttpResponse:
    """What others read of me."""
    found = participant_of(request)
    shown = {name: getattr(found, name) for name in ("shown_as", "sector", "seller_share", "listed")}
    form = ShownForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        try:
            change_participant(participant=found, actor=actor_of(request), **form.cleaned_data)
        except ContractError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Saved: this is what the others read now."))
            return redirect("liberex_area:home")
    return render(request, "liberex/area/settings.html", {"form": form, "participant": found})
