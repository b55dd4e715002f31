"""Shares given from one party to another: the request, the answer or the silence, the entry in the book (people P10, P13; art. 2530)."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.pages.elision import elided
from vivaio_core.pages.numbers import day
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Party, Resolution
from vivaio_core.register import case_rules
from vivaio_core.register.case_states import BEFORE_THE_END, OPEN_TRANSFERS, TRANSFER, TransferState, after
from vivaio_core.register.models.cases import ShareTransfer
from vivaio_core.register.selectors.book import holding
from vivaio_core.register.services import mend, shares
from vivaio_core.register.services.append import lock
from vivaio_core.register.services.who import locked, queue_at, refuse_another, say_why
from vivaio_core.trail.services import record

MAY = "register.change_sharetransfer"
Answer = ShareTransfer.Answer


def ask_transfer(
    *, seller: Party, qty: int, received_on: date, actor: User | None, buyer: Party | None = None, buyer_name: str = ""
) -> ShareTransfer:
    """Write down that a party wants to give shares away; the buyer may not be known yet. The answer is due within the days of the law.

    Raises PermissionDenied; Refused (forbidden by the statute, not so many shares, another case open).
    """
    allow(actor, "register.add_sharetransfer")
    with transaction.atomic():
        queue_at(seller)
        if case_rules.transfers_banned(received_on):
            raise Refused(_("The statute forbids to transfer shares. Who cannot transfer may leave: open an exit on this ground."))
        refuse_another(seller, exits=BEFORE_THE_END)
        _refuse_buyer(seller, buyer)
        _refuse_qty(seller, qty, received_on)
        due = case_rules.answer_due(received_on)
        values = {"buyer": buyer, "buyer_name": buyer_name.strip()[:200], "qty": qty, "received_on": received_on, "answer_due_on": due}
        transfer = ShareTransfer.objects.create(seller=seller, **values)
        return _told(transfer, "open", actor, {"qty": qty, "on": received_on.isoformat()})


def answer_transfer(
    *, transfer: ShareTransfer, authorise: bool, resolution: Resolution, communicated_on: date, actor: User | None, reasons: str = ""
) -> ShareTransfer:
    """Write down the answer and the day on which it reached the seller. A refusal communicated after the deadline is kept and does not count:
    the transfer is free. Raises PermissionDenied; Refused (answered already, no reasons, before the request or the resolution).
    """
    allow(actor, MAY)
    act = "authorise" if authorise else "refuse"
    with transaction.atomic():
        transfer = locked(transfer)
        step = after(TRANSFER, act, transfer.state)
        if transfer.answered_on is not None:
            raise Refused(_("An answer has been communicated already, on %(day)s.") % {"day": day(transfer.answered_on)})
        if communicated_on < max(transfer.received_on, resolution.held_on):
            raise Refused(_("The communication comes after the request and the resolution."), "communicated_on")
        late = communicated_on > transfer.answer_due_on
        transfer.state = TransferState.FREE if late and not authorise else step.target
        transfer.resolution, transfer.answered_on, transfer.answer = resolution, communicated_on, Answer.YES if authorise else Answer.NO
        transfer.refusal_reasons = "" if authorise else say_why(reasons, "reasons")
        if transfer.state == TransferState.REFUSED:
            transfer.opposition_due_on = case_rules.refusal_opposition_due(communicated_on)
        return keep_transfer(transfer, act, actor, {"on": communicated_on.isoformat(), "late": late})


def oppose_refusal(*, transfer: ShareTransfer, on: date, actor: User | None) -> ShareTransfer:
    """Write down that the seller went to court; a late opposition is saved and flagged. Raises PermissionDenied, Refused."""
    allow(actor, MAY)
    with transaction.atomic():
        queue_at(transfer.seller)
        transfer = locked(transfer)
        step = after(TRANSFER, "oppose", transfer.state)
        if transfer.answered_on is None or on < transfer.answered_on:
            raise Refused(_("An opposition comes after the communication."), "on")
        if transfer.opposed_on is not None:
            raise Refused(_("The court has already been asked about this case."))
        refuse_another(transfer.seller, exits=BEFORE_THE_END)
        transfer.state, transfer.opposed_on = step.target, on
        return keep_transfer(transfer, "oppose", actor, {"on": on.isoformat()})


def settle_transfer(*, transfer: ShareTransfer, upheld: bool, on: date, actor: User | None) -> ShareTransfer:
    """Write down the court's decision: if the seller is right the transfer is authorised. Raises PermissionDenied, Refused."""
    allow(actor, MAY)
    with transaction.atomic():
        transfer = locked(transfer)
        after(TRANSFER, "settle", transfer.state)
        if transfer.opposed_on is None or on < transfer.opposed_on:
            raise Refused(_("The court decides after the opposition."), "on")
        transfer.state, transfer.settled_on = (TransferState.AUTHORISED if upheld else TransferState.REFUSED), on
        return keep_transfer(transfer, "settle", actor, {"on": on.isoformat(), "upheld": upheld})


