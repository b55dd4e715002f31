"""Paying part of a charge in credits: how much, what stays in euro, and the promise."""

from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from vivaio_core.contract.errors import ContractError
from vivaio_core.payments.fields import MoneyField
from vivaio_core.payments.models.charges import Charge
from vivaio_core.payments.selectors.charges import left, owed_by
from vivaio_core.people.errors import Refused
from vivaio_liberex.forms import PlainForm, refuse
from vivaio_liberex.permissions import actor_of
from vivaio_liberex.selectors.mixed import late, standing, terms_for
from vivaio_liberex.services.mixed import cancel_promise, promise
from vivaio_liberex.views.gate import participant_required, party_of


class ShareForm(PlainForm):
    """How much in credits; `key` makes the promise one, however often it is sent."""

    amount = MoneyField(label=lazy("How much do you pay in credits?"))
    key = forms.UUIDField(widget=forms.HiddenInput)


def _charge(request: HttpRequest, code: str) -> Charge:
    """One of the party's own; others do not exist here."""
    return get_object_or_404(owed_by(party_of(request)), code=code.upper())


@participant_required
def mixed(request: HttpRequest, code: str) -> HttpResponse:
    """How much in credits; then what stays in euro, to be confirmed."""
    charge = _charge(request, code)
    standing_now = standing(charge)
    if standing_now is not None:
        return render(request, "liberex/area/promised.html", {"charge": charge, "mixed": standing_now, "late": late(standing_now)})
    found = terms_for(charge, party_of(request), timezone.localdate()) if charge.state == Charge.State.OPEN else None
    if found is None or not found.most:
        return render(request, "liberex/area/mixed.html", {"charge": charge, "why": found.why if found else ""})
    form = ShareForm(request.POST or None, initial={"amount": found.most, "key": uuid4()})
    shown = {"charge": charge, "terms": found, "form": form, "whole": left(charge), "least": left(charge) - found.most}
    if request.method == "POST" and form.is_valid():
        amount = form.cleaned_data["amount"]
        if amount > found.most:
            form.add_error("amount", found.why or _("Write at most what is said above."))
        elif "confirm" in request.POST and _promised(request, charge, form):
            messages.success(request, _("The credits are reserved. Now pay the part in euro: then both are paid together."))
            return redirect("payments_area:charge", charge.code)
        elif form.is_valid():
            return render(request, "liberex/area/mixed_confirm.html", {**shown, "amount": amount, "euros": left(charge) - amount})
    return render(request, "liberex/area/mixed.html", shown)


@participant_required
@require_POST
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Take the promise back."""
    charge = _charge(request, code)
    found = standing(charge)
    if found is not None:
        try:
            cancel_promise(mixed=found, on=timezone.localdate(), actor=actor_of(request))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The promise is cancelled: your credits are free again."))
    return redirect("payments_area:charge", charge.code)


def _promised(request: HttpRequest, charge: Charge, form: ShareForm) -> bool:
    """Promise, or say in the form why not."""
    data = form.cleaned_data
    try:
        promise(charge=charge, amount=data["amount"], key=data["key"], on=timezone.localdate(), actor=actor_of(request))
    except ContractError as refusal:
        refuse(form, refusal)
        return False
    return True
