"""Who may enter the circuit's pages of the member area."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from vivaio_core.access.decorators import member_required
from vivaio_core.people.models import Party
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.selectors.participants import of

View = Callable[..., HttpResponseBase]


def participant_required(view: View) -> View:
    """Let in who is signed in and takes part: `request.participant` for the view. Others are led to the page that opens an account."""

    @member_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = of(party_of(request))
        if found is None:
            return redirect("liberex_area:join")
        request.participant = found  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return guarded


def party_of(request: HttpRequest) -> Party:
    """The party that `member_required` found."""
    party: Party = request.party  # type: ignore[attr-defined]
    return party


def participant_of(request: HttpRequest) -> Participant:
    """The participation that `participant_required` found."""
    found: Participant = request.participant  # type: ignore[attr-defined]
    return found
