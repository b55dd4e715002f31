"""A member asks to leave, is excluded, dies: from the first paper to the answer that is communicated (people P13, P14; art. 2530 to 2534)."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.pages.numbers import day
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Membership, Party, Resolution
from vivaio_core.people.relations.speaking import allow_for
from vivaio_core.register import case_rules
from vivaio_core.register.case_states import EXITS, ExitKind, ExitState, after
from vivaio_core.register.models.cases import ExitCase
from vivaio_core.register.selectors.book import holding, paid_cents, subscribed_cents
from vivaio_core.register.services.members import current
from vivaio_core.register.services.who import locked, queue_at, refuse_another, say_why
from vivaio_core.trail.services import record

Ground = ExitCase.Ground


def ask_exit(
    *, party: Party, received_on: date, actor: User | None, reason: str = "", ground: str = Ground.STATUTE, qty: int | None = None
) -> ExitCase:
    """Write down a member's wish to leave, or his own request. It concerns the whole membership: a `qty` below all shares is refused (P8).

    Raises PermissionDenied; Refused (no member, another case open, a ground the statute does not give, too early under a ban on transfers).
    """
    own = allow_for(actor, party, "register.add_exitcase")
    with transaction.atomic():
        bond = _open_for(party, received_on)
        if qty is not None and qty < holding(party, received_on).qty:
            raise Refused(_("Nobody leaves in part: an exit is of all shares. Some shares can only be transferred."), "qty")
        _refuse_ground(bond, ground, received_on)
        due = case_rules.examine_due(received_on)
        values = {"ground": ground, "reason": reason.strip(), "by_member": own, "examine_due_on": due}
        return _opened(ExitKind.EXIT, party, received_on, actor, values)


def open_exclusion(
    *, party: Party, received_on: date, reason: str, actor: User | None, ground: str = Ground.STATUTE, notice_on: date | None = None
) -> ExitCase:
    """Begin an exclusion. For shares not paid it needs the day of the formal notice, and something unpaid (art. 2531). Raises Refused."""
    allow(actor, "register.add_exitcase")
    with transaction.atomic():
        _open_for(party, received_on)
        if ground not in (Ground.STATUTE, Ground.UNPAID):
            raise Refused(_("This ground is not one of an exclusion."), "ground")
        if ground == Ground.UNPAID:
            _refuse_unnoticed(party, received_on, notice_on)
        values = {"ground": ground, "reason": say_why(reason, "reason"), "notice_on": notice_on}
        return _opened(ExitKind.EXCLUSION, party, received_on, actor, values)


def open_death(*, party: Party, happened_on: date, received_on: date, actor: User | None, heirs: str = "") -> ExitCase:
    """Write down a member's death: he is no longer a member from the day after. Raises PermissionDenied, Refused."""
    allow(actor, "register.add_exitcase")
    with transaction.atomic():
        queue_at(party)
        refuse_another(party, transfers=())
        bond = current(party)
        if happened_on > received_on:
            raise Refused(_("The news cannot come before the death."), "received_on")
        if happened_on < bond.effective_on:
            raise Refused(_("On this day the membership had not begun: it began on %(day)s.") % {"day": day(bond.effective_on)}, "happened_on")
        values = {
            "happened_on": happened_on,
            "membership_end_on": happened_on + timedelta(days=1),
            "mutual_end_on": happened_on,
            "heirs": heirs.strip()[:300],
        }
        return _opened(ExitKind.DEATH, party, received_on, actor, values)


def decide_exit(*, case: ExitCase, accept: bool, resolution: Resolution, actor: User | None, reasons: str = "") -> ExitCase:
    """Accept or refuse an exit, exclude a member or not, by a resolution of the right organ; a refusal needs reasons. Raises Refused."""
    allow(actor, "register.change_exitcase")
    act = "accept" if accept else "refuse"
    with transaction.atomic():
        case = locked(case)
        step = after(EXITS[case.kind], act, case.state)
        if resolution.held_on < case.received_on:
            raise Refused(_("The resolution is older than the case: choose the right one."), "held_on")
        if case.kind == ExitKind.EXCLUSION and resolution.organ != (organ := case_rules.excluding_organ(resolution.held_on)):
            text = _("By the statute exclusions are decided by: %(organ)s.")
            raise Refused(text % {"organ": Resolution.Organ(organ).label if organ in Resolution.Organ.values else organ}, "organ")
        case.state, case.resolution = step.target, resolution
        case.refusal_reasons = "" if accept else say_why(reasons, "reasons")
        return keep(case, act, actor, {"on": resolution.held_on.isoformat(), "minute_no": resolution.minute_no})