def register_transfer(
    *, transfer: ShareTransfer, effective_on: date, recorded_on: date, actor: User | None, buyer: Party | None = None
) -> ShareTransfer:
    """Enter the transfer in the book, as one operation: out, in, the admission of a buyer from outside, the end of a seller left with nothing.

    A buyer from outside meets the conditions of every applicant (P15). Raises PermissionDenied; Refused (not free yet, no buyer, a buyer who
    lacks a condition, before the answer, shares no longer there).
    """
    from vivaio_core.admission.services.entrants import enter, hold_at_gate

    allow(actor, MAY)
    with transaction.atomic():
        lock()
        transfer = locked(transfer)
        step = after(TRANSFER, "register", transfer.state_on(recorded_on))
        bought_by = buyer or transfer.buyer
        if bought_by is None:
            raise Refused(_("Say who the buyer is."), "buyer")
        _refuse_buyer(transfer.seller, bought_by)
        _refuse_early(transfer, effective_on, recorded_on)
        resolution = transfer.resolution if transfer.answer == Answer.YES else None
        application = hold_at_gate(party=bought_by, on=resolution.held_on if resolution else effective_on, qty=transfer.qty)
        operation = shares.transfer(
            seller=transfer.seller,
            buyer=bought_by,
            qty=transfer.qty,
            resolution=resolution,
            effective_on=effective_on,
            recorded_on=recorded_on,
            note=_note(transfer, recorded_on),
            actor=actor,
        )
        enter(application=application, way="transfer", recorded_on=recorded_on, actor=actor)
        transfer.buyer, transfer.operation, transfer.state, transfer.registered_on = bought_by, operation, step.target, recorded_on
        return keep_transfer(transfer, "register", actor, {"qty": transfer.qty, "buyer": bought_by.display_name, "on": effective_on.isoformat()})


def withdraw_transfer(*, transfer: ShareTransfer, on: date, actor: User | None) -> ShareTransfer:
    """The seller thinks again before the entry. Raises PermissionDenied, Refused."""
    allow(actor, MAY)
    with transaction.atomic():
        transfer = locked(transfer)
        step = after(TRANSFER, "withdraw", transfer.state)
        if on < transfer.received_on:
            raise Refused(_("This day comes before the case began."), "on")
        transfer.state, transfer.withdrawn_on = step.target, on
        return keep_transfer(transfer, "withdraw", actor, {"on": on.isoformat()})


def undo_transfer(*, transfer: ShareTransfer, recorded_on: date, note: str, actor: User | None) -> ShareTransfer:
    """Take back the whole operation by corrections; the case goes back to where it was before. Raises PermissionDenied, Refused."""
    allow(actor, MAY)
    with transaction.atomic():
        lock()
        transfer = locked(transfer)
        after(TRANSFER, "undo", transfer.state)
        assert transfer.operation is not None  # noqa: S101 - the database holds it for a registered transfer
        mend.undo(operation=transfer.operation, recorded_on=recorded_on, note=note, actor=actor)
        return locked(transfer)


def take_back(transfer: ShareTransfer, actor: User | None) -> ShareTransfer:
    """Set a case back because its operation is being undone. Called under the book's lock. Raises Refused when another one is open."""
    if ShareTransfer.objects.filter(seller=transfer.seller, state__in=OPEN_TRANSFERS).exists():
        raise Refused(_("Another transfer of %(party)s is open: this one stays as it is.") % {"party": transfer.seller})
    authorised = transfer.answer == Answer.YES or transfer.settled_on is not None
    transfer.state = TransferState.AUTHORISED if authorised else TransferState.FREE if transfer.answer else TransferState.RECEIVED
    transfer.operation = transfer.registered_on = None
    return keep_transfer(transfer, "undo", actor, {"state": transfer.state})


def keep_transfer(transfer: ShareTransfer, act: str, actor: User | None, payload: dict[str, Any]) -> ShareTransfer:
    """Save a case after an act and leave the event; the last thing of the act's transaction."""
    transfer.save()
    return _told(transfer, act, actor, payload)


def _told(transfer: ShareTransfer, act: str, actor: User | None, payload: dict[str, Any]) -> ShareTransfer:
    target = f"register.ShareTransfer:{transfer.pk}"
    record(kind=f"register.transfer_{act}", actor=actor, subject=transfer.seller, target=target, payload=payload)
    return transfer


def _refuse_buyer(seller: Party, buyer: Party | None) -> None:
    if buyer is not None and buyer.pk == seller.pk:
        raise Refused(_("Seller and buyer are the same."), "buyer")
    if buyer is not None and buyer.status != Party.Status.ACTIVE:
        raise Refused(_("This entry is no longer in use: it cannot become a member."), "buyer")


def _refuse_qty(seller: Party, qty: int, on: date) -> None:
    held = holding(seller, on).qty
    if not 1 <= qty <= held:
        raise Refused(_("%(party)s has %(count)s shares to give.") % {"party": seller, "count": held}, "qty")


def _refuse_early(transfer: ShareTransfer, effective_on: date, recorded_on: date) -> None:
    """A transfer counts from the answer, or from the day after the deadline that passed in silence; it is entered when it counts."""
    silent = transfer.state_on(recorded_on) == TransferState.FREE
    if silent and effective_on <= transfer.answer_due_on:
        raise Refused(_("Without an answer the transfer is free only after %(day)s.") % {"day": day(transfer.answer_due_on)}, "effective_on")
    since = transfer.settled_on or transfer.answered_on
    if not silent and since and effective_on < since:
        raise Refused(_("The transfer was authorised on %(day)s: it cannot count from before.") % {"day": day(since)}, "effective_on")
    if recorded_on < effective_on:
        raise Refused(_("The entry in the register cannot come before the day from which it counts."), "recorded_on")


def _note(transfer: ShareTransfer, on: date) -> str:
    if transfer.settled_on:
        return elided(_("Authorised by the court on %(day)s.") % {"day": day(transfer.settled_on)})
    if transfer.state_on(on) != TransferState.FREE:
        return ""
    return elided(_("No answer was communicated by %(day)s: free by silence.") % {"day": day(transfer.answer_due_on)})
