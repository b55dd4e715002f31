"""Accounts of a demonstration: known passwords, second factors that a page shows. Only where coop.toml says `demo = true`."""

import time
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from vivaio_core.access.errors import AccessRefused
from vivaio_core.access.models import User
from vivaio_core.access.roles import ADMINISTRATOR, OPERATOR, TITLES
from vivaio_core.access.services.member_login import create_member_login
from vivaio_core.access.services.staff import set_roles
from vivaio_core.people.models import Party
from vivaio_core.site.coop import coop

DOMAIN = "prova.example"
MEMBER_EMAIL = f"socio@{DOMAIN}"
STAFF = {OPERATOR: (f"operatore@{DOMAIN}", "Olga", "Ferri"), ADMINISTRATOR: (f"amministratore@{DOMAIN}", "Aldo", "Monti")}
PASSWORD = "pane-vino-e-luce-2026"  # noqa: S105 - known on purpose: access.E001 and E002 keep it off public sites
PERIOD = 30


@dataclass(frozen=True)
class DemoAccount:
    """How somebody enters the demonstration; `password` and `code` are empty for members, whose code arrives by e-mail."""

    title: str
    email: str
    password: str = ""
    code: str = ""
    seconds_left: int = 0


def demo_accounts_exist() -> bool:
    """True while an account of the demonstration can still enter."""
    return User.objects.filter(email__endswith=f"@{DOMAIN}", is_active=True).exists()


def create_demo_accounts(*, member: Party) -> None:
    """Make the member's, the operator's and the administrator's login; a second run makes none.

    Raises AccessRefused where coop.toml does not ask for a demonstration.
    """
    if not coop().site.demo:
        raise AccessRefused(_("coop.toml does not ask for a demonstration."))
    with transaction.atomic():
        for role, (email, first_name, last_name) in STAFF.items():
            if not User.objects.filter(email=email).exists():
                _create_staff(role, email, first_name, last_name)
        if not User.objects.filter(email=MEMBER_EMAIL).exists():
            create_member_login(party=member, actor=None, email=MEMBER_EMAIL)


def _create_staff(role: str, email: str, first_name: str, last_name: str) -> None:
    user = User.objects.create_user(email, PASSWORD, first_name=first_name, last_name=last_name, is_superuser=role == ADMINISTRATOR)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    TOTP.activate(user, generate_totp_secret())
    set_roles(user=user, roles=[role], actor=None)


def remove_demo_accounts() -> int:
    """Close every account of the demonstration; return how many. Their acts stay in the trail."""
    return User.objects.filter(email__endswith=f"@{DOMAIN}", is_active=True).update(is_active=False)


def demo_codes() -> list[DemoAccount]:
    """The accounts as they can be used at this moment, staff with the code that their app would show. Nothing outside a demonstration."""
    if not coop().site.demo:
        return []
    now = int(time.time())
    accounts = []
    for role, (email, _first, _last) in STAFF.items():
        factor = Authenticator.objects.filter(user__email=email, type=Authenticator.Type.TOTP).first()
        if factor is not None:
            code = format_hotp_value(hotp_value(decrypt(factor.data["secret"]), now // PERIOD))
            accounts.append(DemoAccount(str(TITLES[role]), email, PASSWORD, code, PERIOD - now % PERIOD))
    if User.objects.filter(email=MEMBER_EMAIL).exists():
        accounts.insert(0, DemoAccount(str(_("Member")), MEMBER_EMAIL))
    return accounts