def communicate_exit(*, case: ExitCase, on: date, actor: User | None) -> ExitCase:
    """Write down the day on which the answer reached the member; the other dates of the law follow from it. A late one is saved all the same.

    Raises PermissionDenied; Refused (nothing decided, communicated already, before the resolution).
    """
    allow(actor, "register.change_exitcase")
    with transaction.atomic():
        case = locked(case)
        after(EXITS[case.kind], "communicate", case.state)
        if case.communicated_on is not None:
            raise Refused(_("This answer has been communicated already, on %(day)s.") % {"day": day(case.communicated_on)})
        if case.resolution and on < case.resolution.held_on:
            raise Refused(_("The communication cannot come before the resolution."), "on")
        case.communicated_on = on
        case.opposition_due_on = case_rules.opposition_due(case, on)
        if case.state == ExitState.ACCEPTED:
            set_ends(case, on)
        return keep(case, "communicate", actor, {"on": on.isoformat()})


def oppose_exit(*, case: ExitCase, on: date, actor: User | None) -> ExitCase:
    """Write down that the member went to court against the answer; a late opposition is saved and flagged. Raises Refused."""
    allow(actor, "register.change_exitcase")
    with transaction.atomic():
        queue_at(case.party)
        case = locked(case)
        step = after(EXITS[case.kind], "oppose", case.state)
        if case.communicated_on is None or on < case.communicated_on:
            raise Refused(_("An opposition comes after the communication."), "on")
        if case.opposed_on is not None:
            raise Refused(_("The court has already been asked about this case."))
        if case.state == ExitState.REFUSED:
            refuse_another(case.party, transfers=())
        case.state, case.opposed_on = step.target, on
        return keep(case, "oppose", actor, {"on": on.isoformat()})


def withdraw_exit(*, case: ExitCase, on: date, actor: User | None) -> ExitCase:
    """Take the case back: the member his own request while it is to be examined, the office until the answer is communicated. Raises Refused."""
    own = allow_for(actor, case.party, "register.change_exitcase")
    with transaction.atomic():
        case = locked(case)
        step = after(EXITS[case.kind], "withdraw", case.state)
        if case.communicated_on is not None:
            raise Refused(_("The answer has been communicated: the case can no longer be withdrawn."))
        if own and not actor_may_all(actor) and (case.kind != ExitKind.EXIT or case.state != ExitState.RECEIVED):
            raise Refused(_("The board has already decided: please call the office."))
        if on < case.received_on:
            raise Refused(_("This day comes before the case began."), "on")
        case.state, case.withdrawn_on = step.target, on
        return keep(case, "withdraw", actor, {"on": on.isoformat()})


def actor_may_all(actor: User | None) -> bool:
    """True for the system and for whoever changes cases in the office."""
    return actor is None or actor.has_perm("register.change_exitcase")


def set_ends(case: ExitCase, on: date) -> None:
    """The days on which membership and mutual relations end, when the answer counts from `on`."""
    case.membership_end_on = case_rules.membership_end(case, on)
    case.mutual_end_on = case_rules.mutual_relations_end(case, on)


def _open_for(party: Party, received_on: date) -> Membership:
    queue_at(party)
    refuse_another(party)
    bond = current(party)
    if received_on < bond.effective_on:
        raise Refused(_("On this day the membership had not begun: it began on %(day)s.") % {"day": day(bond.effective_on)}, "received_on")
    return bond


def _refuse_ground(bond: Membership, ground: str, received_on: date) -> None:
    if ground == Ground.STATUTE:
        return
    if ground != Ground.TRANSFER_BAN:
        raise Refused(_("This ground is not one of an exit."), "ground")
    if not case_rules.transfers_banned(received_on):
        raise Refused(_("The statute lets shares be transferred: this ground does not hold here."), "ground")
    first = case_rules.exit_under_ban_from(bond.effective_on, received_on)
    if received_on < first:
        raise Refused(_("On this ground one may leave from %(day)s on.") % {"day": day(first)}, "received_on")


def _refuse_unnoticed(party: Party, received_on: date, notice_on: date | None) -> None:
    if notice_on is None or notice_on >= received_on:
        raise Refused(_("Before the exclusion comes the formal notice to pay: write its day."), "notice_on")
    if paid_cents(party, received_on) >= subscribed_cents(party, received_on):
        raise Refused(_("All shares are paid: this ground does not hold."), "ground")


def _opened(kind: str, party: Party, received_on: date, actor: User | None, values: dict[str, Any]) -> ExitCase:
    case = ExitCase.objects.create(party=party, kind=kind, received_on=received_on, **values)
    payload = {"kind": kind, "on": received_on.isoformat()}
    record(kind="register.exit_open", actor=actor, subject=party, target=f"register.ExitCase:{case.pk}", payload=payload)
    return case


def keep(case: ExitCase, act: str, actor: User | None, payload: dict[str, Any]) -> ExitCase:
    """Save a case after an act and leave the event; the last thing of the act's transaction."""
    case.save()
    target = f"register.ExitCase:{case.pk}"
    record(kind=f"register.exit_{act}", actor=actor, subject=case.party, target=target, payload={"kind": case.kind, **payload})
    return case
