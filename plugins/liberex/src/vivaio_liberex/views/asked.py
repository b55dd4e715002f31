"""Requests of payment in the member area: to ask, to pay, to decline, to take back."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vivaio_core.contract.errors import ContractError
from vivaio_core.payments.epc_qr import qr_svg
from vivaio_liberex.ask_forms import AskForm, DeclineForm
from vivaio_liberex.forms import refuse
from vivaio_liberex.models.requests import PaymentRequest
from vivaio_liberex.permissions import actor_of
from vivaio_liberex.selectors import asked as reads
from vivaio_liberex.selectors.paying import preview
from vivaio_liberex.services import requests as services
from vivaio_liberex.views.gate import participant_of, participant_required

PER_PAGE = 20
GOOD_FOR = timedelta(days=30)


@participant_required
def asked(request: HttpRequest) -> HttpResponse:
    """What waits for me, what I asked of others, and what was asked of me and no longer waits."""
    own, on = participant_of(request), timezone.localdate()
    made = Paginator(reads.outgoing(own), PER_PAGE).get_page(request.GET.get("p"))
    got = Paginator(reads.past(own, on), PER_PAGE).get_page(request.GET.get("r"))
    context = {"waiting": reads.to_pay(own, on)[:PER_PAGE], "made": made, "got": got, "mine": _told(made, on), "theirs": _told(got, on)}
    return render(request, "liberex/area/asked.html", {**context, "participant": own})


@participant_required
def ask(request: HttpRequest) -> HttpResponse:
    """A new request, to somebody or as a link; the notice board names whom, how much and what for in the address."""
    own, on = participant_of(request), timezone.localdate()
    given = {field: request.GET.get(name, "")[:140] for field, name in (("code", "a"), ("amount", "importo"), ("memo", "causale"))}
    form = AskForm(request.POST or None, initial={"expires_on": on + GOOD_FOR, **given})
    if request.method == "POST" and form.is_valid():
        asked_for = {**form.cleaned_data, "payer": form.cleaned_data["code"]}
        asked_for.pop("code")
        try:
            made = services.ask(payee=own, on=on, actor=actor_of(request), **asked_for)
        except ContractError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Asked."))
            return redirect("liberex_area:request", made.key)
    return render(request, "liberex/area/ask.html", {"form": form, "participant": own})


@participant_required
def one(request: HttpRequest, key: UUID) -> HttpResponse:
    """One request: for who pays it is the last step, for who asked it shows the link and the code to frame."""
    return _page(request, _visible(request, key))


@participant_required
@require_POST
def act(request: HttpRequest, key: UUID, act: str) -> HttpResponse:
    """Pay, decline or take back; a refusal is told on the same page."""
    row, own, on = _visible(request, key), participant_of(request), timezone.localdate()
    if act not in ("paga", "rifiuta", "ritira") or (row.payee_id == own.pk) != (act == "ritira"):
        raise Http404
    given: dict[str, Any] = {"asked": row, "on": on, "actor": actor_of(request)}
    try:
        if act == "paga":
            return redirect("liberex_area:receipt", services.pay_request(payer=own, **given).key)
        if act == "rifiuta":
            services.decline(payer=own, answer=request.POST.get("answer", ""), **given)
            messages.success(request, _("Declined: who asked reads it."))
        else:
            services.withdraw(**given)
            messages.success(request, _("Taken back: nobody can pay it any more."))
    except ContractError as refusal:
        return _page(request, _visible(request, key), str(refusal))
    return redirect("liberex_area:asked")


def _told(page: Iterable[PaymentRequest], on: date) -> list[tuple[PaymentRequest, str]]:
    """The rows of a page with their state in words."""
    return [(row, row.state_on(on)) for row in page]


def _page(request: HttpRequest, row: PaymentRequest, refusal: str = "") -> HttpResponse:
    own, on = participant_of(request), timezone.localdate()
    mine, still = row.payee_id == own.pk, row.open_on(on)
    context: dict[str, Any] = {"asked": row, "mine": mine, "still": still, "state": row.state_on(on), "refusal": refusal, "participant": own}
    if mine and still:
        url = request.build_absolute_uri(request.path if request.method == "GET" else reads.request_url(row))
        context |= {"url": url, "qr": qr_svg(url, title=_("QR code to pay %(name)s") % {"name": own.shown_as})}
    elif still:
        context |= {"seen": preview(own, row.amount, on), "form": DeclineForm()}
    return render(request, "liberex/area/request.html", context, status=400 if refusal else 200)


def _visible(request: HttpRequest, key: UUID) -> PaymentRequest:
    found = reads.visible(participant_of(request), key)
    if found is None:
        raise Http404
    return found
