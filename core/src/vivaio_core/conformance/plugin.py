"""The conformance kit as a pytest plugin: `pytest --conforms <slug>` adds one test per promise that a plugin must keep."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--conforms SLUG`, once for each plugin to examine."""
    parser.addoption("--conforms", action="append", default=[], metavar="SLUG", help="examine this Vivaio plugin")
