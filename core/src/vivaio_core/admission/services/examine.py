"""What the office does before the decision: papers typed in, who it is."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.admission import letters, states
from vivaio_core.admission.given import clean
from vivaio_core.admission.models.application import Application
from vivaio_core.admission.services.hold import locked, refuse_unless, told
from vivaio_core.admission.services.signing import keep_signature
from vivaio_core.admission.states import CHANGEABLE, State
from vivaio_core.admission.tokens import new_key
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Collectivity, Party
from vivaio_core.people.services import register_party


def enter_paper(
    *,
    kind: str,
    received_on: date,
    at: datetime,
    on: date,
    actor: User | None,
    origin: str = "",
    collectivity: Collectivity | None = None,
    shares: int = 1,
    payment_plan: str = "",
    requirements_declared: bool = False,
    no_competitor: bool = False,
    founder: bool = False,
    **given: Any,
) -> Application:
    """Type in an application that came on paper or was made together at the desk: it counts as sent on `received_on`. Raises Refused."""
    allow(actor, "admission.add_application")
    if received_on > on:
        raise Refused(_("The day of receipt is still to come."), "received_on")
    if collectivity and collectivity.state != Collectivity.State.INCLUDED:
        raise Refused(_("“%(name)s” is not on the list of included groups.") % {"name": collectivity.name}, "collectivity")
    values = clean(kind, on, given)
    declared = {"requirements_declared": requirements_declared, "no_competitor": no_competitor, "founder": founder}
    asked: dict[str, Any] = {"collectivity": collectivity, "shares": max(1, shares), "payment_plan": payment_plan}
    asked |= {"state": State.SUBMITTED, "channel": Application.Channel.OFFICE, "origin": origin[:200]}
    with transaction.atomic():
        made = Application.objects.create(
            key=new_key(), kind=kind, started_at=at, saved_at=at, received_on=received_on, **values, **declared, **asked
        )
        told("paper", made, actor, on=received_on.isoformat())
        letters.to_applicant("received", made)
        return made


def take_under_review(*, application: Application, actor: User | None) -> Application:
    """Begin the examination. Raises PermissionDenied, IllegalTransition."""
    allow(actor, "admission.change_application")
    with transaction.atomic():
        current = locked(application)
        current.state = states.after(current, "review")
        current.save(update_fields=["state"])
        told("review", current, actor)
        return current


def link_party(*, application: Application, party: Party, actor: User | None) -> Application:
    """Say that the applicant is this party. What the applicant gave stays as it is; the party's data too. Raises PermissionDenied, Refused."""
    allow(actor, "admission.change_application")
    with transaction.atomic():
        current = locked(application)
        refuse_unless(current, *CHANGEABLE)
        found = Party.objects.select_for_update(of=("self",)).get(pk=party.pk)
        if found.status != Party.Status.ACTIVE:
            raise Refused(_("This record is no longer in use: choose another."), "party")
        if found.kind != current.kind:
            raise Refused(_("A person cannot be linked to an organisation."), "party")
        return _identified(current, found, actor, "link")


def register_applicant(*, application: Application, confirmed: bool, actor: User | None) -> Application:
    """Enter the applicant as a new party. Raises PermissionDenied, Refused; NeedsDecision when somebody alike is there and not `confirmed`."""
    allow(actor, "admission.change_application")
    with transaction.atomic():
        current = locked(application)
        refuse_unless(current, *CHANGEABLE)
        if current.party_id:
            raise Refused(_("This application is linked already: %(name)s.") % {"name": current.party})
        person = current.kind == Party.Kind.PERSON
        names = ("first_name", "last_name", "birth_place") if person else ("display_name", "legal_form")
        texts = {name: getattr(current, name) for name in (*names, "email", "phone", "address")}
        party = register_party(
            kind=current.kind,
            birth_date=current.birth_date,
            fiscal_code=current.fiscal_code,
            vat=current.vat,
            confirmed=confirmed,
            actor=actor,
            **texts,
        )
        return _identified(current, party, actor, "register")


def _identified(current: Application, party: Party, actor: User | None, act: str) -> Application:
    current.party = party
    try:
        with transaction.atomic():
            current.save(update_fields=["party"])
    except IntegrityError:
        raise Refused(_("%(name)s already has an open application: withdraw one of the two.") % {"name": party}, "party") from None
    told(act, current, actor, party=party.display_name)
    keep_signature(current, actor)
    return current
