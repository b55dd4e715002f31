"""How allauth behaves here: who may enter by which door, and how its mail goes out."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.account.utils import user_email
from allauth.core import context
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.access.selectors import proved_within, works_in_office
from vivaio_core.site.coop import coop
from vivaio_core.site.mail import send_later

logger = logging.getLogger("vivaio.access")
# What somebody is waiting for at this moment does not wait for the worker.
AT_ONCE = {
    "account/email/login_code",
    "account/email/email_confirmation",
    "account/email/unknown_account",
    "account/email/password_reset_key",
    "access/email/use_password",
    "access/email/use_code",
}


class Adapter(DefaultAccountAdapter):
    """Members enter by an e-mail code, staff by password and second factor; nobody signs up by himself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Logins are made by the office."""
        return False

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Nobody types twice what he has just typed: signing in counts as proof for as long as proving again would."""
        required = bool(super().is_reauthentication_required(app=app, **options))
        return required and not (context.request is not None and proved_within(context.request, REAUTHENTICATION_TIMEOUT))

    def pre_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse | None:
        """Turn away who came by the wrong door, whatever form let them through."""
        refused = super().pre_login(request, user, **options)
        if refused:
            return refused  # type: ignore[no-any-return]
        records = get_authentication_records(request, user)
        method = records[-1]["method"] if records else ""
        if works_in_office(user) and method == "code":
            clear_login(request)
            messages.error(request, _("Who works in the office enters with a password and a second factor."))
            return redirect("account_login")
        if not works_in_office(user) and method == "password":
            clear_login(request)
            messages.error(request, _("You need no password: ask for a code by e-mail."))
            return redirect("account_request_login_code")
        return None

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Members have no password to choose: tell them how they enter."""
        template = "account/email/password_reset_key" if works_in_office(user) else "access/email/use_code"
        self.send_mail(template, email, context)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Codes go out at once, and a mail server that is down becomes a clear message; notices are left to the worker."""
        prefix = self._prefix(template_prefix, email)
        message = self.render_mail(prefix, email, {"request": self.request, "email": email, "coop": coop(), **context})
        if prefix not in AT_ONCE:
            send_later(to=email, subject=message.subject, text=message.body)
            return
        try:
            message.send()
        except OSError:
            logger.exception("mail not sent: %s", prefix)
            self._tell_mail_failed()

    def _prefix(self, prefix: str, email: str) -> str:
        # Staff who ask for a code get the same page as everybody, and a letter that says which door is theirs.
        if prefix == "account/email/unknown_account" and User.objects.filter(email__iexact=email, is_active=True, is_staff=True).exists():
            return "access/email/use_password"
        return prefix

    def _tell_mail_failed(self) -> None:
        phone = coop().contact.phone
        text = _("The e-mail could not be sent. Try again in a few minutes.")
        if phone:
            text = _("The e-mail could not be sent. Try again in a few minutes, or call %(phone)s.") % {"phone": phone}
        if context.request is not None:
            messages.error(context.request, text)


def primary_email(user: User) -> str:
    """The address that allauth writes to."""
    return str(user_email(user) or "")
