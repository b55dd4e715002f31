"""Logins of who works in the office: roles, invitations by one-time link, lost second factors."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.access.errors import AccessRefused
from vivaio_core.access.models import Invitation, User
from vivaio_core.access.roles import ADMINISTRATOR
from vivaio_core.access.selectors import administrators_exist, token_hash
from vivaio_core.access.services.sessions import end_sessions
from vivaio_core.site.settings.read import setting
from vivaio_core.trail.services import record


def may_change(actor: User, user: User | None) -> bool:
    """True when `actor` may change logins, and this one: nobody but a superuser touches a superuser."""
    return actor.has_perm("access.change_user") and (user is None or not user.is_superuser or actor.is_superuser)


def settle_staff(*, user: User) -> User:
    """Make `is_staff` say what roles say: somebody with a role, or a superuser, works in the office."""
    staff = user.is_superuser or user.groups.exists()
    if user.is_staff != staff:
        user.is_staff = staff
        user.save(update_fields=["is_staff"])
        end_sessions(user=user)
    return user


def set_roles(*, user: User, roles: Iterable[str], actor: User | None) -> User:
    """Give exactly these core roles. Raises PermissionDenied; `actor` None means the system itself."""
    if actor is not None and not may_change(actor, user):
        raise PermissionDenied
    names = sorted(set(roles))
    with transaction.atomic():
        user.groups.set(Group.objects.filter(name__in=names))
        settle_staff(user=user)
        record(kind="access.set_roles", actor=actor, target=f"access.User:{user.pk}", payload={"roles": names})
    return user


def invite(*, user: User | None, actor: User | None, sent_to: str = "") -> str:
    """Make a one-time link's token (256 bits, kept as a hash, 48 hours); earlier unused ones of the same person stop working.

    `user` None invites the first administrator: the link that a start prints leaves alone the one `sent_to` an address by e-mail.
    Raises PermissionDenied; AccessRefused when an administrator exists already.
    """
    if actor is not None and not may_change(actor, user):
        raise PermissionDenied
    if user is None and administrators_exist():
        raise AccessRefused(_("This site already has an administrator."))
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        Invitation.objects.filter(user=user, sent_to=sent_to, used_at__isnull=True).delete()
        expires = timezone.now() + timedelta(hours=setting("ACCESS_INVITATION_HOURS"))
        Invitation.objects.create(user=user, sent_to=sent_to, token_hash=token_hash(token), expires_at=expires)
        record(kind="access.invite", actor=actor, target=f"access.User:{user.pk}" if user else "")
    return token


def accept_invitation(*, token: str, email: str, first_name: str, last_name: str, password: str) -> User:
    """Use the link once: set the password of its user, or make the first administrator. Raises AccessRefused when it is used or old."""
    with transaction.atomic():
        now = timezone.now()
        invitation = Invitation.objects.select_for_update().filter(token_hash=token_hash(token), used_at__isnull=True, expires_at__gt=now).first()
        if invitation is None or (invitation.user is None and administrators_exist()):
            raise AccessRefused(_("This link has been used or is too old: ask for a new one."))
        user = invitation.user or User.objects.create_superuser(email)
        user.first_name, user.last_name = first_name, last_name
        user.set_password(password)
        user.save()
        if invitation.user is None:
            user.groups.add(*Group.objects.filter(name=ADMINISTRATOR))
        # Who holds the link was given it by somebody who answers for this address.
        EmailAddress.objects.update_or_create(user=user, email=user.email.lower(), defaults={"verified": True, "primary": True})
        Invitation.objects.filter(pk=invitation.pk).update(used_at=now, user=user)
        Invitation.objects.filter(user__isnull=True, used_at__isnull=True).delete()
        record(kind="access.accept_invitation", actor=user, target=f"access.User:{user.pk}")
    return user


def forget_second_factor(*, user: User, actor: User) -> str:
    """A lost telephone: drop the factor, end the sessions, return the token of a new invitation (ASVS 6.4.4).

    Raises PermissionDenied; AccessRefused for oneself, who has recovery codes.
    """
    if not may_change(actor, user):
        raise PermissionDenied
    if user.pk == actor.pk:
        raise AccessRefused(_("You cannot do this for yourself: use a recovery code, or ask a colleague."))
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        user.set_unusable_password()
        user.save(update_fields=["password"])
        end_sessions(user=user)
        record(kind="access.forget_second_factor", actor=actor, target=f"access.User:{user.pk}")
        return invite(user=user, actor=actor)


def change_address(*, user: User, email: str) -> None:
    """Keep allauth's address equal to the login's, unverified until a code proves it."""
    EmailAddress.objects.filter(user=user).exclude(email__iexact=email).delete()
    EmailAddress.objects.get_or_create(user=user, email=email.lower(), defaults={"primary": True, "verified": False})
