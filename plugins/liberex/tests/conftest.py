"""Fixtures of the tests of the circuit."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from liberex_world import Circuit

from vivaio_liberex.models.board import Category


@pytest.fixture
def circuit(db: None) -> Circuit:
    """The maker of things, with a database."""
    return Circuit()


@pytest.fixture
def shelf(db: None) -> Category:
    """A category of the notice board."""
    return Category.objects.create(title="Feste e noleggi")
