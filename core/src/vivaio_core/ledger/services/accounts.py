"""Books and accounts: opened here, limited, suspended, closed. Acts of people go to the trail, transfers do not (ledger L16)."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.ledger.amounts import minor_units, written
from vivaio_core.ledger.errors import Refused
from vivaio_core.ledger.models import Account, Book
from vivaio_core.ledger.owners import party_of
from vivaio_core.people.errors import allow
from vivaio_core.trail.services import record

CODE = re.compile(r"[A-Za-z0-9:._-]{1,64}")
State = Account.State
CHANGE = "ledger.change_account"


def open_book(*, code: str, unit: str, scale: int = 2) -> Book:
    """The book of that code, made when it is not there. Raises ValueError for a code that cannot be, or another unit than it has."""
    _known_code(code)
    book, _made = Book.objects.get_or_create(code=code, defaults={"unit": unit, "scale": scale})
    if (book.unit, book.scale) != (unit, scale):
        raise ValueError(f"the book {code} is in {book.unit} with {book.scale} digits")
    return book


def open_account(*, book: Book, code: str, kind: str = "member", owner: str = "", floor: int | None = 0, ceiling: int | None = None) -> Account:
    """The account of that code in the book, made when it is not there; one that stands keeps its limits.

    Raises ValueError when the code cannot be or belongs to another owner or kind; Refused `amount` for limits that are no minor units.
    """
    _known_code(code)
    _known_limits(floor, ceiling)
    wanted: dict[str, Any] = {"kind": Account.Kind(kind), "owner": owner}
    with transaction.atomic():
        account, _made = Account.objects.get_or_create(book=book, code=code, defaults={**wanted, "floor": floor, "ceiling": ceiling})
        if (account.kind, account.owner) != (kind, owner):
            raise ValueError(f"the account {code} of {book.code} belongs to {account.owner or account.kind}")
        # Read back: what the database writes is on no new object.
        return Account.objects.select_related("book").get(pk=account.pk)


def open_accounts(*, book: Book, owners: Mapping[str, str]) -> dict[str, Account]:
    """The accounts of those codes, owner by code, of members who may not go below zero; missing ones are made. A few statements for each 500.

    Raises ValueError when a code cannot be or belongs to another owner.
    """
    for code in owners:
        _known_code(code)
    found = _by_code(book, owners)
    missing = [Account(book=book, code=code, owner=owner) for code, owner in owners.items() if code not in found]
    if missing:
        try:
            with transaction.atomic():
                Account.objects.bulk_create(missing, batch_size=500)
        except IntegrityError:
            # Somebody opened one of them meanwhile: one by one, each is taken as it stands.
            for account in missing:
                open_account(book=book, code=account.code, owner=account.owner)
        found = _by_code(book, owners)
    for code, account in found.items():
        if account.owner != owners[code]:
            raise ValueError(f"the account {code} of {book.code} belongs to {account.owner or account.kind}")
    return found


def _by_code(book: Book, codes: Iterable[str]) -> dict[str, Account]:
    """In parts, as some databases take only so many parameters."""
    rest, found = list(codes), {}
    for start in range(0, len(rest), 500):
        found.update({row.code: row for row in Account.objects.filter(book=book, code__in=rest[start : start + 500])})
    return found


def set_limits(*, account: Account, floor: int | None, ceiling: int | None, reason: str, actor: User | None) -> Account:
    """New limits; they may be narrower than the present position, which may then only get better (ledger L3).

    Raises PermissionDenied; Refused `closed`, `amount`, `ceiling` when the ceiling would lie below the floor.
    """
    _known_limits(floor, ceiling)
    return _change(account, "ledger.limits", {"floor": floor, "ceiling": ceiling}, reason, actor)


def freeze(*, account: Account, reason: str, actor: User | None) -> Account:
    """Suspend: no move and no hold in either direction; holds made before still settle (ledger L9). Raises PermissionDenied, Refused `closed`."""
    return _change(account, "ledger.freeze", {"state": State.FROZEN}, reason, actor)


def unfreeze(*, account: Account, reason: str, actor: User | None) -> Account:
    """End a suspension. Raises PermissionDenied, Refused `closed`."""
    return _change(account, "ledger.unfreeze", {"state": State.OPEN}, reason, actor)


def close_account(*, account: Account, reason: str, actor: User | None) -> Account:
    """Close for ever an account with nothing on it and nothing reserved (ledger L9). Raises PermissionDenied, Refused `closed`."""
    return _change(account, "ledger.close", {"state": State.CLOSED}, reason, actor)


def _change(account: Account, act: str, values: dict[str, Any], reason: str, actor: User | None) -> Account:
    """Change the row under its lock and write the act; nothing happens twice."""
    allow(actor, CHANGE)
    with transaction.atomic():
        current = Account.objects.select_for_update(of=("self",)).select_related("book").get(pk=account.pk)
        before = {name: getattr(current, name) for name in values}
        if before == values:
            return current
        _allowed(current, values)
        for name, value in values.items():
            setattr(current, name, value)
        try:
            # A savepoint: the database may still refuse, for instance to close an account that was paid a moment ago.
            with transaction.atomic():
                Account.objects.filter(pk=current.pk).update(**values)
        except IntegrityError as error:
            raise Refused(
                "closed", _("The books do not take this change. Reload the page to see how the account stands."), None, current.pk
            ) from error
        payload = {"account": current.code, "book": current.book.code, "reason": reason, **_told(current, before, values)}
        record(kind=act, actor=actor, subject=party_of(current), target=f"ledger.Account:{current.pk}", payload=payload)
        return current


def _allowed(current: Account, values: dict[str, Any]) -> None:
    """Raises Refused."""
    if current.state == State.CLOSED:
        raise Refused("closed", _("The account %(account)s is closed. Choose another one.") % {"account": current.code}, None, current.pk)
    if values.get("state") == State.CLOSED and (current.balance or current.held_out or current.held_in):
        text = _("The account %(account)s still holds %(balance)s, or something is reserved on it. Bring it to zero first, then close it.")
        words = {"account": current.code, "balance": written(current.balance, current.book.unit, current.book.scale)}
        raise Refused("closed", text % words, None, current.pk)


def _told(current: Account, before: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Limits before and after, as people read them; nothing for the other acts."""
    if "floor" not in values:
        return {}

    def words(limit: int | None) -> str:
        return "" if limit is None else written(limit, current.book.unit, current.book.scale)

    return {
        **{f"{name}_before": words(before[name]) for name in values},
        **{f"{name}_after": words(values[name]) for name in values},
        "before": before,
        "after": values,
    }


def _known_code(code: str) -> None:
    if not CODE.fullmatch(code):
        raise ValueError(f"a code has letters, digits and : . _ -, at most 64: {code!r}")


def _known_limits(floor: int | None, ceiling: int | None) -> None:
    low, high = (None if limit is None else minor_units(limit) for limit in (floor, ceiling))
    if low is not None and high is not None and high < low:
        raise Refused("ceiling", _("The highest balance lies below the lowest one. Write a higher one."))
