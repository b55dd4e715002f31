"""People who sign in."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from doors import PASSWORD

from vivaio_core.access.models import User
from vivaio_core.access.services.member_login import create_member_login
from vivaio_core.people.models import Party


@pytest.fixture
def member(db: None) -> User:
    party = Party.objects.create(display_name="Anna Bruni", first_name="Anna", last_name="Bruni", email="anna@casa.example")
    return create_member_login(party=party, actor=None)


@pytest.fixture
def staff(db: None) -> User:
    """An administrator with password, address and app."""
    user = User.objects.create_superuser("ada@ufficio.example", PASSWORD, first_name="Ada", last_name="Neri")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    TOTP.activate(user, generate_totp_secret())
    return user
