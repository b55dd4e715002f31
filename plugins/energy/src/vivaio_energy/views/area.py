"""The member's own energy."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.access.decorators import member_required
from vivaio_core.contract.errors import ContractError
from vivaio_core.people.models import Party
from vivaio_core.trail.sentences import told
from vivaio_energy.forms import MeterForm, PointForm
from vivaio_energy.models.points import SupplyPoint
from vivaio_energy.permissions import actor_of
from vivaio_energy.selectors import member
from vivaio_energy.services.register_point import change_point, register_point

METER = ("address", "use", "annual_consumption", "power_kw", "holder_name")


def party_of(request: HttpRequest) -> Party:
    """The party that `member_required` found."""
    party: Party = request.party  # type: ignore[attr-defined]
    return party


def refuse(form: forms.Form, refusal: ContractError) -> None:
    """Put a service's refusal where the person can mend it."""
    field = getattr(refusal, "field", "")
    form.add_error(field if field in form.fields else None, str(refusal))


@member_required
def home(request: HttpRequest) -> HttpResponse:
    """Points, adhesions with the next step, contracts, donations, history."""
    party, on = party_of(request), timezone.localdate()
    context = {
        "position": member.position(party),
        "campaigns": member.open_campaigns(party, on),
        "history": [(event.at, told(event)) for event in member.history(party)],
    }
    return render(request, "energy/area/home.html", context)


@member_required
def add_point(request: HttpRequest) -> HttpResponse:
    """Add a meter."""
    form = PointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            register_point(actor=actor_of(request), member=party_of(request), on=timezone.localdate(), **form.cleaned_data)
        except ContractError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The meter is registered. The code is well written: the supplier will confirm it."))
            return redirect("energy_area:home")
    return render(request, "energy/area/point.html", {"form": form})


@member_required
def edit_point(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a meter's data."""
    point = get_object_or_404(SupplyPoint, pk=pk, member=party_of(request))
    form = MeterForm(request.POST or None, initial=meter_of(point))
    if request.method == "POST" and form.is_valid():
        try:
            change_point(actor=actor_of(request), point=point, **form.cleaned_data)
        except ContractError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The data are corrected."))
            return redirect("energy_area:home")
    return render(request, "energy/area/point.html", {"form": form, "point": point})


def meter_of(point: SupplyPoint) -> dict[str, Any]:
    """A meter's data, for a form."""
    return {name: getattr(point, name) for name in METER}


@member_required
def contract(request: HttpRequest, pk: int) -> HttpResponse:
    """One contract: the offer as it was signed, dates in words, donations."""
    found = get_object_or_404(member.contracts_of(party_of(request)).prefetch_related("donations__project"), pk=pk)
    return render(request, "energy/area/contract.html", {"contract": found})
