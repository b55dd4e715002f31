"""Ristorni: planned, approved by the assembly, given (people P24 to P26)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.mutuality.models.exchanges import MutualExchange
from vivaio_core.mutuality.models.ristorni import RistornoLine, RistornoPlan
from vivaio_core.mutuality.selectors.exchanges import weights
from vivaio_core.mutuality.shareout import share_out
from vivaio_core.people.errors import IllegalTransition, Refused, allow
from vivaio_core.people.models import Party, Resolution
from vivaio_core.register.models.book import Operation
from vivaio_core.register.selectors.book import nominal_cents
from vivaio_core.register.services.shares import give_ristorni
from vivaio_core.trail.services import record

State = RistornoPlan.State


def plan_ristorno(
    *, year: int, activity: str, pool_cents: int, criterion: str, form: str, quality: dict[str, int], actor: User | None
) -> RistornoPlan:
    """Begin a share-out. `quality` is hundredths by category of member. Raises PermissionDenied, Refused."""
    allow(actor, "mutuality.add_ristornoplan")
    if pool_cents < 1:
        raise Refused(_("Write the sum to share out."), "pool_cents")
    if len(criterion.strip()) < 5:
        raise Refused(_("Write the criterion as the statute says it: without one nothing is shared out."), "criterion")
    if not MutualExchange.objects.filter(activity=activity).exists():
        raise Refused(_("There are no exchanges of this activity."), "activity")
    with transaction.atomic():
        if RistornoPlan.objects.filter(year=year, activity=activity).exists():
            raise Refused(_("This activity already has a ristorno for this year."), "activity")
        made = RistornoPlan.objects.create(
            year=year, activity=activity, pool_cents=pool_cents, criterion=criterion.strip(), form=form, quality=quality
        )
        _told("mutuality.plan", made, actor)
        return made


def preview(plan: RistornoPlan) -> list[RistornoLine]:
    """The lines as the exchanges make them now, not saved, by member number; their sum is the pool. Raises Refused without any weight."""
    found = weights(plan.activity, plan.year, plan.quality)
    if not found:
        raise Refused(_("No member exchanged anything in this activity and year: there is nothing to share out."))
    shares = share_out(plan.pool_cents, {number: weight for number, (_party, weight) in found.items()})
    nominal = nominal_cents(date(plan.year, 12, 31)) if plan.form == RistornoPlan.Form.SHARES else 0
    return [_line(plan, found[number], shares[number], nominal) for number in sorted(found)]


def approve_ristorno(*, plan: RistornoPlan, resolution: Resolution, actor: User | None) -> RistornoPlan:
    """The assembly approves: the lines are computed and stay. Raises PermissionDenied, IllegalTransition, Refused."""
    allow(actor, "mutuality.change_ristornoplan")
    if resolution.organ != Resolution.Organ.ASSEMBLY:
        raise Refused(_("A ristorno is approved by the assembly."), "organ")
    with transaction.atomic():
        current = _locked(plan, State.DRAFT)
        RistornoLine.objects.bulk_create(preview(current), batch_size=500)
        current.state, current.resolution = State.APPROVED, resolution
        current.save(update_fields=["state", "resolution"])
        _told("mutuality.approve_ristorno", current, actor)
        return current


def give_ristorno(*, plan: RistornoPlan, recorded_on: date, actor: User | None) -> RistornoPlan:
    """Give what was approved: whole shares into the register in one operation, the residue as a credit. Raises IllegalTransition, Refused."""
    allow(actor, "mutuality.change_ristornoplan")
    with transaction.atomic():
        current = _locked(plan, State.APPROVED)
        given: list[tuple[Party, int]] = [(line.party, line.shares) for line in current.lines.select_related("party").order_by("pk") if line.shares]
        if given and current.resolution:
            note = _("Ristorno %(year)s, %(activity)s") % {"year": current.year, "activity": current.activity}
            on = current.resolution.held_on
            current.operation = give_ristorni(
                given=given, resolution=current.resolution, effective_on=on, recorded_on=recorded_on, actor=actor, note=note
            )
        current.state = State.POSTED
        current.save(update_fields=["state", "operation"])
        _told("mutuality.give_ristorno", current, actor)
        return current


def take_back(*, operation: Operation, actor: User | None) -> None:
    """The register undoes the operation that gave a ristorno: the plan waits to be given again, with its lines as the assembly approved them.

    To be called inside the transaction of the undoing; nothing happens for other operations.
    """
    for current in RistornoPlan.objects.select_for_update().filter(operation=operation):
        current.state, current.operation = State.APPROVED, None
        current.save(update_fields=["state", "operation"])
        _told("mutuality.take_back_ristorno", current, actor)


def drop_ristorno(*, plan: RistornoPlan, actor: User | None) -> None:
    """Throw a draft away. Raises PermissionDenied, IllegalTransition."""
    allow(actor, "mutuality.change_ristornoplan")
    with transaction.atomic():
        current = _locked(plan, State.DRAFT)
        _told("mutuality.drop_ristorno", current, actor)
        current.delete()


def _locked(plan: RistornoPlan, state: str) -> RistornoPlan:
    current = RistornoPlan.objects.select_for_update().get(pk=plan.pk)
    if current.state != state:
        text = _("This ristorno is “%(state)s”: this step is not possible from here.")
        raise IllegalTransition(text % {"state": current.get_state_display()})
    return current


def _line(plan: RistornoPlan, who: tuple[Party, int], cents: int, nominal: int) -> RistornoLine:
    party, weight = who
    shares = cents // nominal if nominal else 0
    return RistornoLine(plan=plan, party=party, weight=weight, amount_cents=cents, shares=shares, credit_cents=cents - shares * nominal)


def _told(kind: str, plan: RistornoPlan, actor: User | None) -> None:
    payload = {"year": str(plan.year), "activity": plan.activity, "pool_cents": plan.pool_cents}
    record(kind=kind, actor=actor, target=f"mutuality.RistornoPlan:{plan.pk}", payload=payload)
