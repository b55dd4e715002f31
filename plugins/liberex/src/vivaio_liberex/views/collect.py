"""Being paid: my code as a QR, for any amount or for one that is fixed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from vivaio_core.payments.epc_qr import qr_svg
from vivaio_liberex import orders
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.orders import CODE
from vivaio_liberex.pay_forms import AmountForm
from vivaio_liberex.views.gate import participant_of, participant_required


@participant_required
def collect(request: HttpRequest) -> HttpResponse:
    """The QR of my code; with an amount, a QR that can be paid once."""
    own = participant_of(request)
    asked = "amount" in request.GET
    form = AmountForm(request.GET if asked else None)
    fixed = form.cleaned_data if asked and form.is_valid() else None
    context = {"participant": own, "form": form, "fixed": fixed, "qr": _drawn(request, own, fixed)}
    return render(request, "liberex/area/collect.html", context)


@participant_required
def card(request: HttpRequest) -> HttpResponse:
    """A card for the till, to be printed: the code that never changes."""
    own = participant_of(request)
    return render(request, "liberex/area/card.html", {"participant": own, "qr": _drawn(request, own, None)})


def _drawn(request: HttpRequest, own: Participant, fixed: dict[str, object] | None) -> str:
    title = _("QR code to pay %(name)s") % {"name": own.shown_as}
    if not fixed:
        address = f"{reverse('liberex_area:pay')}?a={own.code}"
    else:
        amount, memo = int(str(fixed["amount"])), str(fixed["memo"])
        word = orders.sign(orders.new_order(payee=own.pk, amount=amount, memo=memo), CODE)
        address = reverse("liberex_area:scanned", args=[word])
    return qr_svg(request.build_absolute_uri(address), title=title)
