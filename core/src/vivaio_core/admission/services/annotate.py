"""The entry in the libro soci: the applicant becomes a member with a number; and the way back when the entry is undone."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.admission import letters, states
from vivaio_core.admission.facts import MemberAdmitted, member_admitted
from vivaio_core.admission.models.application import Application
from vivaio_core.admission.services.hold import locked, told
from vivaio_core.admission.states import State
from vivaio_core.people.errors import IllegalTransition, Refused, allow
from vivaio_core.people.models import Collectivity, Membership, Party
from vivaio_core.people.selectors import is_member
from vivaio_core.people.services import join_collectivity


def annotate(
    *,
    application: Application,
    recorded_on: date,
    on: date,
    actor: User | None,
    premium_cents: int = 0,
    paid_cents: int = 0,
    method: str = "",
    reference: str = "",
) -> Membership:
    """Enter an admitted applicant in the register: number, shares, group, and what was paid, in one transaction.

    The membership counts from the day of the resolution (people P5). Raises PermissionDenied, IllegalTransition, Refused.
    """
    from vivaio_core.register.services.members import admit
    from vivaio_core.register.services.shares import pay

    allow(actor, "admission.change_application")
    with transaction.atomic():
        current = locked(application)
        current.state = states.after(current, "annotate")
        party, resolution = current.party, current.admitting
        if party is None or resolution is None:
            raise IllegalTransition(_("This application is not ready for the register."))
        if recorded_on > on:
            raise Refused(_("The day of the entry is still to come."), "recorded_on")
        membership = admit(party=party, qty=current.shares, resolution=resolution, recorded_on=recorded_on, premium_cents=premium_cents, actor=actor)
        if paid_cents:
            pay(party=party, amount_cents=paid_cents, on=recorded_on, method=method, reference=reference, actor=actor)
        join_group(current, party, resolution.held_on, actor)
        current.member_no, current.recorded_on = membership.member_no, recorded_on
        current.save(update_fields=["state", "member_no", "recorded_on"])
        told("annotate", current, actor, on=recorded_on.isoformat(), member_no=membership.member_no)
        letters.to_applicant("member", current, str(membership.pk))
        fact = MemberAdmitted(party.pk, membership.pk, membership.effective_on)
        transaction.on_commit(lambda: member_admitted.send(sender=Application, fact=fact))
        return membership


def reopen_after_undo(*, party: Party, actor: User | None = None) -> Application | None:
    """The admission of `party` was undone in the register: its application waits again for the entry. None when there is none to reopen.

    To be called inside the transaction of the undoing, after the entries were taken back. Raises Refused when another application is open.
    """
    found = Application.objects.filter(party=party, state=State.ANNOTATED).order_by("-recorded_on", "-pk").first()
    if found is None or found.recorded_on is None:
        return None
    with transaction.atomic():
        current = locked(found)
        admitting = current.admitting
        if is_member(party, admitting.held_on if admitting else found.recorded_on):
            return None
        if Application.objects.filter(party=party, state__in=states.OPEN).exists():
            raise Refused(_("%(name)s has another open application: decide that one first.") % {"name": party})
        reopened = states.after(current, "reopen")
        # Who had come in with another's shares was not admitted by a resolution of their own: the application is as it was before.
        current.state = reopened if admitting else State.UNDER_REVIEW
        current.recorded_on, current.way = None, Application.Way.SHARES
        current.save(update_fields=["state", "recorded_on", "way"])
        told("reopen", current, actor)
        return current


def join_group(application: Application, party: Party, on: date, actor: User | None) -> None:
    """Put a new member into the group of the application, unless they belong to it already."""
    group = application.collectivity
    if group is None or group.state != Collectivity.State.INCLUDED or group.members.filter(party=party, to_on__isnull=True).exists():
        return
    join_collectivity(party=party, collectivity=group, on=on, actor=actor)
