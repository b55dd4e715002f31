"""The cooperative's texts, for everybody, without signing in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vivaio_core.documents import selectors
from vivaio_core.documents.models import DocumentVersion
from vivaio_core.documents.reading import as_page


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """All public documents with the version in force; one query."""
    return render(request, "documents/list.html", {"documents": selectors.living_documents(timezone.localdate(), public_only=True)})


@require_safe
def current(request: HttpRequest, code: str) -> HttpResponse:
    """The version in force."""
    versions = _public(code)
    return _page(request, versions, selectors.now_among(versions, timezone.localdate()))


@require_safe
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One version, past, present or to come."""
    versions = _public(code)
    return _page(request, versions, next((one for one in versions if one.number == number), None))


@require_safe
def exact(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The very bytes whose fingerprint is shown, so that anybody can check it."""
    found = get_object_or_404(selectors.published(code), number=number, document__public=True)
    return HttpResponse(found.text.encode(), content_type="text/plain; charset=utf-8")


def _public(code: str) -> list[DocumentVersion]:
    return list(selectors.published(code).filter(document__public=True))


def _page(request: HttpRequest, versions: list[DocumentVersion], shown: DocumentVersion | None) -> HttpResponse:
    if shown is None:
        raise Http404
    on = timezone.localdate()
    context = {
        "document": shown.document,
        "version": shown,
        "text": as_page(shown.text),
        "versions": versions,
        "now": selectors.now_among(versions, on),
        "on": on,
    }
    return render(request, "documents/document.html", context)
