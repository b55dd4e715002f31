"""The member area: the home, the membership, the own history."""

from datetime import datetime
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vivaio_core.access.acting import Acting, act_for
from vivaio_core.access.decorators import member_required
from vivaio_core.people.card import card_of
from vivaio_core.people.models import Party
from vivaio_core.people.panels import drawn
from vivaio_core.people.selectors import active_identifiers, collectivities
from vivaio_core.register.models.book import SharePayment
from vivaio_core.register.selectors import book
from vivaio_core.site.registry import rooms
from vivaio_core.trail.models import Event
from vivaio_core.trail.selectors import events_about
from vivaio_core.trail.sentences import on_behalf, told

RECENT, PER_PAGE, PAYMENTS = 4, 20, 30


@require_safe
@member_required
def home(request: HttpRequest) -> HttpResponse:
    """Who I am to the cooperative, what the modules know of me, what happened last; a constant number of queries."""
    party, today = party_of(request), timezone.localdate()
    panels = [panel for room in rooms() for panel in room.member_panels(party, today)]
    context = {
        "party": party,
        "card": card_of(party, today),
        "groups": collectivities(party, today),
        "panels": drawn(panels, request),
        "recent": [_line(event) for event in events_about(party)[:RECENT]],
        "lacking": not party.phone or not party.address,
    }
    return render(request, "people/area/home.html", context)


@require_safe
@member_required
def shares(request: HttpRequest) -> HttpResponse:
    """My membership: what I hold, what I paid, when I vote, every annotation of the libro soci about me."""
    party, today = party_of(request), timezone.localdate()
    page = Paginator(book.entries(party).order_by("-seq"), PER_PAGE).get_page(request.GET.get("p"))
    payments = SharePayment.objects.filter(party=party)[:PAYMENTS]
    return render(request, "people/area/shares.html", {"party": party, "card": card_of(party, today), "page": page, "payments": payments})


@require_safe
@member_required
def certificate(request: HttpRequest) -> HttpResponse:
    """A page to print: what the libro soci says of me today. Signed by nobody, and it says so."""
    party, today = party_of(request), timezone.localdate()
    card = card_of(party, today)
    if not card.is_member:
        raise Http404
    context = {"party": party, "card": card, "today": today, "identifiers": active_identifiers(party), "nominal_cents": book.nominal_cents(today)}
    return render(request, "people/area/certificate.html", context)


@require_safe
@member_required
def history(request: HttpRequest) -> HttpResponse:
    """Everything that happened about me, PER_PAGE at a time."""
    page = Paginator(events_about(party_of(request)), PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "people/area/history.html", {"page": page, "events": [_line(event) for event in page.object_list]})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def acting(request: HttpRequest) -> HttpResponse:
    """Choose for whom I act: myself, or an organisation that I represent today."""
    if request.method == "POST":
        try:
            party = act_for(request, acting_of(request), request.POST.get("party", ""))
        except PermissionDenied:
            messages.error(request, _("Today you do not represent this organisation. If this is wrong, call the office."))
            return render(request, "access/acting.html", status=403)
        messages.success(request, _("From now on you act for %(name)s.") % {"name": party})
        return redirect("area:home")
    return render(request, "access/acting.html")


def _line(event: Event) -> tuple[datetime, str, str]:
    """When, what, and who did it for an organisation."""
    return event.at, told(event), on_behalf(event)


def acting_of(request: HttpRequest) -> Acting:
    """Who signed in and for whom, as `member_required` found it."""
    return cast(Acting, request.acting)  # type: ignore[attr-defined]


def party_of(request: HttpRequest) -> Party:
    """The party that `member_required` found."""
    return cast(Party, request.party)  # type: ignore[attr-defined]
