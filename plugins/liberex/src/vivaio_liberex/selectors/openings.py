"""What each line of a file of opening balances would do, by the books as they are now.

A row is {line, code, name, account, cents, fault, known}: `fault` a sentence or empty, `known` True when exactly this balance is in the books
already. The other side of every balance is the account `apertura`.
"""

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from vivaio_core.ledger.api import move, open_account
from vivaio_core.ledger.models import Account, Book, Transfer
from vivaio_core.people.errors import Refused
from vivaio_liberex.codes import normalised
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.reading import Row
from vivaio_liberex.selectors import circuit
from vivaio_liberex.words import credits

NAMESPACE = UUID("a2b3f0de-5b0c-5f6e-9a44-0b6d7c2f1e90")
Found = dict[str, Any]


def judged(rows: list[Row]) -> list[Found]:
    """The lines of a file."""
    members, seen, found = _parties(), set[str](), []
    for row in rows:
        try:
            cents = row.cents("amount")
        except Refused as refusal:
            found.append(_row(row.number, row.cells["code"], None, None, _("Balance: %(why)s") % {"why": refusal}, False))
            continue
        found.append(_judge(row.number, row.cells["code"], cents, members, seen))
    return found


def judged_again(rows: list[Found]) -> list[Found]:
    """Lines judged before, as the books are now; one whose amount could not be read stays at fault."""
    members, seen = _parties(), set[str]()
    return [one if one["cents"] is None else _judge(one["line"], one["code"], one["cents"], members, seen) for one in rows]


def drafts(rows: list[Found], on: date) -> list[Transfer]:
    """One movement for each balance, against `apertura`."""
    book = circuit.book()
    other = open_account(book=book, code="apertura", kind="system", floor=None)
    accounts = {one.pk: one for one in Account.objects.filter(pk__in=[row["account"] for row in rows])}
    made = []
    for row in rows:
        own, key = accounts[row["account"]], key_of(book, accounts[row["account"]])
        payer, payee = (other, own) if row["cents"] > 0 else (own, other)
        made.append(move(payer, payee, abs(row["cents"]), kind="opening", key=key, cause=f"liberex.Opening:{key}", value_on=on))
    return made


def key_of(book: Book, account: Account) -> UUID:
    """An account has one opening balance, for ever."""
    return uuid5(NAMESPACE, f"{book.code}/{account.code}")


def _judge(line: int, code: str, cents: int, members: dict[str, Participant], seen: set[str]) -> Found:
    """What one line would do, by the books as they are now."""
    short = normalised(code)
    who = members.get(short)
    if who is None:
        return _row(line, code, None, cents, _("No participant has this code: correct it, or let them enter the circuit first."), False)
    if short in seen:
        return _row(line, code, who, cents, _("This participant stands in the file twice: keep one line."), False)
    seen.add(short)
    stored = Transfer.objects.filter(key=key_of(who.account.book, who.account)).values_list("payee", "amount").first()
    if stored is not None:
        same = (stored[1] if stored[0] == who.account_id else -stored[1]) == cents
        text = _("This account was opened with another balance already: correct it by a payment, not here.")
        return _row(line, code, who, cents, "" if same else text, same)
    return _row(line, code, who, cents, _beyond(who.account, cents), False)


def _beyond(account: Account, cents: int) -> str:
    floor, ceiling = account.floor, account.ceiling
    if account.state != Account.State.OPEN:
        return _("This account is suspended or closed.")
    if cents < 0 and floor is not None and account.balance - account.held_out + cents < floor:
        text = _("Today there are %(now)s: with this balance it would be beyond the credit line of %(line)s. Grant the line first.")
        return text % {"now": credits(account.balance), "line": credits(-floor)}
    if cents > 0 and ceiling is not None and account.balance + account.held_in + cents > ceiling:
        text = _("Today there are %(now)s: with this balance it would be beyond the highest one, %(sum)s.")
        return text % {"now": credits(account.balance), "sum": credits(ceiling)}
    return ""


def _row(line: int, code: str, who: Participant | None, cents: int | None, fault: str, known: bool) -> Found:
    name, account = (who.shown_as, who.account.pk) if who else ("", None)
    return {"line": line, "code": code[:60], "name": name, "account": account, "cents": cents, "fault": fault, "known": known}


def _parties() -> dict[str, Participant]:
    """By the circuit's own code, each with its account of the book in use."""
    rows = Participant.objects.select_related("account__book").exclude(state=Participant.State.CLOSED)
    return {one.code: one for one in circuit.with_account(rows, circuit.book())}
