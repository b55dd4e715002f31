"""A charter as the dossier tells it, and people to sign it."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from django.utils import timezone

from vivaio_core.contract.fiscal import luhn_ok
from vivaio_core.documents.models import DocumentVersion, LivingDocument
from vivaio_core.documents.services import draft_version, open_document, publish_version
from vivaio_core.people.models import Party
from vivaio_core.people.services import record_resolution, register_party


def noon(day: date) -> datetime:
    """Twelve o'clock of a day."""
    return timezone.make_aware(datetime.combine(day, time(12)))


@pytest.fixture
def charter(db: None) -> LivingDocument:
    return open_document(
        title="Carta dei valori",
        code="charter",
        category="charter",
        signed_by_members=True,
        signed_by_suppliers=True,
        signed_by_staff=True,
        actor=None,
    )


@pytest.fixture
def publish(charter: LivingDocument) -> Callable[..., DocumentVersion]:
    """Publish the next version of the charter, in force from a day, to be signed again by another."""

    def make(since: date, by: date | None = None, document: LivingDocument = charter, text: str = "") -> DocumentVersion:
        resolution = record_resolution(organ="assembly", held_on=since, minute_no="3", actor=None)
        draft = draft_version(document=document, text=text or f"# Carta\n\nTesto in vigore dal {since}.", actor=None)
        resign = "by_deadline" if by else "none"
        return publish_version(version=draft, in_force_from=since, resolution=resolution, resign=resign, resign_by=by, at=noon(since), actor=None)

    return make


@pytest.fixture
def organisation(db: None) -> Callable[[str], Party]:
    """Register an organisation with a sound code of its own."""
    made: list[Party] = []

    def make(name: str) -> Party:
        body = f"{len(made) + 1:07d}036"
        code = next(f"{body}{last}" for last in range(10) if luhn_ok(f"{body}{last}"))
        made.append(register_party(kind="organisation", display_name=name, fiscal_code=code, confirmed=True))
        return made[-1]

    return make
