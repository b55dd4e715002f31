"""Fixtures of the tests of the circuit."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from liberex_world import Circuit


@pytest.fixture
def circuit(db: None) -> Circuit:
    """The maker of things, with a database."""
    return Circuit()
