"""Logins of members: made and closed by the office."""

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.errors import AccessRefused
from vivaio_core.access.models import User
from vivaio_core.access.services.sessions import end_sessions
from vivaio_core.people.models import Party
from vivaio_core.trail.services import record


def create_member_login(*, party: Party, actor: User | None, email: str = "") -> User:
    """Make the login of `party` with `email` or its own address, opened by e-mail codes only. `actor` None means the system itself.

    Raises AccessRefused for an organisation (who represents it acts for it), without an address, with one that opens another login, or when
    the party already has a login; PermissionDenied when the actor may not change people.
    """
    if actor is not None and not actor.has_perm("people.change_party"):
        raise PermissionDenied
    address = (email or party.email).strip().lower()
    with transaction.atomic():
        locked = Party.objects.select_for_update().get(pk=party.pk)
        if locked.kind == Party.Kind.ORGANISATION:
            raise AccessRefused(_("An organisation does not enter by itself: write down who represents it, and open the area to that person."))
        if locked.login_id:
            raise AccessRefused(_("%(name)s already has a login.") % {"name": locked.display_name})
        if not address:
            raise AccessRefused(_("%(name)s has no e-mail address: write one first.") % {"name": locked.display_name})
        if User.objects.filter(email__iexact=address).exists() or EmailAddress.objects.filter(email__iexact=address).exists():
            raise AccessRefused(_("The address %(email)s already opens another login: use one of their own.") % {"email": address})
        user = User.objects.create_user(address, first_name=locked.first_name, last_name=locked.last_name)
        # Unverified: the first code that arrives there proves it.
        EmailAddress.objects.create(user=user, email=address, primary=True, verified=False)
        locked.login = user
        locked.save(update_fields=["login"])
        record(kind="access.create_login", actor=actor, subject=locked, target=f"access.User:{user.pk}")
    party.login = user
    return user


def close_login(*, user: User, actor: User, reason: str = "") -> None:
    """Close a login at once, with all its sessions. Raises PermissionDenied; AccessRefused for one's own login."""
    if not actor.has_perm("access.change_user" if user.is_staff else "people.change_party"):
        raise PermissionDenied
    if user.pk == actor.pk:
        raise AccessRefused(_("You cannot close your own login: ask a colleague."))
    with transaction.atomic():
        user.is_active = False
        user.save(update_fields=["is_active"])
        end_sessions(user=user)
        subject = Party.objects.filter(login=user).first()
        record(kind="access.close_login", actor=actor, subject=subject, target=f"access.User:{user.pk}", payload={"reason": reason})
