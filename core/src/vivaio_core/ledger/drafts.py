"""Transfers before they are posted. A builder writes nothing: `post` does.

`key` makes a payment repeatable (ledger L6): jobs derive theirs with uuid5 from what they pay. `cause` points at the caller's own record, which
holds names and words (L15). `value_on` is today when not given.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from vivaio_core.ledger.amounts import paid
from vivaio_core.ledger.errors import Refused
from vivaio_core.ledger.kinds import known
from vivaio_core.ledger.models import Account, Transfer

Phase = Transfer.Phase
# What the database writes: named only to spare Django the making of its defaults.
_WRITTEN_LATER: dict[str, Any] = {"at": None, "payer_balance": 0, "payee_balance": 0, "payer_seq": 0, "payee_seq": 0}


def move(
    payer: Account, payee: Account, amount: int, *, kind: str, key: UUID | None = None, cause: str = "", value_on: date | None = None
) -> Transfer:
    """Money that passes at once, in minor units. Raises Refused `amount`."""
    return _draft(key, phase=Phase.MOVE, payer_id=payer.pk, payee_id=payee.pk, amount=paid(amount), kind=known(kind), cause=cause, value_on=value_on)


def hold(
    payer: Account,
    payee: Account,
    amount: int,
    *,
    kind: str,
    key: UUID | None = None,
    cause: str = "",
    value_on: date | None = None,
    expires: datetime | None = None,
) -> Transfer:
    """Money reserved for the payee until it is settled or voided; after `expires` it can only be voided (ledger L5). Raises Refused `amount`."""
    fields = {"payer_id": payer.pk, "payee_id": payee.pk, "amount": paid(amount), "kind": known(kind)}
    return _draft(key, phase=Phase.HOLD, **fields, cause=cause, value_on=value_on, expires=expires)


def settle(held: Transfer | UUID, amount: int | None = None, *, key: UUID | None = None, cause: str = "", value_on: date | None = None) -> Transfer:
    """Pay a stored hold, named by its row or its key: all of it or the `amount`; what is left is released at once (ledger L4).

    Raises Refused `amount`, `settlement`.
    """
    row = _stored(held, "settlement")
    return _after(row, Phase.POST, key, settles_id=row.pk, amount=row.amount if amount is None else paid(amount), cause=cause, value_on=value_on)


def void(held: Transfer | UUID, *, key: UUID | None = None, cause: str = "", value_on: date | None = None) -> Transfer:
    """Release a stored hold, all of it. Raises Refused `settlement`."""
    row = _stored(held, "settlement")
    return _after(row, Phase.VOID, key, settles_id=row.pk, amount=row.amount, cause=cause, value_on=value_on)


def reverse(done: Transfer | UUID, *, key: UUID | None = None, cause: str = "", value_on: date | None = None) -> Transfer:
    """Pay a stored move or settlement back, once, inside the limits (ledger L8). Raises Refused `reversal`."""
    row = _stored(done, "reversal")
    fields = {"payer_id": row.payee_id, "payee_id": row.payer_id, "amount": row.amount, "kind": known("reversal")}
    return _draft(key, phase=Phase.MOVE, reverses_id=row.pk, **fields, cause=cause, value_on=value_on)


def _after(row: Transfer, phase: str, key: UUID | None, **fields: Any) -> Transfer:
    return _draft(key, phase=phase, payer_id=row.payer_id, payee_id=row.payee_id, kind=row.kind, **fields)


def _draft(key: UUID | None, **fields: Any) -> Transfer:
    return Transfer(key=key or uuid4(), **_WRITTEN_LATER, **fields)


def _stored(named: Transfer | UUID, code: str) -> Transfer:
    row = Transfer.objects.filter(key=named).first() if isinstance(named, UUID) else named
    if row is None or row.pk is None:
        raise Refused(code, _("The payment to be confirmed, released or returned is not in the books. Nothing was paid: reload the page."))
    return row
