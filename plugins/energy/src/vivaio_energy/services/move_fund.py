"""Approving and paying sums of a social fund: at any moment accrued ≥ approved ≥ paid (energy E7)."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.ledger.errors import Refused as LedgerRefused
from vivaio_core.people.errors import Refused, allow
from vivaio_core.trail.services import record
from vivaio_energy.errors import FundRefused
from vivaio_energy.models.donations import FundedProject, FundMovement, SocialFund
from vivaio_energy.services import money

Kind = FundMovement.Kind


def approve_sum(*, actor: User | None, project: FundedProject, amount_cents: int, decision: str, on: date) -> FundMovement:
    """The board gives a project a sum of what has accrued. Raises PermissionDenied, FundRefused, Refused without a decision."""
    allow(actor, "energy.approve_fund")
    return _move(actor, project, Kind.APPROVED, amount_cents, decision, on)


def pay_sum(*, actor: User | None, project: FundedProject, amount_cents: int, note: str, on: date) -> FundMovement:
    """A payment to the project, out of what was approved for it. Raises PermissionDenied, FundRefused, Refused without a note."""
    allow(actor, "energy.pay_fund")
    return _move(actor, project, Kind.PAID, amount_cents, note, on)


def record_history(*, actor: User | None, project: FundedProject, amount_cents: int, source: str, on: date) -> FundMovement:
    """A sum that accrued before this register, as the cooperative declares it. Raises PermissionDenied, Refused without a source."""
    allow(actor, "energy.approve_fund")
    return _move(actor, project, Kind.HISTORY, amount_cents, source, on)


def _move(actor: User | None, project: FundedProject, kind: str, amount_cents: int, note: str, on: date) -> FundMovement:
    if amount_cents < 1:
        raise Refused(_("Please write an amount above zero."), "amount")
    if not note.strip():
        raise Refused(_("Please write who decided and when, or where the figure comes from."), "note")
    with transaction.atomic():
        fund, held = _locked(project)
        key = _post(fund, held, kind, amount_cents, on)
        kept = {"amount_cents": amount_cents, "on": on, "note": note.strip()[:240], "transfer_key": key}
        movement = FundMovement.objects.create(fund=fund, project=held, kind=kind, **kept)
        payload = {"sum_cents": amount_cents, "project": held.pk, "note": movement.note}
        record(kind=f"energy.fund_{kind}", actor=actor, target=f"energy.FundMovement:{movement.pk}", payload=payload)
    return movement


def _locked(project: FundedProject) -> tuple[SocialFund, FundedProject]:
    fund = SocialFund.objects.select_for_update(of=("self",)).get(pk=project.fund_id)
    return fund, FundedProject.objects.select_for_update(of=("self",)).get(pk=project.pk)


def _post(fund: SocialFund, project: FundedProject, kind: str, cents: int, on: date) -> UUID:
    """Raises FundRefused. What the fund still holds is judged by the ledger, in the very statement that reserves it."""
    if kind == Kind.HISTORY:
        return money.declare(fund=fund, cents=cents, on=on)
    if kind == Kind.PAID:
        if project.paid_cents + cents > project.approved_cents:
            raise FundRefused(_("Less than this was approved for the project: please pay at most what is left."), "amount")
        return money.pay(fund=fund, project=project, cents=cents, on=on)
    try:
        return money.reserve(fund=fund, project=project, cents=cents, on=on)
    except LedgerRefused as refused:
        raise FundRefused(_("The fund has accrued less than this: please approve at most what is left."), "amount") from refused
