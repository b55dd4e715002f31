"""Requests about one's data come in: from the member area, or by letter through the office."""

from datetime import date, timedelta
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.disclosure.models import CorrectionRequest, DisclosureRequest, ErasureRequest
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Party
from vivaio_core.people.relations.speaking import allow_for
from vivaio_core.rules.selectors import rule
from vivaio_core.trail.services import record

R = TypeVar("R", DisclosureRequest, CorrectionRequest, ErasureRequest)


def ask_disclosure(*, party: Party, on: date, actor: User | None) -> DisclosureRequest:
    """Write down that somebody wants to see his data; an open request is given back. Raises PermissionDenied, NoRuleForDate."""
    own = allow_for(actor, party, "people.add_disclosurerequest")
    return _ask(DisclosureRequest(party=party, received_on=on, due_on=answer_by(on), own=own), actor, {"state": "open"})


def ask_correction(*, party: Party, what: str, wanted: str, on: date, actor: User | None) -> CorrectionRequest:
    """Write down what somebody wants to have corrected. Raises PermissionDenied, Refused, NoRuleForDate."""
    own = allow_for(actor, party, "people.add_correctionrequest")
    text = " ".join(wanted.split())[:300]
    if what not in CorrectionRequest.What.values:
        raise Refused(_("Choose what is to be corrected."), "what")
    if not text:
        raise Refused(_("Write how it should be."), "wanted")
    if CorrectionRequest.objects.filter(party=party, state="open", what=what).exists():
        raise Refused(_("You have already asked for this correction: the office is looking at it."), "what")
    made = CorrectionRequest(party=party, what=what, wanted=text, received_on=on, due_on=answer_by(on), own=own)
    return _ask(made, actor, {"state": "open", "what": what})


def ask_erasure(*, party: Party, on: date, actor: User | None) -> ErasureRequest:
    """Write down that somebody wants to be forgotten; an open request is given back. Raises PermissionDenied, NoRuleForDate."""
    own = allow_for(actor, party, "people.add_erasurerequest")
    return _ask(ErasureRequest(party=party, received_on=on, due_on=answer_by(on), own=own), actor, {"state__in": ["received", "planned"]})


def answer_by(on: date) -> date:
    """The last day for the answer to a request received on the day."""
    return on + timedelta(days=rule("privacy.answer_days", on).days)


def _ask(made: R, actor: User | None, open_when: dict[str, object]) -> R:
    """Save the request with its event, unless the party has an open one of its kind."""
    model = type(made)
    with transaction.atomic():
        Party.objects.select_for_update().get(pk=made.party_id)
        present = model.objects.filter(party=made.party, **open_when).first()
        if present:
            return present
        made.save(force_insert=True)
        payload = {"on": made.received_on.isoformat(), "due_on": made.due_on.isoformat(), "own": made.own}
        kind = f"people.ask_{model.__name__.removesuffix('Request').lower()}"
        record(kind=kind, actor=actor, subject=made.party, target=f"people.{model.__name__}:{made.pk}", payload=payload)
        return made
