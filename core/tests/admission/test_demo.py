"""The demonstration's applications: one in each state, the same each time, no letter, and the fact that others hear."""

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from pydantic import ValidationError

from vivaio_core.admission.demo import build
from vivaio_core.admission.facts import MemberAdmitted, member_admitted
from vivaio_core.admission.models.application import Application
from vivaio_core.admission.services.annotate import annotate
from vivaio_core.admission.services.decide import admit
from vivaio_core.people.models import Membership
from vivaio_core.people.selectors import is_member
from vivaio_core.register.models.book import Operation
from vivaio_core.register.services.mend import undo
from vivaio_core.site.demo import DemoContext
from vivaio_core.trail.models import Event

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def context(applications: list[dict[str, Any]]) -> DemoContext:
    data = {"admission": {"applications": applications}} if applications else {}
    return DemoContext(data=data, folder=Path(), on=TODAY, random=Random("x"))


def story(number: int, **more: Any) -> dict[str, Any]:
    return {"first_name": "Ugo", "last_name": f"Neri{'abcdefghij'[number]}", "birth_date": date(1980, 1, 1 + number), "received": 90, **more}


REFUSED = {"reviewed": True, "refused": 60, "reasons": "Non ha i requisiti.", "communicated": 50, "group": "Chi guida elettrico"}
DECIDED = {"reviewed": True, "admitted": 50, "communicated": 48, "group": "Chi guida elettrico"}


def test_one_in_each_state_and_a_second_run_creates_nothing(world):
    asked = [
        story(0, presented="asked", group="Chi guida elettrico"),
        story(1, reviewed=True, paper=True),
        story(2, **DECIDED),
        story(3, **DECIDED, annotated=True),
        story(4, **REFUSED),
        story(5, **REFUSED, appealed=30),
        story(6, **REFUSED, appealed=30, assembly=10),
        story(7, withdrawn=20),
    ]
    build(context(asked))
    states = list(Application.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["submitted", "under_review", "approved", "annotated", "refused", "appealed", "refused_final", "withdrawn"]
    assert Membership.objects.count() == 2
    assert mail.outbox == []
    events = Event.objects.count()
    build(context(asked))
    assert (Application.objects.count(), Event.objects.count()) == (8, events)


def test_no_section_no_applications_and_a_wrong_one_is_refused(world):
    build(context([]))
    assert not Application.objects.exists()
    with pytest.raises(ValidationError):
        build(context([{"first_name": "Ugo", "colour": "red", "received": 1}]))


def test_the_entry_in_the_register_is_told_as_a_fact_once_it_is_committed(world, django_capture_on_commit_callbacks):
    heard: list[MemberAdmitted] = []

    def listen(fact: MemberAdmitted, **_: Any) -> None:
        heard.append(fact)

    member_admitted.connect(listen)
    try:
        application = admit(application=world.ready(), organ="board", held_on=date(2026, 3, 1), minute_no="7", on=TODAY, actor=None)
        with django_capture_on_commit_callbacks(execute=True):
            bond = annotate(application=application, recorded_on=date(2026, 3, 5), on=TODAY, actor=None)
    finally:
        member_admitted.disconnect(listen)
    assert heard == [MemberAdmitted(application.party_id, bond.pk, date(2026, 3, 1))]


def test_undoing_the_admission_in_the_register_reopens_the_application(world):
    application = admit(application=world.ready(), organ="board", held_on=date(2026, 3, 1), minute_no="7", on=TODAY, actor=None)
    annotate(application=application, recorded_on=date(2026, 3, 5), on=TODAY, actor=None)
    undo(operation=Operation.objects.get(party=application.party), recorded_on=timezone.localdate(), note="persona sbagliata", actor=None)
    application.refresh_from_db()
    assert (application.state, application.recorded_on) == ("approved", None)
    assert not is_member(application.party, TODAY)
