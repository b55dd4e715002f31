"""A contract's way: sent, answered, started, ended. Each step holds the point, so that two supplies never share a day (energy I1)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import DatabaseError, IntegrityError, transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.pages.numbers import day as day_in_words
from vivaio_core.people.errors import Refused, allow
from vivaio_core.trail.services import record
from vivaio_energy.errors import Overlap
from vivaio_energy.models.campaigns import Adhesion
from vivaio_energy.models.contracts import SupplyContract
from vivaio_energy.models.points import SupplyPoint
from vivaio_energy.selectors.own import settings
from vivaio_energy.services.post_fees import take_back_fees
from vivaio_energy.states import CONTRACT, AdhesionState, ContractState, Step, after
from vivaio_energy.switching import switch_date

Kind, Reason = SupplyContract.Kind, SupplyContract.EndReason


@contextmanager
def _step_of(actor: User | None, contract: SupplyContract, act: str) -> Iterator[tuple[SupplyContract, Step]]:
    """Hold the contract's point, adhesion and row, check permission and state. Raises PermissionDenied, IllegalTransition."""
    allow(actor, CONTRACT[act].permission)
    with transaction.atomic():
        SupplyPoint.objects.select_for_update().get(pk=contract.point_id)
        if contract.adhesion_id:
            Adhesion.objects.select_for_update().get(pk=contract.adhesion_id)
        fresh = SupplyContract.objects.select_for_update(of=("self",)).select_related("member", "supplier", "adhesion", "point").get(pk=contract.pk)
        yield fresh, after(CONTRACT, act, fresh.state, str(fresh.point))


def _write(contract: SupplyContract, step: Step, actor: User | None, act: str, fields: list[str], **payload: object) -> SupplyContract:
    contract.state = step.target
    contract.save(update_fields=["state", *fields])
    record(kind=f"energy.contract_{act}", actor=actor, subject=contract.member, target=f"energy.SupplyContract:{contract.pk}", payload=dict(payload))
    return contract


def submit_switch(*, actor: User | None, contract: SupplyContract, requested_on: date) -> SupplyContract:
    """Record that the request went to the supplier on `requested_on` and compute the first day of supply (energy E3).

    Raises PermissionDenied, IllegalTransition, NoRuleForDate, Refused for a withdrawn adhesion (I6) or a date before the signature.
    """
    with _step_of(actor, contract, "submit") as (fresh, step):
        if fresh.adhesion and fresh.adhesion.state != AdhesionState.ACCEPTED:
            raise Refused(_("The member has not accepted or has withdrawn: this request must not be sent."))
        fresh.requested_on, fresh.reason = requested_on, ""
        if fresh.kind == Kind.SWITCH:
            found = switch_date(
                signed_on=fresh.signed_on,
                requested_on=requested_on,
                dispatching_user=fresh.supplier.seller_is_dispatching_user,
                lead_days=settings().switch_lead_days,
                early_start=fresh.early_start,
            )
            fresh.planned_on, fresh.rule_ids = found.on, list(found.rule_ids)
        elif requested_on < fresh.signed_on:
            raise Refused(_("The request cannot be before the signature: please check the two dates."), "requested_on")
        planned = fresh.planned_on.isoformat() if fresh.planned_on else ""
        fields = ["requested_on", "reason", "planned_on", "rule_ids"]
        try:
            with transaction.atomic():
                return _write(fresh, step, actor, "submit", fields, requested_on=requested_on.isoformat(), planned_on=planned, rules=fresh.rule_ids)
        except IntegrityError:
            text = _("Another request for this point is already on its way: please wait for its answer or give it up first.")
            raise Refused(text, "point") from None


def accept_switch(*, actor: User | None, contract: SupplyContract, on: date) -> SupplyContract:
    """The supplier says yes. Raises PermissionDenied, IllegalTransition."""
    with _step_of(actor, contract, "accept") as (fresh, step):
        return _write(fresh, step, actor, "accept", [], on=on.isoformat())


def reject_switch(*, actor: User | None, contract: SupplyContract, reason: str, on: date) -> SupplyContract:
    """The supplier says no, and why. Raises PermissionDenied, IllegalTransition, Refused without a reason."""
    if not reason.strip():
        raise Refused(_("Please write the reason the supplier gives: it is needed to try again."), "reason")
    with _step_of(actor, contract, "reject") as (fresh, step):
        fresh.reason = reason.strip()[:200]
        return _write(fresh, step, actor, "reject", ["reason"], reason=fresh.reason, on=on.isoformat())


def activate_contract(*, actor: User | None, contract: SupplyContract, effective_on: date) -> SupplyContract:
    """The supply started. A contract of ours still active on the point ends on the same day.

    Raises PermissionDenied, IllegalTransition, Refused for a day before the computed one (I2), Overlap (I1).
    """
    with _step_of(actor, contract, "activate") as (fresh, step):
        if fresh.planned_on and effective_on < fresh.planned_on:
            day = day_in_words(fresh.planned_on)
            raise Refused(_("The supply cannot start before %(day)s, the day computed from the rules.") % {"day": day}, "effective_on")
        for earlier in fresh.point.contracts.select_for_update().filter(state=ContractState.ACTIVE, effective_on__lt=effective_on):
            earlier.ended_on, earlier.end_reason = effective_on, Reason.REPLACED
            _write(earlier, CONTRACT["end"], actor, "end", ["ended_on", "end_reason"], ended_on=effective_on.isoformat(), reason=earlier.end_reason)
            take_back_fees(actor=actor, contract=earlier, since=effective_on)
        fresh.effective_on = effective_on
        try:
            with transaction.atomic():
                return _write(fresh, step, actor, "activate", ["effective_on"], effective_on=effective_on.isoformat())
        except DatabaseError as error:
            raise _overlap(error) from None


def end_contract(*, actor: User | None, contract: SupplyContract, reason: str, ended_on: date | None = None) -> SupplyContract:
    """End a supply from the day `ended_on`, which is the first day without it; a request not started ends without a day.

    The cooperative's fees from that day on are taken back; all of them when the member changed his mind.

    Raises PermissionDenied, IllegalTransition, Refused when the day is missing or not after the start.
    """
    with _step_of(actor, contract, "end") as (fresh, step):
        if fresh.state == ContractState.ACTIVE:
            if ended_on is None or fresh.effective_on is None or ended_on <= fresh.effective_on:
                raise Refused(_("Please write the first day without this supply: it comes after the day it started."), "ended_on")
            fresh.ended_on = ended_on
        fresh.end_reason = reason
        take_back_fees(actor=actor, contract=fresh, since=None if reason == Reason.WITHDRAWAL else fresh.ended_on)
        day = fresh.ended_on.isoformat() if fresh.ended_on else ""
        return _write(fresh, step, actor, "end", ["ended_on", "end_reason"], ended_on=day, reason=reason)


def _overlap(error: DatabaseError) -> Exception:
    if "two supplies" not in str(error):
        return error
    return Overlap(_("On these days the point already has another supply: please check the dates of its contracts."), "effective_on")
