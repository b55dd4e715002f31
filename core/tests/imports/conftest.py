"""A private folder of its own, and people of the office."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from office import enter_office

from vivaio_core.access.models import User
from vivaio_core.access.services.staff import set_roles
from vivaio_core.access.services.sync_roles import sync_roles


@pytest.fixture(autouse=True)
def private_folder(settings: Any, tmp_path: Path) -> None:
    """Uploaded files lie in the test's own folder."""
    private = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "private")}}
    settings.STORAGES = {**settings.STORAGES, "private": private}


@pytest.fixture
def entered(db: None) -> Callable[[str], Client]:
    """A client of a role, with second factor."""
    sync_roles()

    def enter(role: str) -> Client:
        user = User.objects.create_user(f"{role}@ufficio.example", first_name="Rita", last_name="Poli")
        set_roles(user=user, roles=[role], actor=None)
        return enter_office(Client(), User.objects.get(pk=user.pk))

    return enter
