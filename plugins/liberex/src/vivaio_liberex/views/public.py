"""The page of the service, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vivaio_liberex.selectors.figures import circuit


def service(request: HttpRequest) -> HttpResponse:
    """What the circuit is, with its figures."""
    return render(request, "liberex/service.html", {"circuit": circuit(timezone.localdate())})
