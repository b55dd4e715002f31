"""A site whose guards are gone says so in the doctor and in `manage.py check --database default`."""

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.utils import timezone

from vivaio_core.documents import triggers as documents
from vivaio_core.mutuality import triggers as mutuality
from vivaio_core.register import triggers as register
from vivaio_core.site.doctor.findings import findings
from vivaio_energy import triggers as energy

pytestmark = pytest.mark.django_db


def test_the_checks_of_every_room_are_registered_and_see_a_missing_guard():
    wanted = {"register.E001", "mutuality.E001", "documents.E001", "energy.E001"}
    assert not {message.id for message in run_checks(databases=["default"])} & wanted
    for room in (register, mutuality, documents, energy):
        room.GUARD.remove(connection)
    assert {message.id for message in run_checks(databases=["default"])} >= wanted
    texts = [finding.text for finding in findings(timezone.now())]
    assert "Mancano le protezioni del database per il libro soci." in texts
