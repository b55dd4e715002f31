"""How the circuit is doing, for its participants: figures of many, never of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vivaio_liberex.selectors.shared_health import shared_health
from vivaio_liberex.views.gate import participant_required


@participant_required
def health(request: HttpRequest) -> HttpResponse:
    """The last year, month by month and by sector."""
    found = shared_health(timezone.localdate())
    context = {
        "health": found,
        "months": [(f"{first:%m/%Y}", turnover / 100) for first, turnover in found.months],
        "sold": [(one.title, one.sold / 100) for one in found.sectors if one.sold],
        "percent": None if found.returning is None else int(found.returning * 100),
    }
    return render(request, "liberex/area/health.html", context)
