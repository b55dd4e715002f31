"""A gift to the solidarity fund, in two steps: how much, yes. The order is signed and carries its key, so a second press gives nothing more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.contract.errors import ContractError
from vivaio_core.people.errors import Refused
from vivaio_liberex import orders
from vivaio_liberex.forms import refuse
from vivaio_liberex.orders import GIFT
from vivaio_liberex.pay_forms import GiftForm, OrderForm
from vivaio_liberex.permissions import actor_of
from vivaio_liberex.selectors.fund import giveable, standing
from vivaio_liberex.services.fund import give
from vivaio_liberex.views.gate import participant_of, participant_required
from vivaio_liberex.words import credits


@participant_required
def gift(request: HttpRequest) -> HttpResponse:
    """Step 1: how much."""
    own = participant_of(request)
    form, left = GiftForm(request.POST or None), max(giveable(own), 0)
    if request.method == "POST" and form.is_valid():
        cents = form.cleaned_data["amount"]
        if cents <= left:
            order = orders.new_order(payee=0, amount=cents, payer=own.pk)
            return redirect(f"{reverse('liberex_area:gift_confirm')}?o={orders.sign(order, GIFT)}")
        form.add_error("amount", _("You can give what you have, %(own)s: a credit line is no gift.") % {"own": credits(left)})
    return render(request, "liberex/area/gift.html", {"form": form, "left": left, "fund": standing(), "participant": own})


@participant_required
def gift_confirm(request: HttpRequest) -> HttpResponse:
    """Step 2: yes."""
    own = participant_of(request)
    form = OrderForm(request.POST if request.method == "POST" else {"order": request.GET.get("o", "")})
    try:
        order = orders.read(form.data.get("order", ""), GIFT)
        if order.payer != own.pk:
            raise Refused(_("This gift was begun from another account. Nothing was given: start again."))
    except ContractError as refusal:
        return render(request, "liberex/area/pay_stopped.html", {"refusal": refusal}, status=400)
    if request.method == "POST":
        try:
            on, actor = timezone.localdate(), actor_of(request)
            made = give(participant=own, amount=order.amount, reason="", on=on, actor=actor, key=order.uuid)
        except ContractError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Thank you: %(sum)s went to the solidarity fund.") % {"sum": credits(made.amount)})
            return redirect("liberex_area:home")
    context = {"form": form, "order": order, "left": giveable(own) - order.amount, "participant": own}
    return render(request, "liberex/area/gift_confirm.html", context)
