"""Who pays, what is owed and who records it, for the tests of payments."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bank_files import IBAN, camt, statement, sum_of

from vivaio_core.access.models import User
from vivaio_core.access.services.staff import set_roles
from vivaio_core.access.services.sync_roles import sync_roles
from vivaio_core.ledger.api import check
from vivaio_core.payments.facts import payment_reopened, payment_settled
from vivaio_core.payments.models.accounts import CollectionAccount
from vivaio_core.payments.models.bank import BankLine
from vivaio_core.payments.models.charges import Charge, Receipt
from vivaio_core.payments.selectors.soundness import faults
from vivaio_core.payments.services.bring_statement import bring_statement
from vivaio_core.payments.services.raise_charge import raise_charge
from vivaio_core.payments.services.record_receipt import record_receipt
from vivaio_core.payments.services.set_account import set_account
from vivaio_core.people.models import Party
from vivaio_core.people.services import register_party

ON = date(2026, 3, 10)


@pytest.fixture
def anna(db: None) -> Party:
    return register_party(first_name="Anna", last_name="Bassi", email="anna@prova.example", actor=None)


@pytest.fixture
def bruno(db: None) -> Party:
    return register_party(first_name="Bruno", last_name="Cocchi", actor=None)


@pytest.fixture
def staff(db: None) -> Callable[[str], User]:
    """A person of the office by name, with the operator's role."""
    sync_roles()

    def made(name: str, role: str = "operator") -> User:
        user = User.objects.create_user(f"{name}@ufficio.example", first_name=name.title())
        set_roles(user=user, roles=[role], actor=None)
        return User.objects.get(pk=user.pk)

    return made


@pytest.fixture
def charge(anna: Party) -> Callable[..., Charge]:
    """Anna owes: `charge(10000)`."""

    def raised(amount: int = 10000, cause: str = "prova:1", **fields: Any) -> Charge:
        given = {"debtor": anna, "title": "Corso di cucina", "due_on": date(2026, 3, 31), "on": ON, "actor": None}
        return raise_charge(amount=amount, cause=cause, **{**given, **fields})

    return raised


@pytest.fixture
def paid(db: None) -> Callable[..., Receipt]:
    """Money in by bank transfer: `paid(10000, charge=…)`."""

    def recorded(amount: int, **fields: Any) -> Receipt:
        return record_receipt(amount=amount, **{"method": "bank_transfer", "received_on": ON, "value_on": ON, "actor": None, **fields})

    return recorded


@pytest.fixture
def told(db: None) -> Any:
    """The facts sent, in order."""
    heard: list[Any] = []

    def listen(fact: Any, **_rest: Any) -> None:
        heard.append(fact)

    payment_settled.connect(listen)
    payment_reopened.connect(listen)
    yield heard
    payment_settled.disconnect(listen)
    payment_reopened.disconnect(listen)


@pytest.fixture(autouse=True)
def sound_books(request: pytest.FixtureRequest) -> Any:
    """Whatever a test does, the books are sound at its end and agree with the allocations, unless it breaks them on purpose."""
    looked_at = "db" in request.fixturenames and not request.node.get_closest_marker("broken_books")
    if looked_at:
        request.getfixturevalue("db")
    yield
    if looked_at:
        assert check() == []
        assert faults() == []


@pytest.fixture
def account(db: None) -> CollectionAccount:
    """Where the files of the bank say that money came in."""
    return set_account(holder="Insieme", iban=IBAN, valid_from=date(2020, 1, 1), actor=None)


@pytest.fixture
def brought(account: CollectionAccount) -> Callable[..., list[BankLine]]:
    """`brought(entry("10.00"), …)`: the lines of a CAMT.053 that is brought in."""

    def bring(*entries: Any) -> list[BankLine]:
        content = camt(statement(*entries, opening="0.00", closing=sum_of(*entries)))
        return list(bring_statement(content=content, file_name="marzo.xml", actor=None)[0].lines.order_by("pk"))

    return bring
