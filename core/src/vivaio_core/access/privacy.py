"""What the room `access` holds about somebody: the login, its sessions, its proofs (people P29)."""

from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.models import ModelLogEntry

from vivaio_core.access.models import Invitation, User
from vivaio_core.access.selectors import has_second_factor, works_in_office
from vivaio_core.access.services.sessions import end_sessions
from vivaio_core.people.models import Party
from vivaio_core.site.erasure import DataClass, Disposal, Plan

LOGIN = "access.login"
WORDS = (
    *(gettext_noop("login"), gettext_noop("e-mail"), gettext_noop("created on"), gettext_noop("last entrance"), gettext_noop("second factor")),
    *(gettext_noop("sessions"), gettext_noop("first seen"), gettext_noop("last seen"), gettext_noop("network address"), gettext_noop("device")),
)


def disclosed(party: Party) -> dict[str, Any]:
    """The login and the sessions it has open, with the address and the device they came from."""
    user = party.login
    if user is None:
        return {}
    rows = UserSession.objects.filter(user=user).order_by("-last_seen_at")
    return {
        "login": {
            "e-mail": user.email,
            "created_on": _day(user.date_joined),
            "last_entrance": _day(user.last_login),
            "second_factor": has_second_factor(user),
        },
        "sessions": [
            {"first_seen": _day(row.created_at), "last_seen": _day(row.last_seen_at), "network_address": row.ip, "device": row.user_agent}
            for row in rows
        ],
    }


def held(party: Party, on: date) -> list[DataClass]:
    """The login; one that works in the office is a bond in force."""
    user = party.login
    works = user is not None and works_in_office(user)
    ground = _("Works in the office: take the role away first.") if works else ""
    return [DataClass(LOGIN, _("Login and open sessions"), int(user is not None), Disposal.PSEUDONYMISE, ground, in_force=works)]


def forget(party: Party, plan: Plan) -> None:
    """Close the login for ever and take its address away; the row stays, because acts of the past point at it."""
    user = party.login
    if user is None or plan.action(LOGIN) == Disposal.KEEP:
        return
    end_sessions(user=user)
    _end_other_sessions(user)
    for model in (EmailAddress, Authenticator, Invitation):
        model.objects.filter(user=user).delete()
    ModelLogEntry.objects.filter(content_type__app_label="access", object_id=str(user.pk)).update(label="—")
    user.email, user.first_name, user.last_name, user.is_active = f"erased-{user.pk}@invalid.invalid", "", "", False
    user.set_unusable_password()
    user.save()


def _end_other_sessions(user: User) -> None:
    """Sessions that nobody listed: the address stands inside them."""
    gone = [row.pk for row in Session.objects.iterator() if row.get_decoded().get("_auth_user_id") == str(user.pk)]
    Session.objects.filter(pk__in=gone).delete()


def _day(value: Any) -> str | None:
    return timezone.localtime(value).date().isoformat() if value else None
