"""Stands behind sign-in: how long a session lives, the second factor of staff, nothing private in any cache."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from vivaio_core.access.models import User
from vivaio_core.access.selectors import has_second_factor, session_has_second_factor, works_in_office
from vivaio_core.site.settings.read import setting

STARTED, SEEN = "access.started", "access.seen"
SEEN_EVERY = 120
PRIVATE = ("/accesso/", "/area/", "/ufficio/", "/posta-di-prova/")
# Where somebody without a second factor may go: to make one, to prove who he is, or away.
ENROLMENT = ("mfa_index", "mfa_activate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes", "mfa_reauthenticate", "account_logout")
ENROLMENT_ALWAYS = ("account_set_password", "account_reauthenticate", "account_email_verification_sent", "account_reset_password")


class Doorkeeper:
    """One look at each request that carries a session; anonymous visitors cost nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or send its author where he can prove who he is."""
        carries_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        response = (self._stop(request) if carries_session else None) or self.get_response(request)
        if carries_session or request.path.startswith(PRIVATE):
            # Cleared on logout as well: the answer to it is private, too.
            response["Cache-Control"] = "no-store, private"
        return response

    def _stop(self, request: HttpRequest) -> HttpResponse | None:
        if SESSION_KEY not in request.session or not request.user.is_authenticated:
            return None
        office = works_in_office(request.user)
        if self._too_old(request, "staff" if office else "member"):
            logout(request)
            return None
        return self._second_factor(request, request.user) if office else None

    def _too_old(self, request: HttpRequest, kind: str) -> bool:
        idle, absolute = setting("ACCESS_SESSION_LIMITS")[kind]
        now = timezone.now().timestamp()
        started = request.session.setdefault(STARTED, now)
        seen = request.session.setdefault(SEEN, now)
        if now - started > absolute.total_seconds() or now - seen > idle.total_seconds():
            return True
        if now - seen > SEEN_EVERY:
            request.session[SEEN] = now
        return False

    def _second_factor(self, request: HttpRequest, user: User) -> HttpResponse | None:
        if request.path in {reverse(name) for name in ENROLMENT_ALWAYS}:
            return None
        if not user.has_usable_password():
            return redirect("account_set_password")
        if request.path in {reverse(name) for name in ENROLMENT}:
            return None
        if not has_second_factor(user):
            return redirect("mfa_activate_totp")
        if not session_has_second_factor(request):
            return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")
        return None
