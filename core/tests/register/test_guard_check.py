"""A site whose guards are gone says so in the doctor and in `manage.py check --database default`."""

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.utils import timezone

from vivaio_core.mutuality.triggers import GUARD
from vivaio_core.register import triggers
from vivaio_core.site.doctor.findings import findings

pytestmark = pytest.mark.django_db


def test_the_checks_of_every_room_are_registered_and_see_a_missing_guard():
    wanted = {"register.E001", "mutuality.E001", "documents.E001", "energy.E001"}
    assert not {message.id for message in run_checks(databases=["default"])} & wanted
    triggers.remove(connection)
    GUARD.remove(connection)
    from vivaio_core.documents import triggers as documents
    from vivaio_energy import triggers as energy

    documents.remove(connection)
    energy.remove(connection)
    assert {message.id for message in run_checks(databases=["default"])} >= wanted
    texts = [finding.text for finding in findings(timezone.now())]
    assert "Mancano le protezioni del database per il libro soci." in texts
