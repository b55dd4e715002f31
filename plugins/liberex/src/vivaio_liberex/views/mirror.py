"""The mirror of an outside circuit for its participants: the balance there, the latest lines, and where one pays."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from vivaio_liberex.models.participants import Participant
from vivaio_liberex.selectors import circuit
from vivaio_liberex.selectors.mirror import latest_lines, outside_of

SHOWN = 20
View = Callable[..., HttpResponseBase]


def own_only(view: View) -> View:
    """A page of our own circuit: on a mirror nobody pays here, and the home says where."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if circuit.mirrored():
            messages.info(request, _("You pay and collect in the outside circuit: here you read what moved."))
            return redirect("liberex_area:home")
        return view(request, *args, **kwargs)

    return guarded


def outside_home(request: HttpRequest, participant: Participant) -> HttpResponse:
    """The home of a mirror."""
    account = outside_of(participant)
    lines = latest_lines(account, SHOWN) if account else []
    return render(request, "liberex/area/mirror.html", {"participant": participant, "outside": account, "lines": lines})
