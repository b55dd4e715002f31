"""A buyer of shares or an heir enters through an application: prepared by the office, held against the checklist, closed by the book."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.admission import letters, states
from vivaio_core.admission.entrants import entry
from vivaio_core.admission.facts import MemberAdmitted, member_admitted
from vivaio_core.admission.models.application import Application
from vivaio_core.admission.services.annotate import join_group
from vivaio_core.admission.services.examine import enter_paper, link_party, take_under_review
from vivaio_core.admission.services.hold import locked, told
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Identifier, Membership, Party
from vivaio_core.people.selectors import is_member

Way = Application.Way


def prepare(*, party: Party, received_on: date, shares: int, at: datetime, actor: User | None, origin: str = "") -> Application:
    """Begin the application of somebody in the records who gets shares from another, with the data that are here.

    Raises PermissionDenied; Refused for a member, or when another application is open.
    """
    allow(actor, "admission.add_application")
    on = timezone.localdate(at)
    with transaction.atomic():
        found = Party.objects.select_for_update(of=("self",)).get(pk=party.pk)
        if is_member(found, on):
            raise Refused(_("%(name)s is a member: no application is needed.") % {"name": found})
        if Application.objects.filter(party=found, state__in=states.OPEN).exists():
            raise Refused(_("%(name)s has an open application already.") % {"name": found})
        made = enter_paper(kind=found.kind, received_on=received_on, at=at, on=on, actor=actor, origin=origin, shares=shares, **_known(found))
        link_party(application=made, party=found, actor=actor)
        return take_under_review(application=made, actor=actor)


def hold_at_gate(*, party: Party, on: date, qty: int) -> Application | None:
    """The application by which a party may enter on the day; None for a member. Raises Refused with what is missing and where to do it."""
    found = entry(party, on, qty)
    if found is None:
        return None
    if found.application is None:
        text = _("%(name)s is not a member and enters as every applicant does. First prepare the application: the button is on the page of the case.")
        raise Refused(text % {"name": party})
    if found.missing:
        lines = " ".join(f"{item.title}: {item.reason}" for item in found.missing)
        text = _("%(name)s cannot enter yet. %(items)s It is completed on the page of the application, under “Applications”.")
        raise Refused(text % {"name": party, "items": lines})
    return found.application


def enter(*, application: Application | None, way: str, recorded_on: date, actor: User | None) -> None:
    """The book has admitted who was held at the gate: the application is closed with the number. Nothing to do for a member.

    Called inside the transaction of the book's operation. Raises IllegalTransition.
    """
    if application is None:
        return
    with transaction.atomic():
        current = locked(application)
        current.state = states.after(current, "enter")
        party = current.party
        assert party is not None  # noqa: S101 - the gate reads applications by their party
        bond = Membership.objects.get(party=party, ended_on__isnull=True)
        current.way, current.member_no, current.recorded_on = way, bond.member_no, recorded_on
        current.save(update_fields=["state", "way", "member_no", "recorded_on"])
        join_group(current, party, bond.effective_on, actor)
        told("annotate", current, actor, on=recorded_on.isoformat(), member_no=bond.member_no)
        letters.to_applicant("member", current, str(bond.pk))
        fact = MemberAdmitted(party.pk, bond.pk, bond.effective_on)
        transaction.on_commit(lambda: member_admitted.send(sender=Application, fact=fact))


def _known(party: Party) -> dict[str, Any]:
    """What is here about a party, as an application holds it."""
    person = party.kind == Party.Kind.PERSON
    names = ("first_name", "last_name", "birth_place") if person else ("display_name", "legal_form")
    codes = {code.scheme: code.value for code in party.identifiers.filter(active=True)}
    texts: dict[str, Any] = {name: getattr(party, name) for name in (*names, "email", "phone", "address")}
    known = {**texts, "birth_date": party.birth_date, "fiscal_code": codes.get(Identifier.Scheme.CF, "")}
    return known if person else {**known, "vat": codes.get(Identifier.Scheme.VAT, "")}
