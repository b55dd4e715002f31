"""From what the database said to a sentence for people (ledger L17)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from vivaio_core.ledger.amounts import written
from vivaio_core.ledger.errors import KeyReused, Refused
from vivaio_core.ledger.models import Account, Transfer

_AGAIN = {"40001", "40P01"}
_RACED = ("ledger_settled_once", "ledger_reversed_once", "ledger_transfer_key")
_TOO_BIG, _CHECK = "22003", "23514"


@dataclass(frozen=True)
class Said:
    """The code of a refusal, the account at fault, and how many minor units are missing or too many."""

    code: str
    account: int | None = None
    short: int | None = None


def to_be_repeated(error: DatabaseError) -> bool:
    """True for a deadlock, a serialisation failure, and a unique index that ended a race: the second attempt finds the row that won."""
    cause = error.__cause__
    constraint = getattr(getattr(cause, "diag", None), "constraint_name", None) or ""
    return getattr(cause, "sqlstate", None) in _AGAIN or constraint.startswith(_RACED)


def said(error: DatabaseError, row: Transfer | None = None) -> Said | None:
    """What the guard said; None when the error is another one. `row` is the one that SQLite stopped at: the state it met is still there."""
    cause, text = error.__cause__, str(error)
    sqlstate = getattr(cause, "sqlstate", None)
    if sqlstate == _TOO_BIG or isinstance(cause, OverflowError):
        return Said("amount")
    if "ledger_two_accounts" in text:
        return Said("books")
    if "ledger_amount" in text:
        return Said("amount")
    if not text.startswith("ledger: "):
        return None
    code = text.splitlines()[0].removeprefix("ledger: ")
    if connection.vendor != "postgresql":
        return _met(code, row) if row else Said(code)
    detail = json.loads(getattr(getattr(cause, "diag", None), "message_detail", None) or "{}")
    return Said(code, detail.get("account"), detail.get("short"))


def refusal(words: Said, transfers: Sequence[Transfer], *, alone: bool) -> Exception:
    """The error to raise. What is missing is told for a single transfer only: in a group it would depend on the rows before."""
    if words.code == "key":
        return KeyReused(_reused(transfers))
    account = Account.objects.select_related("book").filter(pk=words.account).first() if words.account else None
    short = words.short if alone and words.code in ("floor", "ceiling") else None
    return Refused(words.code, _sentence(words.code, account, short), short, words.account)


def _met(code: str, row: Transfer) -> Said:
    """The account at fault and what is missing, read in the transaction that SQLite refused in."""
    both = Account.objects.in_bulk([row.payer_id, row.payee_id])
    payer, payee = both.get(row.payer_id), both.get(row.payee_id)
    if code == "floor" and payer and payer.floor is not None:
        return Said(code, payer.pk, payer.floor - (payer.balance - payer.held_out - row.amount))
    if code == "ceiling" and payee and payee.ceiling is not None:
        return Said(code, payee.pk, payee.balance + payee.held_in + row.amount - payee.ceiling)
    if code in ("frozen", "closed") and payer and payee:
        return Said(code, payer.pk if payer.state != Account.State.OPEN else payee.pk)
    return Said(code)


def _reused(transfers: Sequence[Transfer]) -> UUID:
    """The first key of the call that is stored with other content."""
    names = ("phase", "payer_id", "payee_id", "amount", "kind", "settles_id", "reverses_id")
    stored = Transfer.objects.in_bulk([row.key for row in transfers], field_name="key")
    different = [row.key for row in transfers if row.key in stored and any(getattr(row, n) != getattr(stored[row.key], n) for n in names)]
    return different[0] if different else transfers[0].key


def _sentence(code: str, account: Account | None, short: int | None) -> str:
    if code in ("floor", "ceiling") and account:
        return _limit(code, account, short)
    name = account.code if account else "—"
    return {
        "frozen": _("The account %(account)s is suspended: it neither pays nor receives. Call us, and we tell you why."),
        "closed": _("The account %(account)s is closed. Choose another one."),
        "books": _("Payer and payee must be two accounts of the same book. Choose another account."),
        "settlement": _("This reservation was settled already, or it is not the one you mean. Reload the page to see how it stands."),
        "expired": _("The time of this reservation is over: it can only be released. Make a new payment."),
        "reversal": _("This payment was returned already, or it cannot be returned. Make a new payment for the difference."),
        "amount": _("The amount is too large or not a whole number of cents. Write it again, for example 12,50."),
    }.get(code, _("The books do not take this payment. Nothing was paid: call whoever looks after the site.")) % {"account": name}


def _limit(code: str, account: Account, short: int | None) -> str:
    limit = account.floor if code == "floor" else account.ceiling
    words = {"account": account.code, "limit": written(limit or 0, account.book.unit, account.book.scale)}
    if short is None:
        if code == "floor":
            return _("With these payments together the account %(account)s would fall below %(limit)s. Pay less, or wait for an income.") % words
        return _("With these payments together the account %(account)s would rise above %(limit)s. Pay less, or wait until it spends.") % words
    words["short"] = written(short, account.book.unit, account.book.scale)
    if code == "floor":
        return _("The account %(account)s may go down to %(limit)s: %(short)s are missing. Pay less, or wait for an income.") % words
    return _("The account %(account)s may rise to %(limit)s: this is %(short)s too much. Pay less, or wait until it spends.") % words
