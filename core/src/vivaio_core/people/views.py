"""The member area: the home, the own data, the own history."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vivaio_core.access.decorators import fresh_sign_in_required, member_required
from vivaio_core.people.errors import Refused
from vivaio_core.people.forms import OwnDataForm
from vivaio_core.people.models import Party
from vivaio_core.people.panels import drawn
from vivaio_core.people.selectors import active_identifiers, collectivities
from vivaio_core.people.services import OWN_CORRECTABLE, correct_own_data
from vivaio_core.people.words import bond_in_words
from vivaio_core.site.registry import rooms
from vivaio_core.trail.selectors import events_about
from vivaio_core.trail.sentences import told

RECENT, PER_PAGE = 5, 20


@require_safe
@member_required
def home(request: HttpRequest) -> HttpResponse:
    """Who I am to the cooperative, what the modules know of me, what happened last; a constant number of queries."""
    party, today = _party(request), timezone.localdate()
    panels = [panel for room in rooms() for panel in room.member_panels(party, today)]
    context = {
        "party": party,
        "bond": bond_in_words(party, list(party.memberships.all()), today),
        "identifiers": active_identifiers(party),
        "groups": collectivities(party, today),
        "panels": drawn(panels, request),
        "recent": [(event.at, told(event)) for event in events_about(party)[:RECENT]],
        "lacking": not party.phone or not party.address,
    }
    return render(request, "people/area/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@fresh_sign_in_required
def data(request: HttpRequest) -> HttpResponse:
    """Correct e-mail, telephone, address."""
    party = _party(request)
    form = OwnDataForm(request.POST or None, initial={name: getattr(party, name) for name in OWN_CORRECTABLE})
    if request.method == "POST" and form.is_valid():
        try:
            correct_own_data(actor=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Thank you, your data are up to date."))
            return redirect(reverse("area:home"))
    return render(request, "people/area/data.html", {"form": form, "party": party, "identifiers": active_identifiers(party)})


@require_safe
@member_required
def history(request: HttpRequest) -> HttpResponse:
    """Everything that happened about me, PER_PAGE at a time."""
    page = Paginator(events_about(_party(request)), PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "people/area/history.html", {"page": page, "events": [(event.at, told(event)) for event in page.object_list]})


def _party(request: HttpRequest) -> Party:
    """The party that `member_required` found."""
    return cast(Party, request.party)  # type: ignore[attr-defined]
