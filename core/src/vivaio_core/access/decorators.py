"""Who may enter a view."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vivaio_core.access.acting import acting_in, lost_in_words
from vivaio_core.access.selectors import has_second_factor, seconds_since_sign_in, works_in_office

View = Callable[..., HttpResponseBase]
FRESH_SECONDS = 600


def member_required(view: View) -> View:
    """Let in who is signed in and linked to a person or organisation.

    The view finds who acts in `request.party`: the person, or the organisation that they chose and still represent (`request.acting`).
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        acting = acting_in(request)
        if acting is None:
            return render(request, "access/no_party.html", status=403)
        if acting.lost:
            # Nothing of this request is done: it was meant for somebody else.
            messages.warning(request, lost_in_words(request))
            return redirect("area:home")
        request.party, request.acting = acting.party, acting  # type: ignore[attr-defined]
        request.user.represented = acting.represented
        return view(request, *args, **kwargs)

    return guarded


def staff_required(view: View) -> View:
    """Let in who works in the office (the second factor is asked for all of them before any view)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not works_in_office(request.user):
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        return view(request, *args, **kwargs)

    return guarded


def fresh_sign_in_required(view: View) -> View:
    """Before an act that matters (e-mail, IBAN, vote), a member who signed in long ago asks for a new code.

    allauth asks those who have a password or a second factor; who has only the e-mail code proves the mailbox again.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        code_only = user.is_authenticated and not user.has_usable_password() and not has_second_factor(user)
        if code_only and seconds_since_sign_in(request) > FRESH_SECONDS:
            get_adapter().logout(request)
            messages.info(request, _("For your safety, please ask for a new code before you go on."))
            return redirect(f"{reverse('account_request_login_code')}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return guarded
