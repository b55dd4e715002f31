"""Logins. A login is not a party: deleting one never deletes a person (people P1)."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from vivaio_core.people.models import Party


class UserManager(BaseUserManager["User"]):
    """Creates users by e-mail, folded to lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A login; without password only the e-mail code opens it. Raises ValueError without an e-mail."""
        if not email:
            raise ValueError("e-mail missing")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An administrator of everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Case-insensitive look-up."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A login, known by its e-mail."""

    email = models.EmailField(_("e-mail"), unique=True)
    first_name = models.CharField(_("first name"), max_length=150, blank=True)
    last_name = models.CharField(_("last name"), max_length=150, blank=True)
    is_staff = models.BooleanField(_("works in the office"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("created"), default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    # The organisation for which this login acts in the present request; never stored (see access.acting).
    represented: "Party | None" = None

    class Meta:
        verbose_name = _("login")
        verbose_name_plural = _("logins")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_folded_unique")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        """First and last name, as far as known."""
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        """The first name or, without one, the e-mail."""
        return self.first_name or self.email


class Invitation(models.Model):
    """A one-time link that leads a colleague to a password and a second factor.

    Only the SHA-256 of its token is kept. Without a `user` it makes the first administrator; `sent_to` is the address that got that link.
    """

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="invitations", verbose_name=_("login"))
    sent_to = models.EmailField(_("sent to"), blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    used_at = models.DateTimeField(_("used"), null=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.user or ''} {self.expires_at:%Y-%m-%d}".strip()
