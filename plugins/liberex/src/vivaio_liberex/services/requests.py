"""Requests of payment: asked, paid, declined, taken back, expired. The request's row is locked first, the ledger's accounts after it."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.ledger.amounts import paid
from vivaio_core.pages.numbers import day
from vivaio_core.people.errors import Refused
from vivaio_core.site.coop import coop
from vivaio_core.site.mail import send_later
from vivaio_core.trail.services import record
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.models.payments import Payment
from vivaio_liberex.models.requests import PaymentRequest
from vivaio_liberex.permissions import allow_for
from vivaio_liberex.selectors.asked import request_url
from vivaio_liberex.services.pay import pay
from vivaio_liberex.words import credits

State = PaymentRequest.State
LONGEST = timedelta(days=365)


def ask(*, payee: Participant, payer: Participant | None, amount: int, memo: str, expires_on: date, on: date, actor: User | None) -> PaymentRequest:
    """Ask `payer`, or whoever gets the address, for `amount` minor units; who is asked by name gets a letter. Nothing moves.

    Raises PermissionDenied; Refused for oneself, for who has left, for days that are past or too far.
    """
    allow_for(actor, payee.party)
    if payee.state != Participant.State.ACTIVE:
        raise Refused(_("You are leaving the circuit: nobody can pay you any more."))
    if payer is not None and payer.pk == payee.pk:
        raise Refused(_("This is your own code. Ask for the code of who has to pay."), "code")
    if payer is not None and payer.state == Participant.State.CLOSED:
        raise Refused(_("%(payer)s has left the circuit.") % {"payer": payer}, "code")
    if not on <= expires_on <= on + LONGEST:
        raise Refused(_("Choose a day from today on, within a year."), "expires_on")
    words = " ".join(memo.split())[:140]
    with transaction.atomic():
        made = PaymentRequest.objects.create(
            payee=payee, payer=payer, amount=paid(amount), memo=words, asked_on=on, expires_on=expires_on, actor=actor
        )
        if payer is not None and payer.party.email:
            _write(made, payer)
    return made


def pay_request(*, asked: PaymentRequest, payer: Participant, on: date, actor: User | None) -> Payment:
    """Pay what was asked, once: a second call by the same payer gives the stored payment. Raises PermissionDenied, Refused, KeyReused."""
    allow_for(actor, payer.party)
    with transaction.atomic():
        row = _locked(asked)
        if row.payer_id is not None and row.payer_id != payer.pk:
            raise Refused(_("This request is for somebody else. Nothing was paid."))
        if row.state == State.PAID:
            return Payment.objects.get(key=row.key)
        _standing(row, on)
        given: dict[str, Any] = {"amount": row.amount, "key": row.key, "memo": row.memo, "origin": Payment.Origin.REQUEST}
        made = pay(payer=payer, payee=row.payee, on=on, actor=actor, **given)
        row.payer = payer
        _close(row, State.PAID, on)
        return made


def decline(*, asked: PaymentRequest, payer: Participant, answer: str, on: date, actor: User | None) -> PaymentRequest:
    """Say no, with a word if one likes. Raises PermissionDenied; Refused for an open address and for what is closed."""
    allow_for(actor, payer.party)
    with transaction.atomic():
        row = _locked(asked)
        if row.payer_id != payer.pk:
            raise Refused(_("This request names nobody: there is nothing to decline."))
        if row.state != State.DECLINED:
            _standing(row, on)
            row.answer = " ".join(answer.split())[:140]
            _close(row, State.DECLINED, on)
        return row


def withdraw(*, asked: PaymentRequest, on: date, actor: User | None) -> PaymentRequest:
    """Take the request back. Raises PermissionDenied; Refused for one that was paid or declined."""
    allow_for(actor, asked.payee.party)
    with transaction.atomic():
        row = _locked(asked)
        if row.state != State.WITHDRAWN:
            _standing(row, min(on, row.expires_on))
            _close(row, State.WITHDRAWN, on)
        return row


def expire_requests(*, on: date) -> int:
    """Close what is past its last day; return how many. Any number of times."""
    with transaction.atomic():
        count = PaymentRequest.objects.filter(state=State.OPEN, expires_on__lt=on).update(state=State.EXPIRED, closed_on=on)
        if count:
            record(kind="liberex.requests_expire", payload={"count": count})
        return count


def _locked(asked: PaymentRequest) -> PaymentRequest:
    rows = PaymentRequest.objects.select_for_update(of=("self",)).select_related("payee__party", "payee__account", "payer__party")
    return rows.get(pk=asked.pk)


def _standing(row: PaymentRequest, on: date) -> None:
    if row.state == State.PAID:
        raise Refused(_("This request was paid already: it cannot be paid twice."))
    if row.state == State.DECLINED:
        raise Refused(_("This request was declined. Ask for a new one."))
    if row.state == State.WITHDRAWN:
        raise Refused(_("%(payee)s has taken this request back. Nothing was paid.") % {"payee": row.payee})
    if not row.open_on(on):
        text = _("This request was good until %(day)s. Nothing was paid: ask %(payee)s for a new one.")
        raise Refused(text % {"day": day(row.expires_on), "payee": row.payee})


def _close(row: PaymentRequest, state: str, on: date) -> None:
    row.state, row.closed_on = state, on
    row.save(update_fields=["state", "closed_on", "payer", "answer"])


def _write(made: PaymentRequest, payer: Participant) -> None:
    words = {"payee": made.payee, "sum": credits(made.amount), "day": day(made.expires_on), "url": request_url(made), "memo": made.memo}
    subject = _("%(payee)s asks you for %(sum)s") % words
    lines = [_("%(payee)s asks you for %(sum)s.") % words, *([_("What for: %(memo)s") % words] if made.memo else [])]
    lines += [_("Pay or decline by %(day)s on this page:") % words, str(words["url"]), _("Nothing is paid by itself.")]
    send_later(to=payer.party.email, subject=f"{coop().cooperative.name}: {subject}", text="\n\n".join(lines) + "\n", key=f"liberex:ask:{made.key}")
