"""Leave to take cash or a cheque: asked by one person, given by another, used once (ledger M3)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.pages.numbers import day, euros
from vivaio_core.payments import methods
from vivaio_core.payments.models.charges import Charge, MethodAuthorisation, Receipt
from vivaio_core.people.duplicates.selectors import kept
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Party
from vivaio_core.trail.services import record

State = MethodAuthorisation.State


def ask_authorisation(
    *, method: str, party: Party, limit: int, reason: str, valid_to: date, on: date, actor: User | None, charge: Charge | None = None
) -> MethodAuthorisation:
    """Ask for leave to take up to `limit` cents from the party until the day `valid_to`. Raises PermissionDenied, Refused."""
    allow(actor, "payments.add_methodauthorisation")
    _refuse_unsound(method, limit, reason, valid_to, on)
    with transaction.atomic():
        row = MethodAuthorisation.objects.create(
            method=method,
            party=kept(party),
            charge=charge,
            limit=limit,
            reason=reason.strip()[:200],
            valid_to=valid_to,
            asked_by=actor,
            asked_at=timezone.now(),
        )
        _tell("payments.ask", row, actor)
        return row


def decide_authorisation(*, authorisation: MethodAuthorisation, given: bool, on: date, actor: User | None) -> MethodAuthorisation:
    """Give or refuse it. Raises PermissionDenied; Refused for who asked, after a decision, and once its last day is over."""
    allow(actor, "payments.change_methodauthorisation")
    with transaction.atomic():
        row = MethodAuthorisation.objects.select_for_update(of=("self",)).select_related("party", "asked_by").get(pk=authorisation.pk)
        if row.state != State.ASKED:
            raise Refused(_("Somebody has decided already: reload the page."))
        if actor is not None and actor == row.asked_by:
            raise Refused(_("You asked for it: another person must decide."))
        if given and row.valid_to < on:
            raise Refused(_("It was asked until %(day)s, which is over: ask again.") % {"day": day(row.valid_to)})
        row.state, row.given_by, row.given_at = (State.GIVEN if given else State.REFUSED), actor, timezone.now()
        row.save(update_fields=["state", "given_by", "given_at"])
        _tell("payments.authorise" if given else "payments.refuse", row, actor)
        return row


def authorise_method(
    *,
    method: str,
    party: Party,
    limit: int,
    reason: str,
    valid_to: date,
    on: date,
    actor: User | None,
    charge: Charge | None = None,
    at: datetime | None = None,
) -> MethodAuthorisation:
    """Give leave that nobody had to ask for: a colleague will take the money. `at` is for what was given before this site was there.

    Raises PermissionDenied, Refused.
    """
    allow(actor, "payments.change_methodauthorisation")
    _refuse_unsound(method, limit, reason, valid_to, on)
    with transaction.atomic():
        given: dict[str, Any] = {"asked_at": at or timezone.now(), "given_at": at or timezone.now(), "given_by": actor, "state": State.GIVEN}
        words = reason.strip()[:200]
        row = MethodAuthorisation.objects.create(
            method=method, party=kept(party), charge=charge, limit=limit, reason=words, valid_to=valid_to, **given
        )
        _tell("payments.authorise", row, actor)
        return row


def use(*, authorisation: MethodAuthorisation | None, receipt: Receipt, charge: Charge | None) -> MethodAuthorisation:
    """The authorisation, locked, when it covers a receipt about to be recorded. Raises Refused with what is wrong and what to do."""
    title = str(methods.of(receipt.method).title)
    if authorisation is None:
        text = _("For %(method)s a leave is needed, given before by another person: ask for it under “Authorisations”.")
        raise Refused(text % {"method": title}, "authorisation")
    row = MethodAuthorisation.objects.select_for_update(of=("self",)).select_related("party__merged_into", "given_by").get(pk=authorisation.pk)
    fault = _fault(row, receipt, charge)
    if fault:
        raise Refused(fault, "authorisation")
    return row


def _fault(row: MethodAuthorisation, receipt: Receipt, charge: Charge | None) -> str | None:
    payer, taker, on = receipt.payer, receipt.recorded_by, receipt.received_on
    if row.state != State.GIVEN or row.given_at is None:
        return _("This leave was not given: wait for the decision, or ask again.")
    if Receipt.objects.filter(authorisation=row).exists():
        return _("This leave was used already: ask for a new one.")
    if row.method != receipt.method or payer is None or kept(row.party) != kept(payer):
        return _("This leave is for another payer or another way of paying: choose the right one.")
    if row.charge_id is not None and (charge is None or charge.pk != row.charge_id):
        return _("This leave is for another charge: choose the right one.")
    if taker is not None and taker == row.given_by:
        return _("You gave this leave yourself: another person must record the payment.")
    if receipt.amount > row.limit:
        return _("The leave covers %(limit)s at most: take that or ask for a new one.") % {"limit": euros(row.limit)}
    if on > row.valid_to:
        return _("The leave was valid until %(day)s: ask for a new one.") % {"day": day(row.valid_to)}
    if on < timezone.localdate(row.given_at):
        return _("The leave was given on %(day)s, after the money was taken: it must come before.") % {"day": day(timezone.localdate(row.given_at))}
    return None


def _refuse_unsound(method: str, limit: int, reason: str, valid_to: date, on: date) -> None:
    if method not in [one.code for one in methods.at_once() if one.needs_authorisation]:
        raise Refused(_("Only cash and cheques need a leave."), "method")
    if limit <= 0:
        raise Refused(_("The amount must be greater than zero, for example 12,50."), "limit")
    if len(reason.strip()) < 3:
        raise Refused(_("Write why."), "reason")
    if valid_to < on:
        raise Refused(_("The last day is in the past: choose another one."), "valid_to")


def _tell(kind: str, row: MethodAuthorisation, actor: User | None) -> None:
    payload = {"method": row.method, "limit_cents": row.limit, "reason": row.reason, "valid_to": row.valid_to.isoformat()}
    record(kind=kind, actor=actor, subject=row.party, target=f"payments.MethodAuthorisation:{row.pk}", payload=payload)
