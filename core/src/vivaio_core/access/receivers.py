"""What happens beside a sign-in: the session's clock, the record of the second factor, a line in the log (ASVS 16.3.1)."""

import logging
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from vivaio_core.access.middleware import SEEN, STARTED
from vivaio_core.access.models import User
from vivaio_core.site.proxies import remember_hops
from vivaio_core.trail.services import record

logger = logging.getLogger("vivaio.access")


@receiver(user_logged_in)
def start_clock(request: HttpRequest, user: User, **_: Any) -> None:
    """A session's absolute age counts from here."""
    now = timezone.now().timestamp()
    request.session[STARTED] = request.session[SEEN] = now
    remember_hops(request)
    logger.info("signed in: user %s", user.pk)


@receiver(user_logged_out)
def log_sign_out(user: User | None, **_: Any) -> None:
    """Write the end of a session to the log."""
    logger.info("signed out: user %s", user.pk if user else "-")


@receiver(user_login_failed)
def log_failure(**_: Any) -> None:
    """Write a wrong password to the log, never the address or the password."""
    logger.warning("sign-in failed: wrong address or password")


@receiver(authentication_failed)
def log_wrong_code(user: User, **_: Any) -> None:
    """Write a wrong second factor to the log."""
    logger.warning("sign-in failed: wrong second factor of user %s", user.pk)


@receiver(authenticator_added)
def note_second_factor(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """Who has just proved the app by its first code has given a second factor in this session."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
        record(kind="access.second_factor_on", actor=user, target=f"access.User:{user.pk}")


@receiver(authenticator_removed)
def note_removal(user: User, authenticator: Authenticator, **_: Any) -> None:
    """Staff cannot be without: the next request leads them to enrol again."""
    if authenticator.type == Authenticator.Type.TOTP:
        record(kind="access.second_factor_off", actor=user, target=f"access.User:{user.pk}")
