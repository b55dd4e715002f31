"""The decision and what follows it: admission or refusal with minutes, communication, appeal, withdrawal (people P13 to P15)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.admission import letters, states
from vivaio_core.admission.checklist import blockers
from vivaio_core.admission.clocks import appeal_clock, refusal_clock
from vivaio_core.admission.models.application import Application
from vivaio_core.admission.services.hold import locked, told
from vivaio_core.admission.states import State
from vivaio_core.people.errors import IllegalTransition, Refused, allow
from vivaio_core.people.models import Resolution
from vivaio_core.people.services import record_resolution

SHORTEST_REASON = 10
DECIDE = "people.add_resolution"


def admit(*, application: Application, organ: str, held_on: date, minute_no: str, on: date, actor: User | None) -> Application:
    """Record that an organ admits. Raises PermissionDenied, IllegalTransition; Refused with the list of what is missing on `held_on`."""
    allow(actor, DECIDE)
    with transaction.atomic():
        current = locked(application)
        current.state = states.after(current, "admit")
        _refuse_day(current, held_on, on)
        refuse_blocked(current, held_on)
        current.resolution = _resolution(organ, held_on, minute_no, actor)
        current.save(update_fields=["state", "resolution"])
        told("admit", current, actor, on=held_on.isoformat(), minute_no=minute_no.strip())
        return current


def refuse(*, application: Application, organ: str, held_on: date, minute_no: str, reasons: str, on: date, actor: User | None) -> Application:
    """Record that an organ refuses, and why: a refusal needs reasons (art. 2528). Raises PermissionDenied, IllegalTransition, Refused."""
    allow(actor, DECIDE)
    with transaction.atomic():
        current = locked(application)
        current.state = states.after(current, "refuse")
        _refuse_day(current, held_on, on)
        current.refusal_reasons = _reasons(reasons)
        current.resolution = _resolution(organ, held_on, minute_no, actor)
        current.save(update_fields=["state", "resolution", "refusal_reasons"])
        told("refuse", current, actor, on=held_on.isoformat(), minute_no=minute_no.strip())
        return current


def communicate(*, application: Application, communicated_on: date, on: date, actor: User | None) -> Application:
    """Tell the applicant the outcome, by letter where there is an address. A late day is kept and flagged. Raises PermissionDenied, Refused."""
    allow(actor, "admission.change_application")
    with transaction.atomic():
        current = locked(application)
        field, resolution = _to_communicate(current)
        if communicated_on > on or communicated_on < resolution.held_on:
            raise Refused(_("The communication falls between the resolution and today."), "communicated_on")
        setattr(current, field, communicated_on)
        current.save(update_fields=[field])
        clock = refusal_clock(current) if field == "communicated_on" else None
        told("communicate", current, actor, on=communicated_on.isoformat(), late=clock.late_by if clock else 0)
        _write_outcome(current)
        return current


def appeal(*, application: Application, received_on: date, reasons: str, on: date, actor: User | None) -> Application:
    """Keep the request that the assembly decides; one that comes late is kept and flagged. Raises PermissionDenied, IllegalTransition, Refused."""
    allow(actor, "admission.change_application")
    with transaction.atomic():
        current = locked(application)
        current.state = states.after(current, "appeal")
        if current.communicated_on is None:
            raise Refused(_("Communicate the refusal first: the days for the appeal count from there."))
        if received_on > on or received_on < current.communicated_on:
            raise Refused(_("The appeal falls between the communication and today."), "received_on")
        current.appeal_on, current.appeal_reasons = received_on, reasons.strip()[:2000]
        current.save(update_fields=["state", "appeal_on", "appeal_reasons"])
        clock = appeal_clock(current)
        told("appeal", current, actor, on=received_on.isoformat(), late=clock.late_by if clock else 0)
        letters.to_applicant("appealed", current)
        return current


def decide_appeal(*, application: Application, grant: bool, held_on: date, minute_no: str, on: date, actor: User | None) -> Application:
    """Record what the assembly decided on an appeal. Raises PermissionDenied, IllegalTransition, Refused."""
    allow(actor, DECIDE)
    with transaction.atomic():
        current = locked(application)
        current.state = states.after(current, "grant" if grant else "reject")
        if (current.appeal_on and held_on < current.appeal_on) or held_on > on:
            raise Refused(_("The assembly falls between the appeal and today."), "held_on")
        if grant:
            refuse_blocked(current, held_on)
        current.second_resolution = _resolution(Resolution.Organ.ASSEMBLY, held_on, minute_no, actor)
        current.save(update_fields=["state", "second_resolution"])
        told("grant" if grant else "reject", current, actor, on=held_on.isoformat(), minute_no=minute_no.strip())
        return current


def withdraw(*, application: Application, on: date, actor: User | None) -> Application:
    """Take the application back. The applicant alone may do so until the admission; after it, the office. Raises IllegalTransition."""
    allow(actor, "admission.change_application")
    with transaction.atomic():
        current = locked(application)
        if actor is None and current.state == State.APPROVED:
            raise IllegalTransition(_("You have been admitted: call the office if you have changed your mind."))
        current.state = states.after(current, "withdraw")
        current.withdrawn_on = on
        current.save(update_fields=["state", "withdrawn_on"])
        told("withdraw", current, actor, on=on.isoformat())
        letters.to_applicant("withdrawn", current)
        return current


def refuse_blocked(application: Application, on: date) -> None:
    """Raise Refused with everything that hinders an admission on the day."""
    found = blockers(application, on)
    if found:
        lines = " ".join(f"{item.title}: {item.reason}" for item in found)
        raise Refused(_("Not yet. %(items)s") % {"items": lines})


def _resolution(organ: str, held_on: date, minute_no: str, actor: User | None) -> Resolution:
    return record_resolution(organ=organ, held_on=held_on, minute_no=minute_no, subject=_("Applications for membership"), actor=actor)


def _refuse_day(application: Application, held_on: date, on: date) -> None:
    if (application.received_on and held_on < application.received_on) or held_on > on:
        raise Refused(_("The meeting falls between the receipt and today."), "held_on")


def _reasons(text: str) -> str:
    words = text.strip()
    if len(words) < SHORTEST_REASON:
        raise Refused(_("A refusal needs reasons: the law asks for them, the applicant reads them."), "reasons")
    return words[:2000]


def _to_communicate(application: Application) -> tuple[str, Resolution]:
    """The field to fill and the resolution to tell. Raises IllegalTransition when nothing is decided or all is told."""
    decided = (State.APPROVED, State.ANNOTATED, State.REFUSED, State.REFUSED_FINAL)
    if application.state in decided:
        if application.second_resolution and application.second_communicated_on is None:
            return "second_communicated_on", application.second_resolution
        if application.resolution and application.communicated_on is None:
            return "communicated_on", application.resolution
    raise IllegalTransition(_("There is nothing to communicate: the outcome is not decided, or was told already."))


def _write_outcome(application: Application) -> None:
    name = {State.REFUSED: "refused", State.REFUSED_FINAL: "refused_final"}.get(State(application.state), "admitted")
    clock = appeal_clock(application)
    letters.to_applicant(name, application, appeal_until=clock.deadline if clock else None)
