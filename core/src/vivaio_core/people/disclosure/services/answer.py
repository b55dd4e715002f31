"""The office, or the member's own click, answers requests to see and to correct data."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.disclosure.models import CorrectionRequest, DisclosureRequest
from vivaio_core.people.errors import IllegalTransition, Refused, allow
from vivaio_core.people.models import Party
from vivaio_core.people.relations.speaking import speaks_for
from vivaio_core.trail.services import record


def hand_over(*, party: Party, actor: User | None, own: bool) -> None:
    """Remember that all data of a party were handed over as a file: to the person, or to somebody of the office.

    Raises PermissionDenied for whoever is neither.
    """
    if not (own and speaks_for(actor, party)):
        allow(actor, "people.change_disclosurerequest")
    record(kind="people.hand_over_data", actor=actor, subject=party, target=f"people.Party:{party.pk}", payload={"own": own})


def answer_disclosure(*, request: DisclosureRequest, answer: str, on: date, actor: User | None) -> DisclosureRequest:
    """Close a request: `answer` says how the data reached the person. Raises PermissionDenied, Refused, IllegalTransition."""
    allow(actor, "people.change_disclosurerequest")
    changes = {"state": DisclosureRequest.State.ANSWERED, "answer": _required(answer, "answer")[:200], "closed_on": on}
    _close(request, changes, "people.answer_disclosure", actor, {"late": on > request.due_on})
    return request


def settle_correction(*, request: CorrectionRequest, done: bool, answer: str, on: date, actor: User | None) -> CorrectionRequest:
    """Close a request for a correction, done or refused; a refusal needs its reason. Raises PermissionDenied, Refused, IllegalTransition."""
    allow(actor, "people.change_correctionrequest")
    text = " ".join(answer.split())[:300] if done else _required(answer, "answer")[:300]
    state = CorrectionRequest.State.DONE if done else CorrectionRequest.State.REFUSED
    payload = {"what": request.what, "done": done, "answer": text}
    _close(request, {"state": state, "answer": text, "closed_on": on}, "people.settle_correction", actor, payload)
    return request


def _close(request: Any, changes: dict[str, Any], kind: str, actor: User | None, payload: dict[str, Any]) -> None:
    with transaction.atomic():
        current = type(request).objects.select_for_update().get(pk=request.pk)
        if current.state != "open":
            raise IllegalTransition(_("This request is closed already."))
        for name, value in changes.items():
            setattr(request, name, value)
        request.save(update_fields=list(changes))
        record(kind=kind, actor=actor, subject=request.party, target=f"people.{type(request).__name__}:{request.pk}", payload=payload)


def _required(text: str, field: str) -> str:
    found = " ".join(text.split())
    if not found:
        raise Refused(_("Write it down in a few words."), field)
    return found
