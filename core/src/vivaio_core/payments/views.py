"""The member's own payments: what is owed, how to pay it, what was paid."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from vivaio_core.access.decorators import member_required
from vivaio_core.payments import methods
from vivaio_core.payments.codes import code_in_fours
from vivaio_core.payments.models.charges import Charge
from vivaio_core.payments.selectors import charges as reads
from vivaio_core.payments.selectors.accounts import bank_transfer
from vivaio_core.payments.selectors.receipts import credit_of, paid_by
from vivaio_core.payments.services.covering import euro_part
from vivaio_core.people.models import Party

PER_PAGE = 20


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
    context = {"rows": rows, "total": sum(row.due for row in rows if row.unit == "EUR"), "credit": credit_of(party), "history": history, "on": on}  # type: ignore[attr-defined]
    return render(request, "payments/area/home.html", context)


@member_required
def charge(request: HttpRequest, code: str) -> HttpResponse:
    """One charge of the member's: how to pay what is missing, and what has paid it so far."""
    party, on = party_of(request), timezone.localdate()
    found = get_object_or_404(reads.owed_by(party), code=code.upper())
    context: dict[str, Any] = {"charge": found, "code": code_in_fours(found.code), "on": on, "lines": reads.lines(found)}
    if found.state == Charge.State.OPEN:
        cents = euro_part(found)
        context |= {"euros": cents, "transfer": bank_transfer(found, cents, on), "ways": _ways(found, party), "promise": methods.promise(found)}
    return render(request, "payments/area/charge.html", context)


def _ways(found: Charge, party: Party) -> list[tuple[Any, methods.Offer]]:
    """The methods with a page of their own, each with what it offers today."""
    offers = [(method, method.offer(found, party, timezone.localdate())) for method in methods.all_of()]
    return [(method, offer) for method, offer in offers if offer is not None and offer.url]
