"""One client per role, each entered as its owner enters."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from membership import admitted
from numbers_in_use import scatter_numbers
from office import enter_office

from vivaio_core.access.models import User
from vivaio_core.access.services.member_login import create_member_login
from vivaio_core.access.services.staff import set_roles
from vivaio_core.access.services.sync_roles import sync_roles
from vivaio_core.people.services import register_party

STAFF = ["operator", "board", "administrator"]


@dataclass
class Entered:
    """A client of one role; `client()` enters again when the last request ended the session."""

    enter: Callable[[Client], object]
    current: Client

    def client(self) -> Client:
        """The client, signed in."""
        if SESSION_KEY not in self.current.session:
            self.current = Client(raise_request_exception=False)
            self.enter(self.current)
        return self.current


@pytest.fixture
def entered(db: None) -> dict[str, Entered]:
    """Role → its client; an answer 500 comes back as an answer."""
    scatter_numbers()
    sync_roles()
    party = register_party(first_name="Ada", last_name="Bianchi", email="ada@prova.example", fiscal_code="BNCDAA80A41F257A", actor=None)
    admitted(party, date(2024, 1, 10))
    member = create_member_login(party=party, actor=None)
    found = {
        "public": Entered(lambda client: None, Client(raise_request_exception=False)),
        "member": Entered(lambda client: client.force_login(member), Client(raise_request_exception=False)),
    }
    for role in STAFF:
        user = User.objects.create_user(f"{role}@prova.example", first_name="Rita", last_name=role)
        set_roles(user=user, roles=[role], actor=None)
        fresh = User.objects.get(pk=user.pk)
        found[role] = Entered(lambda client, user=fresh: enter_office(client, user), Client(raise_request_exception=False))
    return found
