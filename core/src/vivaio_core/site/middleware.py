"""Outermost middleware: headers of every answer, and a page in Italian while the database is away (platform P24)."""

import sys
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from vivaio_core.site.coop import coop
from vivaio_core.site.settings.read import setting

_database_away: ContextVar[bool] = ContextVar("database_away", default=False)


class Guard:
    """Turns the failure of a request whose database did not answer into a 503 that needs no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        token = _database_away.set(False)
        try:
            response = self.get_response(request)
            if response.status_code == 500 and _database_away.get():
                response = away()
        finally:
            _database_away.reset(token)
        response.headers.setdefault("Permissions-Policy", setting("PERMISSIONS_POLICY"))
        return response


@receiver(got_request_exception)
def notice(**_: Any) -> None:
    """Remember why the request failed; Django has only the exception in flight to tell."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        _database_away.set(True)


def away() -> HttpResponse:
    """The page of a site whose database does not answer; rendered without request, session or query."""
    response = HttpResponse(render_to_string("503.html", {"coop": coop()}), status=503)
    response["Retry-After"] = "30"
    response["Cache-Control"] = "no-store"
    return response
