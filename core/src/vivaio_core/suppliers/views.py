"""From whom the cooperative buys: figures for everybody, no names."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vivaio_core.documents.selectors import CHARTER, version_in_force
from vivaio_core.suppliers import selectors


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """How many suppliers, how many cooperatives, how many small and near; a constant number of queries."""
    on = timezone.localdate()
    charter = version_in_force(CHARTER, on)
    context = {
        "figures": selectors.figures(on),
        "kinds": selectors.by_kind(on),
        "years": selectors.by_year(on),
        "distributors": selectors.distributors_by_kind(on),
        "charter": charter if charter and charter.document.public else None,
    }
    return render(request, "suppliers/figures.html", context)
