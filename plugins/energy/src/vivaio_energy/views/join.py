"""Joining a campaign in three steps, and what may follow: receipt, answer to the offer, withdrawal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.access.decorators import member_required
from vivaio_core.contract.errors import ContractError
from vivaio_energy.forms import NEW, AcceptForm, ChoosePointForm, CompleteForm, ConsentForm, PointForm
from vivaio_energy.models.campaigns import Adhesion, Campaign, ConsentText
from vivaio_energy.models.points import SupplyPoint
from vivaio_energy.permissions import actor_of
from vivaio_energy.selectors import member
from vivaio_energy.selectors.campaigns import joinable
from vivaio_energy.services.join_campaign import complete_adhesion, start_adhesion
from vivaio_energy.services.leave_campaign import withdraw_adhesion
from vivaio_energy.services.register_point import change_point, register_point
from vivaio_energy.services.sign_contract import accept_offer
from vivaio_energy.states import PUBLIC, AdhesionState
from vivaio_energy.views.area import meter_of, party_of, refuse


@member_required
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Step 1: which meter, or a new one."""
    campaign = get_object_or_404(Campaign.objects.filter(state__in=PUBLIC), slug=slug)
    party, on = party_of(request), timezone.localdate()
    points = member.points_for(party, campaign)
    choice = ChoosePointForm(request.POST or None, points=points, initial={"point": str(points[0].pk) if points else NEW})
    wants_new = not points or request.POST.get("point") == NEW
    form = PointForm(request.POST if wants_new and "code" in request.POST else None, initial={"commodity": campaign.commodity})
    if request.method == "POST" and (not wants_new or "code" in request.POST):
        adhesion = _start(request, campaign, form if wants_new else choice, points, wants_new)
        if adhesion is not None:
            return redirect("energy_area:complete", adhesion.pk)
    context = {"campaign": campaign, "form": form if wants_new else choice, "wants_new": wants_new, "points": points, "open": joinable(campaign, on)}
    return render(request, "energy/area/join.html", context)


def _start(
    request: HttpRequest, campaign: Campaign, form: PointForm | ChoosePointForm, points: list[SupplyPoint], wants_new: bool
) -> Adhesion | None:
    party, on = party_of(request), timezone.localdate()
    if not form.is_valid():
        return None
    try:
        if wants_new:
            point = register_point(actor=actor_of(request), member=party, on=on, **form.cleaned_data)
        else:
            point = next(point for point in points if str(point.pk) == form.cleaned_data["point"])
        return start_adhesion(actor=actor_of(request), campaign=campaign, member=party, point=point, on=on)
    except ContractError as refusal:
        refuse(form, refusal)
        return None


def _own(request: HttpRequest, pk: int) -> Adhesion:
    return get_object_or_404(member.adhesions_of(party_of(request)), pk=pk)


@member_required
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 2: the data of the meter."""
    adhesion = _own(request, pk)
    if adhesion.state != AdhesionState.INTERESTED:
        return redirect("energy_area:adhesion", pk)
    form = CompleteForm(request.POST or None, initial=meter_of(adhesion.point))
    if request.method == "POST" and form.is_valid():
        try:
            change_point(actor=actor_of(request), point=adhesion.point, **form.cleaned_data)
        except ContractError as refusal:
            refuse(form, refusal)
        else:
            return redirect("energy_area:consent", pk)
    return render(request, "energy/area/complete.html", {"adhesion": adhesion, "form": form})


@member_required
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 3: the consent, with the text and its version."""
    adhesion, text = _own(request, pk), ConsentText.objects.order_by("-version").first()
    if adhesion.state != AdhesionState.INTERESTED:
        return redirect("energy_area:adhesion", pk)
    form = ConsentForm(request.POST or None, initial={"version": text.version if text else None})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            complete_adhesion(
                actor=actor_of(request),
                adhesion=adhesion,
                consent=data["version"],
                agreed=data["agreed"],
                at=timezone.now(),
                on=timezone.localdate(),
            )
        except ContractError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Done: you are counted. Below is your receipt."))
            return redirect("energy_area:adhesion", pk)
    return render(request, "energy/area/consent.html", {"adhesion": adhesion, "form": form, "text": text})


@member_required
def adhesion(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt: what was joined, when, with which text, and what happens next."""
    found = _own(request, pk)
    campaign = Campaign.objects.prefetch_related("tiers").get(pk=found.campaign_id)
    return render(request, "energy/area/adhesion.html", {"adhesion": found, "campaign": campaign, "can_withdraw": can_withdraw(found)})


def can_withdraw(found: Adhesion) -> bool:
    """True while a withdrawal would be accepted."""
    if found.state == AdhesionState.WITHDRAWN:
        return False
    return found.withdrawal_until is None or timezone.localdate() <= found.withdrawal_until


@member_required
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer to the offer."""
    found = _own(request, pk)
    if found.state != AdhesionState.PRICED:
        return redirect("energy_area:adhesion", pk)
    form = AcceptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not form.cleaned_data["agreed"]:
            form.add_error("agreed", _("Please tick the box if you accept; otherwise just leave the page: nothing happens."))
            return render(request, "energy/area/accept.html", {"adhesion": found, "form": form})
        try:
            signed = accept_offer(
                actor=actor_of(request),
                adhesion=found,
                on=timezone.localdate(),
                early_start=form.cleaned_data["early_start"],
            )
        except ContractError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("You accepted the offer. This is your contract."))
            return redirect("energy_area:contract", signed.pk)
    return render(request, "energy/area/accept.html", {"adhesion": found, "form": form})


@member_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then withdraw."""
    found = _own(request, pk)
    if request.method == "POST":
        try:
            withdraw_adhesion(actor=actor_of(request), adhesion=found, on=timezone.localdate())
        except ContractError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("You withdrew from the campaign."))
        return redirect("energy_area:adhesion", pk)
    return render(request, "energy/area/withdraw.html", {"adhesion": found, "can_withdraw": can_withdraw(found)})
