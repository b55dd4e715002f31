"""The page of the service, for everybody; the notice board where the cooperative opens it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vivaio_liberex.selectors import board as reads
from vivaio_liberex.selectors.figures import circuit
from vivaio_liberex.views.board import looked_at, sent


def service(request: HttpRequest) -> HttpResponse:
    """What the circuit is, with its figures."""
    return render(request, "liberex/service.html", {"circuit": circuit(timezone.localdate()), "public_board": reads.public()})


def board(request: HttpRequest) -> HttpResponse:
    """The notice board for everybody, where the cooperative wants it."""
    _open()
    return render(request, "liberex/board/public.html", looked_at(request))


def listing(request: HttpRequest, key: UUID) -> HttpResponse:
    """One listing for everybody: without contacts, and named only as its owner agreed to be found."""
    _open()
    found = reads.shown(key, timezone.localdate())
    if found is None:
        raise Http404
    return render(request, "liberex/board/public_listing.html", {"listing": found, "outside": True})


def picture(request: HttpRequest, key: UUID, size: str) -> HttpResponse:
    """A picture of a listing that everybody reads."""
    _open()
    return sent(key, size, lambda row: reads.shown(row.key, timezone.localdate()))


def _open() -> None:
    if not reads.public():
        raise Http404
