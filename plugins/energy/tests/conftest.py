"""Fixtures of the tests of energy."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from energy_world import World


@pytest.fixture
def make(db: None) -> World:
    """The maker of things, with a database."""
    return World()
