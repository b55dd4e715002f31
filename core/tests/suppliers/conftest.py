"""A charter, suppliers, people of the office."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from django.utils import timezone

from vivaio_core.documents.models import DocumentVersion
from vivaio_core.documents.services import Signing, draft_version, open_document, publish_version, sign_many
from vivaio_core.people.models import Party
from vivaio_core.people.services import record_resolution, register_party
from vivaio_core.suppliers.models import Supplier
from vivaio_core.suppliers.services import Known, Profile, bring_in_suppliers

FIRST = date(2021, 3, 1)


def noon(day: date) -> datetime:
    """Twelve o'clock of a day."""
    return timezone.make_aware(datetime.combine(day, time(12)))


@pytest.fixture
def publish(db: None) -> Callable[..., DocumentVersion]:
    """Publish the next version of the charter."""
    document = open_document(title="Carta dei valori", code="charter", category="charter", signed_by_suppliers=True, actor=None)

    def make(since: date, by: date | None = None) -> DocumentVersion:
        resolution = record_resolution(organ="assembly", held_on=since, minute_no="3", actor=None)
        draft = draft_version(document=document, text=f"# Carta\n\nDal {since}.", actor=None)
        resign = "by_deadline" if by else "none"
        return publish_version(version=draft, in_force_from=since, resolution=resolution, resign=resign, resign_by=by, at=noon(since), actor=None)

    return make


@pytest.fixture
def party(db: None) -> Party:
    return register_party(kind="organisation", display_name="Officina Neri", email="neri@officina.example")


@pytest.fixture
def crowd(db: None) -> Callable[..., list[Supplier]]:
    """Bring in so many more suppliers from FIRST, with a signature under `version` when one is given."""
    made: list[int] = []

    def bring(count: int, version: DocumentVersion | None = None, **profile: Any) -> list[Supplier]:
        numbers = range(len(made), len(made) + count)
        rows = [Party(kind="organisation", display_name=f"Ditta {n:05d}", search_key=f"ditta {n:05d}") for n in numbers]
        made.extend(numbers)
        parties = Party.objects.bulk_create(rows)
        found = bring_in_suppliers(known=[Known(one, Profile(**profile), FIRST, FIRST) for one in parties], actor=None)
        if version:
            sign_many(signings=[Signing(one, version, noon(max(FIRST, version.in_force_from or FIRST))) for one in parties], actor=None)
        return found

    return bring
