"""Approving and paying sums of a social fund: at any moment accrued ≥ approved ≥ paid (energy E7)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.errors import Refused, allow
from vivaio_core.trail.services import record
from vivaio_energy.errors import FundRefused
from vivaio_energy.models.donations import FundedProject, FundMovement, SocialFund

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
        fund = SocialFund.objects.select_for_update().get(pk=project.fund_id)
        held = FundedProject.objects.select_for_update().get(pk=project.pk)
        _add(fund, held, kind, amount_cents)
        fund.save(update_fields=["accrued_cents", "approved_cents", "paid_cents"])
        held.save(update_fields=["approved_cents", "paid_cents"])
        movement = FundMovement.objects.create(fund=fund, project=held, kind=kind, amount_cents=amount_cents, on=on, note=note.strip()[:240])
        payload = {"sum_cents": amount_cents, "project": held.pk, "note": movement.note}
        record(kind=f"energy.fund_{kind}", actor=actor, target=f"energy.FundMovement:{movement.pk}", payload=payload)
    return movement


def _add(fund: SocialFund, project: FundedProject, kind: str, cents: int) -> None:
    if kind == Kind.HISTORY:
        fund.accrued_cents += cents
    elif kind == Kind.APPROVED:
        if fund.approved_cents + cents > fund.accrued_cents:
            raise FundRefused(_("The fund has accrued less than this: please approve at most what is left."), "amount")
        fund.approved_cents += cents
        project.approved_cents += cents
    else:
        if project.paid_cents + cents > project.approved_cents:
            raise FundRefused(_("Less than this was approved for the project: please pay at most what is left."), "amount")
        fund.paid_cents += cents
        project.paid_cents += cents
