"""Writes to who has been invited: a colleague, one who lost the telephone, the first administrator."""

from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.access.selectors import first_link_sent
from vivaio_core.access.services.staff import forget_second_factor, invite
from vivaio_core.site.coop import coop
from vivaio_core.site.mail import mail_server, send_later
from vivaio_core.site.settings.read import setting


def invitation_path(token: str) -> str:
    """The address of a one-time link on this site."""
    return reverse("access_invitation", args=[token])


def welcome(*, user: User, actor: User | None) -> str:
    """Invite `user` and send the link by e-mail; return its token. Raises PermissionDenied."""
    token = invite(user=user, actor=actor)
    _write(user.email, "access/email/invitation_message.txt", token, user)
    return token


def welcome_back(*, user: User, actor: User) -> str:
    """Take a lost second factor away and send a new link; return its token. Raises PermissionDenied, AccessRefused for oneself."""
    with transaction.atomic():
        token = forget_second_factor(user=user, actor=actor)
        _write(user.email, "access/email/second_factor_lost_message.txt", token, user)
    return token


def welcome_first() -> str:
    """Send the first administrator named in coop.toml a link of his own; return his address, or nothing when no letter went out.

    A site without mail server or public host name sends none: the start prints a link anyway. While the link sent can be used no other is.
    """
    address = coop().site.administrator.lower()
    if not address or not coop().site.host or not mail_server() or first_link_sent(address, timezone.now()):
        return ""
    with transaction.atomic():
        _write(address, "access/email/first_invitation_message.txt", invite(user=None, actor=None, sent_to=address), None)
    return address


def _write(to: str, template: str, token: str, user: User | None) -> None:
    url, hours = setting("WAGTAILADMIN_BASE_URL") + invitation_path(token), setting("ACCESS_INVITATION_HOURS")
    text = render_to_string(template, {"user": user, "url": url, "coop": coop(), "hours": hours})
    subject = _("Your entrance to the office")
    send_later(to=to, subject=f"{coop().cooperative.name}: {subject}", text=text)
