"""Writes to a colleague who has been invited."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.access.services.staff import invite
from vivaio_core.site.coop import coop
from vivaio_core.site.mail import send_later
from vivaio_core.site.settings.read import setting


def invitation_path(token: str) -> str:
    """The address of a one-time link on this site."""
    return reverse("access_invitation", args=[token])


def welcome(*, user: User, actor: User | None) -> str:
    """Invite `user` and send the link by e-mail; return its token. Raises PermissionDenied."""
    token = invite(user=user, actor=actor)
    context = {
        "user": user,
        "url": setting("WAGTAILADMIN_BASE_URL") + invitation_path(token),
        "coop": coop(),
        "hours": setting("ACCESS_INVITATION_HOURS"),
    }
    text = render_to_string("access/email/invitation_message.txt", context)
    subject = _("Your entrance to the office")
    send_later(to=user.email, subject=f"{coop().cooperative.name}: {subject}", text=text)
    return token
