"""A small cooperative with a charter, a group, members who can present, and the people of its office."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from membership import admitted

from vivaio_core.admission.models.application import Application
from vivaio_core.admission.selectors import charter_in_force
from vivaio_core.admission.services import apply, examine, sponsor
from vivaio_core.admission.tokens import STATUS, token
from vivaio_core.documents.models import DocumentVersion
from vivaio_core.documents.services import draft_version, open_document, publish_version
from vivaio_core.people.models import Collectivity, Party
from vivaio_core.people.services import include_collectivity, propose_collectivity, record_resolution, register_party

GIVEN = {
    "first_name": "Gianna",
    "last_name": "Verdi",
    "birth_date": date(1962, 3, 18),
    "birth_place": "Modena",
    "fiscal_code": "VRDGNN62C58F257V",
    "email": "gianna@casa.example",
    "phone": "320 5550128",
    "address": "Via Emilia 1, Modena",
}


def moment(day: date) -> datetime:
    """Noon of a day, or now on a morning."""
    return min(timezone.make_aware(datetime.combine(day, time(12))), timezone.now())


@dataclass
class World:
    """What the tests act on."""

    group: Collectivity
    member: Party
    charter: DocumentVersion

    def paper(self, received_on: date = date(2026, 2, 10), **changes: Any) -> Application:
        """An application with everything but identity, charter and sponsor."""
        asked = {"collectivity": self.group, "payment_plan": "at_once", "requirements_declared": True, "no_competitor": True, **changes}
        given = {**GIVEN, **{name: asked.pop(name) for name in list(asked) if name in GIVEN}}
        kind = asked.pop("kind", "person")
        return examine.enter_paper(
            kind=kind,
            received_on=received_on,
            at=moment(received_on),
            on=timezone.localdate(),
            origin="http://testserver/",
            actor=None,
            **asked,
            **given,
        )

    def ready(self, received_on: date = date(2026, 2, 10), **changes: Any) -> Application:
        """An application under review with the whole checklist in order."""
        found = self.paper(received_on, **changes)
        self.sign(found, received_on)
        examine.register_applicant(application=found, confirmed=True, actor=None)
        self.present(found, received_on)
        return examine.take_under_review(application=found, actor=None)

    def sign(self, application: Application, on: date) -> Application:
        """Accept the charter in force on a day, on paper."""
        version = charter_in_force(on)
        assert version
        return apply.accept_charter(
            application=application, text_hash=version.text_hash, at=moment(on), channel="paper", evidence="foglio 1", actor=None
        )

    def present(self, application: Application, on: date) -> Any:
        """The member says yes."""
        return sponsor.record_answer(application=application, sponsor=self.member, accept=True, at=moment(on), statement="La conosco.", actor=None)


@pytest.fixture
def world(db: None) -> World:
    """Charter in force since 2020, a group, a member with number 1 and an e-mail."""
    document = open_document(title="Carta dei valori", code="charter", category="charter", signed_by_members=True, actor=None)
    resolution = record_resolution(organ="assembly", held_on=date(2020, 1, 10), minute_no="3", actor=None)
    version = draft_version(document=document, text="# Carta\n\n## Primo\n\nNoi compriamo insieme.", actor=None)
    charter = publish_version(version=version, in_force_from=date(2020, 2, 1), resolution=resolution, actor=None, at=moment(date(2020, 1, 15)))
    group = propose_collectivity(name="Chi guida elettrico", actor=None)
    group = include_collectivity(collectivity=group, on=date(2020, 3, 1), actor=None)
    member = register_party(first_name="Ada", last_name="Bianchi", email="ada@casa.example", fiscal_code="BNCDAA80A41F257A")
    admitted(member, date(2021, 3, 3))
    return World(Collectivity.objects.get(pk=group.pk), member, charter)


def links(to: str) -> list[str]:
    """Paths of the links in the letters to an address, oldest first."""
    return [found for one in mail.outbox if one.to == [to] for found in re.findall(r"https?://[^/\s]+(/\S+)", str(one.body))]


def status_path(application: Application) -> str:
    return f"/adesione/stato/{token(STATUS, application.key)}/"
