"""The member's own payments: what is owed, how to pay it, what was paid."""

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.access.decorators import member_required
from vivaio_core.access.models import User
from vivaio_core.contract.errors import ContractError
from vivaio_core.payments import methods
from vivaio_core.payments.codes import code_in_fours
from vivaio_core.payments.models.charges import Charge
from vivaio_core.payments.models.sepa import DebitMandate
from vivaio_core.payments.selectors import charges as reads
from vivaio_core.payments.selectors.accounts import bank_transfer
from vivaio_core.payments.selectors.files import announced
from vivaio_core.payments.selectors.mandates import active_of, mandates_of, masked
from vivaio_core.payments.selectors.receipts import credit_of, paid_by
from vivaio_core.payments.services.covering import euro_part
from vivaio_core.payments.services.mandates import revoke_mandate
from vivaio_core.people.models import Party

PER_PAGE = 20
MANDATES = 10


def party_of(request: HttpRequest) -> Party:
    """The party that `member_required` found."""
    party: Party = request.party  # type: ignore[attr-defined]
    return party


@member_required
def home(request: HttpRequest) -> HttpResponse:
    """What is owed, the most urgent first; what was paid, page by page."""
    party, on = party_of(request), timezone.localdate()
    rows = list(reads.open_for(party)[:100])
    history = Paginator(paid_by(party), PER_PAGE).get_page(request.GET.get("p"))
    signed = [(row, masked(row.iban)) for row in mandates_of(party)[:MANDATES]]
    coming = announced(party, on)[:PER_PAGE] if signed else ()
    total = sum(row.due for row in rows if row.unit == "EUR")  # type: ignore[attr-defined]
    context = {"rows": rows, "mandates": signed, "coming": coming, "total": total, "credit": credit_of(party), "history": history, "on": on}
    return render(request, "payments/area/home.html", context)


@member_required
def charge(request: HttpRequest, code: str) -> HttpResponse:
    """One charge of the member's: how to pay what is missing, and what has paid it so far."""
    party, on = party_of(request), timezone.localdate()
    found = get_object_or_404(reads.owed_by(party), code=code.upper())
    context: dict[str, Any] = {"charge": found, "code": code_in_fours(found.code), "on": on, "lines": reads.lines(found)}
    context["mandate"] = active_of(found.debtor) if found.state == Charge.State.OPEN and found.creditor_id is None else None
    context["iban"] = masked(context["mandate"].iban) if context["mandate"] else ""
    if found.state == Charge.State.OPEN:
        cents = euro_part(found)
        context |= {"euros": cents, "transfer": bank_transfer(found, cents, on), "ways": _ways(found, party), "promise": methods.promise(found)}
    return render(request, "payments/area/charge.html", context)


@member_required
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End one's own mandate: a page that says what it means, then the act."""
    party, on = party_of(request), timezone.localdate()
    mandate = get_object_or_404(mandates_of(party).filter(state=DebitMandate.State.ACTIVE), pk=pk)
    if request.method == "POST":
        try:
            revoke_mandate(mandate=mandate, on=on, reason=_("Revoked by who had signed it."), actor=cast(User, request.user))
        except ContractError as refusal:
            messages.error(request, str(refusal))
        else:
            left = _("The mandate is revoked. What is with the bank already may still be collected: call us if it must be stopped.")
            done = _("The mandate is revoked: nothing more is collected from your account.")
            messages.success(request, left if announced(party, on).exists() else done)
        return redirect("payments_area:home")
    context = {"mandate": mandate, "iban": masked(mandate.iban), "coming": announced(party, on)[:PER_PAGE]}
    return render(request, "payments/area/revoke.html", context)


def _ways(found: Charge, party: Party) -> list[tuple[Any, methods.Offer]]:
    """The methods with a page of their own, each with what it offers today."""
    offers = [(method, method.offer(found, party, timezone.localdate())) for method in methods.all_of()]
    return [(method, offer) for method, offer in offers if offer is not None and offer.url]
