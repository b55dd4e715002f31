"""What the public pages share: the limits of tries, the refusals in their field, pages that no cache keeps."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal.ratelimit import consume
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vivaio_core.admission.models.application import Application
from vivaio_core.admission.selectors import by_status_token
from vivaio_core.contract.errors import ContractError

# Per address and per application. Fifteen people in one room share an address, as at sign-in.
RATES = {
    "begin": "60/h/ip",
    "confirm": "60/h/ip,3/m/key,10/h/key",
    "sponsor": "60/h/ip,10/h/key",
    "answer": "60/h/ip",
}
View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """A page behind a secret link: read or sent, kept by no cache, found by no search engine."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return require_http_methods(["GET", "HEAD", "POST"])(never_cache(guarded))


def allowed(request: HttpRequest, action: str, key: str = "") -> bool:
    """Count one try of `action`; False once there were too many. Only what is sent counts, never a look."""
    return consume(request, app="vivaio_core.admission", action=action, config=RATES, key=key or "-") is not None


def too_many(form: forms.Form) -> int:
    """Say so in the form; return the status of the answer."""
    form.add_error(None, _("Too many tries. Wait a few minutes, or call us."))
    return 429


def refuse(form: forms.Form, refusal: ContractError, names: dict[str, str] | None = None) -> None:
    """Put a service's refusal where the person can mend it; `names` maps the service's fields to the form's."""
    field = getattr(refusal, "field", "")
    field = (names or {}).get(field, field)
    form.add_error(field if field in form.fields else None, str(refusal))


def found(token: str) -> Application:
    """The application of a status link. Raises Http404."""
    application = by_status_token(token)
    if application is None:
        raise Http404
    return application


def gone(request: HttpRequest, reason: str) -> HttpResponse:
    """A link that was used or is too old, in words."""
    return render(request, "admission/gone.html", {"reason": reason}, status=410)
