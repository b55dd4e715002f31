"""Shares move: new ones, transfers, refunds, and the money for them (people P7, P10)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Membership, Party, Resolution
from vivaio_core.register.models.book import Operation, RegisterEntry, SharePayment
from vivaio_core.register.periods import taken
from vivaio_core.register.selectors.book import holding, lots, nominal_cents, paid_cents, subscribed_cents
from vivaio_core.register.services.append import Line, append, begin, lock
from vivaio_core.register.services.limits import refuse_too_much
from vivaio_core.register.services.members import admission_line, current, refuse_admission
from vivaio_core.register.services.money import move_money, pass_on
from vivaio_core.trail.services import record

Kind = RegisterEntry.Kind


def increase(
    *,
    party: Party,
    qty: int,
    recorded_on: date,
    actor: User | None,
    resolution: Resolution | None = None,
    effective_on: date | None = None,
    kind: str = Kind.INCREASE,
    premium_cents: int = 0,
    payment_ref: str = "",
    note: str = "",
) -> RegisterEntry:
    """Give a member `qty` more shares, bought or by ristorno (which the limits do not count, P27). Raises PermissionDenied, Refused."""
    allow(actor, "register.add_registerentry")
    if qty < 1:
        raise Refused(_("Write how many shares: one at least."), "qty")
    with transaction.atomic():
        book = lock()
        on = effective_on or (resolution.held_on if resolution else recorded_on)
        current(party)
        if kind != Kind.RISTORNO:
            refuse_too_much(party=party, added=qty, on=on)
        operation = begin(kind=Operation.Kind(kind), party=party, actor=actor, note=note)
        line = Line(kind, party, on, recorded_on, qty, nominal_cents(on), premium_cents, resolution=resolution, payment_ref=payment_ref, text=note)
        (made,) = append(register=book, operation=operation, lines=[line])
        payload = {"qty": qty, "on": on.isoformat(), "entry": made.seq}
        record(kind=f"register.{kind}", actor=actor, subject=party, target=f"register.Operation:{operation.pk}", payload=payload)
        return made


def give_ristorni(
    *, given: Sequence[tuple[Party, int]], resolution: Resolution, effective_on: date, recorded_on: date, actor: User | None, note: str = ""
) -> Operation:
    """Give many members shares by ristorno, in one operation that is undone as a whole; the limits do not count them (P26, P27). Raises Refused."""
    allow(actor, "register.add_registerentry")
    with transaction.atomic():
        book, nominal = lock(), nominal_cents(effective_on)
        operation = begin(kind=Operation.Kind.RISTORNO, party=None, actor=actor, note=note)
        kept: dict[str, Any] = {"resolution": resolution, "text": note}
        lines = [Line(Kind.RISTORNO, party, effective_on, recorded_on, qty, nominal, **kept) for party, qty in given]
        made = append(register=book, operation=operation, lines=lines)
        target = f"register.Operation:{operation.pk}"
        for entry in made:
            payload = {"qty": entry.qty, "on": effective_on.isoformat(), "entry": entry.seq}
            record(kind="register.ristorno", actor=actor, subject=entry.party, target=target, payload=payload)
        return operation


def transfer(
    *,
    seller: Party,
    buyer: Party,
    qty: int,
    recorded_on: date,
    effective_on: date,
    actor: User | None,
    resolution: Resolution | None = None,
    note: str = "",
) -> Operation:
    """Move shares from one party to another in one operation. A buyer who is not a member is admitted; a seller left with nothing ends (P10).

    Only a transfer that nobody answered in time has no `resolution` (art. 2530). Raises PermissionDenied, Refused.
    """
    allow(actor, "register.add_registerentry")
    if seller.pk == buyer.pk:
        raise Refused(_("Seller and buyer are the same."), "buyer")
    with transaction.atomic():
        book = lock()
        held = holding(seller, effective_on)
        if not 1 <= qty <= held.qty:
            raise Refused(_("%(party)s has %(count)s shares to give.") % {"party": seller, "count": held.qty}, "qty")
        operation, paid = begin(kind=Operation.Kind.TRANSFER, party=seller, actor=actor, note=note), _paid_for(seller, qty, effective_on)
        lines = _moved(seller, buyer, qty, resolution, effective_on, recorded_on, note)
        if held.qty == qty and held.status:
            reason = Membership.EndReason.TRANSFER
            lines.append(Line(Kind.END, seller, effective_on, recorded_on, status=-1, reason=reason, resolution=resolution, counterpart=buyer))
        made = append(register=book, operation=operation, lines=lines)
        pass_on(seller=seller, buyer=buyer, cents=paid, on=effective_on, operation=operation)
        payload = {"seller": seller.display_name, "buyer": buyer.display_name, "qty": qty, "on": effective_on.isoformat(), "entry": made[0].seq}
        for party in (seller, buyer):
            record(kind="register.transfer", actor=actor, subject=party, target=f"register.Operation:{operation.pk}", payload=payload)
        return operation


def refund(
    *,
    party: Party,
    qty: int,
    recorded_on: date,
    effective_on: date,
    actor: User | None,
    resolution: Resolution | None = None,
    method: str = "",
    reference: str = "",
    note: str = "",
) -> Operation:
    """Give back the value of shares to who is no longer a member (P8); with a `method` the money goes out with it. Raises Refused."""
    allow(actor, "register.add_registerentry")
    with transaction.atomic():
        book = lock()
        held = holding(party, effective_on)
        if not 1 <= qty <= held.qty:
            raise Refused(_("%(party)s has %(count)s shares to be refunded.") % {"party": party, "count": held.qty}, "qty")
        operation = begin(kind=Operation.Kind.REFUND, party=party, actor=actor, note=note)
        lines = [
            Line(Kind.REFUND, party, effective_on, recorded_on, -part, nominal, resolution=resolution, payment_ref=reference, text=note)
            for nominal, part in taken(lots(party, effective_on), qty)
        ]
        made = append(register=book, operation=operation, lines=lines)
        cents = -sum(entry.amount_cents for entry in made)
        if method:
            move_money(party=party, amount_cents=-cents, on=recorded_on, method=method, reference=reference, operation=operation)
        payload = {"qty": qty, "sum_cents": cents, "on": effective_on.isoformat(), "entry": made[0].seq}
        record(kind="register.refund", actor=actor, subject=party, target=f"register.Operation:{operation.pk}", payload=payload)
        return operation


def pay(
    *, party: Party, amount_cents: int, on: date, method: str, actor: User | None, reference: str = "", operation: Operation | None = None
) -> SharePayment:
    """Write down money for shares: positive came in, negative went back. Raises PermissionDenied, Refused."""
    allow(actor, "register.add_sharepayment")
    if not amount_cents:
        raise Refused(_("Write an amount."), "amount_cents")
    if not method.strip():
        raise Refused(_("Write how the money came: transfer, card, cash."), "method")
    with transaction.atomic():
        made = move_money(party=party, amount_cents=amount_cents, on=on, method=method, reference=reference, operation=operation)
        payload = {"sum_cents": amount_cents, "on": on.isoformat(), "method": made.method}
        record(kind="register.pay", actor=actor, subject=party, target=f"register.SharePayment:{made.pk}", payload=payload)
        return made


def _paid_for(seller: Party, qty: int, on: date) -> int:
    """How many cents of what the seller has paid go with the shares: all of their value, less what is still owed for the shares in all."""
    owed = max(subscribed_cents(seller, on) - paid_cents(seller, on), 0)
    return max(sum(part * nominal for nominal, part in taken(lots(seller, on), qty)) - owed, 0)


def _moved(seller: Party, buyer: Party, qty: int, resolution: Resolution | None, on: date, recorded_on: date, note: str) -> list[Line]:
    """The two opposite movements; a buyer from outside comes in with an admission of no shares of its own."""
    parts = taken(lots(seller, on), qty)
    kept: dict[str, Any] = {"resolution": resolution, "text": note}
    lines = [Line(Kind.TRANSFER_OUT, seller, on, recorded_on, -part, nominal, counterpart=buyer, **kept) for nominal, part in parts]
    if not Membership.objects.filter(party=buyer, ended_on__isnull=True).exists():
        refuse_admission(buyer, on)
        admission = admission_line(buyer, qty, resolution, on, recorded_on)
        lines.append(Line(**{**vars(admission), "qty": 0, "counterpart": seller}))
    else:
        refuse_too_much(party=buyer, added=qty, on=on)
    return [*lines, *(Line(Kind.TRANSFER_IN, buyer, on, recorded_on, part, nominal, counterpart=seller, **kept) for nominal, part in parts)]
