"""A book in cents with a few accounts, and how the tests look at them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from vivaio_core.ledger.api import Refused, check, open_account, open_book, post
from vivaio_core.ledger.models import Account, Book, Transfer


@pytest.fixture
def book(db: None) -> Book:
    return open_book(code="prova", unit="EUR")


@pytest.fixture
def account(book: Book) -> Callable[..., Account]:
    """Open an account: `account("anna", floor=-10000)`."""

    def opened(code: str, **fields: Any) -> Account:
        return open_account(**{"book": book, "code": code, **fields})

    return opened


@pytest.fixture
def anna(account: Callable[..., Account]) -> Account:
    """May go down to −100.00."""
    return account("anna", floor=-10000)


@pytest.fixture
def bruno(account: Callable[..., Account]) -> Account:
    """May go down to 0."""
    return account("bruno")


@pytest.fixture
def bank(account: Callable[..., Account]) -> Account:
    """Without limits."""
    return account("banca", kind="system", floor=None)


@pytest.fixture
def standing() -> Callable[[Account], tuple[int, int, int]]:
    """Balance, reserved going out, reserved coming in, as the database has them."""

    def read(account: Account) -> tuple[int, int, int]:
        return Account.objects.values_list("balance", "held_out", "held_in").get(pk=account.pk)

    return read


@pytest.fixture
def refused() -> Callable[..., Refused]:
    """Post what must be refused with the code; nothing may be stored, nobody's balance may move."""

    def attempt(code: str, *transfers: Transfer) -> Refused:
        before = (list(Account.objects.order_by("pk").values()), Transfer.objects.count())
        with pytest.raises(Refused) as caught:
            post(*transfers)
        assert caught.value.code == code
        assert str(caught.value)
        assert (list(Account.objects.order_by("pk").values()), Transfer.objects.count()) == before
        return caught.value

    return attempt


@pytest.fixture
def shut() -> Callable[..., None]:
    """Run raw SQL that the database must refuse."""

    def attempt(statement: str, *parameters: object) -> None:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)

    return attempt


@pytest.fixture(autouse=True)
def sound_books(request: pytest.FixtureRequest) -> Any:
    """Whatever a test does, the books are sound at its end, unless it breaks them on purpose."""
    yield
    if "db" in request.fixturenames and not request.node.get_closest_marker("broken_books"):
        assert check() == []
