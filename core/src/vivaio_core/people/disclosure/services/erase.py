"""The right to be forgotten: plan, confirm, refuse. All or nothing, and nothing while a bond is in force (people P29)."""

import logging
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.disclosure.errors import ErasureFailed
from vivaio_core.people.disclosure.models import ErasureRequest
from vivaio_core.people.disclosure.plan import plan_for, selves
from vivaio_core.people.errors import IllegalTransition, Refused, allow
from vivaio_core.people.models import Party
from vivaio_core.site.erasure import Plan
from vivaio_core.site.plugin import Room
from vivaio_core.site.registry import rooms
from vivaio_core.trail.services import record

logger = logging.getLogger("vivaio.people")
State = ErasureRequest.State
OPEN = (State.RECEIVED, State.PLANNED)


def plan_erasure(*, request: ErasureRequest, on: date, actor: User | None) -> ErasureRequest:
    """Write down what would be done today, line by line; again as often as needed. Raises PermissionDenied, IllegalTransition, NoRuleForDate."""
    allow(actor, "people.change_erasurerequest")
    with transaction.atomic():
        current = _locked(request)
        current.content, current.planned_on, current.state = plan_for(current.party, on).as_json(), on, State.PLANNED
        current.save(update_fields=["content", "planned_on", "state"])
        payload = {"on": on.isoformat(), "lines": len(current.content)}
        record(kind="people.plan_erasure", actor=actor, subject=current.party, target=_target(current), payload=payload)
        return current


def carry_out_erasure(*, request: ErasureRequest, on: date, actor: User | None) -> ErasureRequest:
    """Do what the plan says, in every room and plugin, for ever; the whole or nothing.

    Raises PermissionDenied (only who may delete people); IllegalTransition without a plan; Refused while a bond is in force or when the
    plan of today is no longer the one that was shown; ErasureFailed when a room or plugin could not: the request stays open with the reason.
    """
    allow(actor, "people.delete_party")
    try:
        with transaction.atomic():
            return _carry_out(request, on, actor)
    except ErasureFailed as failed:
        ErasureRequest.objects.filter(pk=request.pk).update(fault=str(failed)[:300])
        raise


def refuse_erasure(*, request: ErasureRequest, reason: str, on: date, actor: User | None) -> ErasureRequest:
    """Say no, with the reason that the person will read. Raises PermissionDenied, IllegalTransition, Refused without a reason."""
    allow(actor, "people.change_erasurerequest")
    text = " ".join(reason.split())[:300]
    if not text:
        raise Refused(_("A refusal needs its reason: the person has a right to know it."), "reason")
    with transaction.atomic():
        current = _locked(request)
        current.state, current.reason, current.closed_on, current.fault = State.REFUSED, text, on, ""
        current.save(update_fields=["state", "reason", "closed_on", "fault"])
        record(kind="people.refuse_erasure", actor=actor, subject=current.party, target=_target(current), payload={"reason": text})
        return current


def _carry_out(request: ErasureRequest, on: date, actor: User | None) -> ErasureRequest:
    current = _locked(request)
    if current.state != State.PLANNED:
        raise IllegalTransition(_("Make the plan first, and read it."))
    plan = plan_for(current.party, on)
    if plan.obstacles:
        names = ", ".join(line.label for line in plan.obstacles)
        raise Refused(_("Something is still in force (%(names)s): it must end before anything is erased.") % {"names": names})
    # Events come day by day: their number is no news, everything else is.
    if [(line.code, line.action, line.until) for line in plan.lines] != [(line.code, line.action, line.until) for line in current.plan.lines]:
        raise Refused(_("Something has changed since the plan was made: make it again and read it."))
    for party in selves(current.party):
        _forget(Party.objects.select_for_update(of=("self",)).select_related("login").get(pk=party.pk), plan)
    ErasureRequest.objects.filter(party=current.party).update(keep_until=None)
    current.state, current.closed_on, current.keep_until, current.fault = State.DONE, on, plan.kept_until, ""
    current.save(update_fields=["state", "closed_on", "keep_until", "fault"])
    payload = {"on": on.isoformat(), "kept_until": plan.kept_until.isoformat() if plan.kept_until else None}
    record(kind="people.erase", actor=actor, subject=current.party, target=_target(current), payload=payload)
    return current


def _forget(party: Party, plan: Plan) -> None:
    """Every room and plugin erases; the room of people last, so that the others can still read who it is about."""
    for room in sorted(rooms(), key=lambda room: room.label == "people"):
        try:
            with transaction.atomic():
                room.erase(party, plan)
        except Exception as error:
            raise ErasureFailed(_why(room, error)) from error


def _why(room: Room, error: Exception) -> str:
    if not isinstance(error, Refused):
        logger.error("erasure failed in %s: %s", room.label, type(error).__name__)
    said = str(error) if isinstance(error, Refused) else _("it broke (%(kind)s)") % {"kind": type(error).__name__}
    return _("Nothing was erased. “%(room)s” could not: %(said)s.") % {"room": room.verbose_name, "said": said.rstrip(".")}


def _locked(request: ErasureRequest) -> ErasureRequest:
    current = ErasureRequest.objects.select_for_update(of=("self",)).select_related("party").get(pk=request.pk)
    if current.state not in OPEN:
        raise IllegalTransition(_("This request is closed already."))
    return current


def _target(request: ErasureRequest) -> str:
    return f"people.ErasureRequest:{request.pk}"
