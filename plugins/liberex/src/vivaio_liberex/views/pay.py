"""Paying in three taps: whom, how much, yes. The order is signed and carries its key, so a second press pays nothing."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.contract.errors import ContractError
from vivaio_core.people.errors import Refused
from vivaio_liberex import orders
from vivaio_liberex.forms import refuse
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.models.payments import Payment
from vivaio_liberex.orders import CODE, CONFIRM, Order
from vivaio_liberex.pay_forms import AmountForm, OrderForm
from vivaio_liberex.permissions import actor_of
from vivaio_liberex.selectors import paying
from vivaio_liberex.selectors.participants import by_code, position, search
from vivaio_liberex.selectors.refunds import returnable
from vivaio_liberex.services.pay import pay as carry_out
from vivaio_liberex.views.gate import participant_of, participant_required


@participant_required
def choose(request: HttpRequest) -> HttpResponse:
    """Tap 1: whom. By name, by code, or one of the last ones; `a` names somebody by code, as the notice board does."""
    payer, words = participant_of(request), request.GET.get("q", "").strip()[:80]
    named = by_code(request.GET.get("a", ""))
    if named is not None:
        return redirect("liberex_area:pay_amount", named.code)
    found = [one for one in search(words, timezone.localdate()) if one.pk != payer.pk]
    context = {"words": words, "found": found, "recent": paying.recent(payer), "participant": payer, "position": position(payer)}
    part = "liberex/area/pay_found.html" if request.headers.get("HX-Request") else "liberex/area/pay.html"
    return render(request, part, context)


@participant_required
def amount(request: HttpRequest, code: str) -> HttpResponse:
    """Tap 2: how much."""
    payer, payee = participant_of(request), _by_code(code)
    initial = {"memo": request.GET.get("causale", "")[:140], "amount": request.GET.get("importo", "")[:20]}
    form = AmountForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        cents = form.cleaned_data["amount"]
        seen = paying.preview(payer, cents, timezone.localdate())
        order = orders.new_order(payee=payee.pk, amount=cents, memo=form.cleaned_data["memo"], payer=payer.pk)
        if payee.pk == payer.pk:
            form.add_error(None, _("This is your own code. Ask for the code of who you want to pay."))
        elif not seen.short:
            return redirect(f"{reverse('liberex_area:pay_confirm')}?o={orders.sign(order, CONFIRM)}")
        else:
            form.add_error("amount", _missing(seen))
    return render(request, "liberex/area/pay_amount.html", {"form": form, "payee": payee, "position": position(payer), "participant": payer})


@participant_required
def confirm(request: HttpRequest) -> HttpResponse:
    """Tap 3: yes. Pressed twice, opened again or sent from two telephones it pays once."""
    payer = participant_of(request)
    form = OrderForm(request.POST if request.method == "POST" else {"order": request.GET.get("o", "")})
    try:
        order = orders.read(form.data.get("order", ""), CONFIRM)
        payee = _payee(order)
        if order.payer != payer.pk:
            raise Refused(_("This payment was begun from another account. Nothing was paid: start again."))
    except ContractError as refusal:
        return render(request, "liberex/area/pay_stopped.html", {"refusal": refusal}, status=400)
    if request.method == "POST":
        try:
            made = _carry_out(request, payer, payee, order)
        except ContractError as refusal:
            refuse(form, refusal)
        else:
            return redirect("liberex_area:receipt", made.key)
    elif paying.receipt(payer, order.uuid):
        return redirect("liberex_area:receipt", order.key)
    seen = paying.preview(payer, order.amount, timezone.localdate())
    return render(request, "liberex/area/pay_confirm.html", {"form": form, "payee": payee, "order": order, "seen": seen})


@participant_required
def scanned(request: HttpRequest, word: str) -> HttpResponse:
    """What a QR code opens: with an amount the confirm page under the code's own key, without one the page that asks for it."""
    payer = participant_of(request)
    try:
        order = orders.read(word, CODE)
        payee = _payee(order)
    except ContractError as refusal:
        return render(request, "liberex/area/pay_stopped.html", {"refusal": refusal}, status=400)
    if not order.amount or payee.pk == payer.pk:
        return redirect(reverse("liberex_area:pay_amount", args=[payee.code]))
    mine = orders.new_order(payee=payee.pk, amount=order.amount, memo=order.memo, payer=payer.pk, key=order.uuid)
    return redirect(f"{reverse('liberex_area:pay_confirm')}?o={orders.sign(mine, CONFIRM)}&qr=1")


@participant_required
def receipt(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was paid, for both sides; it can be printed."""
    found = paying.receipt(participant_of(request), key)
    if found is None:
        raise Http404
    own = participant_of(request)
    back = found.payee_id == own.pk and returnable(found) and not hasattr(found, "refund")
    return render(
        request,
        "liberex/area/receipt.html",
        {"payment": found, "out": found.payer_id == own.pk, "position": position(own), "can_return": back, "done_by": paying.done_by(found)},
    )


def _carry_out(request: HttpRequest, payer: Participant, payee: Participant, order: Order) -> Payment:
    origin = Payment.Origin.QR if request.GET.get("qr") else Payment.Origin.DIRECT
    given: dict[str, Any] = {"amount": order.amount, "key": order.uuid, "memo": order.memo, "origin": origin}
    return carry_out(payer=payer, payee=payee, on=timezone.localdate(), actor=actor_of(request), **given)


def _by_code(code: str) -> Participant:
    found = by_code(code)
    if found is None:
        raise Http404
    return found


def _payee(order: Order) -> Participant:
    found = paying.payable(order.payee)
    if found is None:
        raise Refused(_("Who should receive this has left the circuit. Nothing was paid."))
    return found


def _missing(seen: paying.Preview) -> str:
    from vivaio_liberex.words import credits

    words = {"short": credits(seen.short), "most": credits(max(seen.amount - seen.short, 0))}
    return _("%(short)s are missing: you can pay %(most)s at most. Write a smaller amount, or sell first.") % words
