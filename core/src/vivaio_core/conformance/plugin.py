"""The conformance kit as a pytest plugin: `pytest --conforms <slug>` adds one test per promise that a plugin must keep."""

from pathlib import Path

import pytest

PROMISES = Path(__file__).with_name("promises.py")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--conforms SLUG`, once for each plugin to examine."""
    parser.addoption("--conforms", action="append", default=[], metavar="SLUG", help="examine this Vivaio plugin")
    parser.addoption("--conforms-files", action="store_true", help="of its promises only those that need no site: they take a second")


def pytest_configure(config: pytest.Config) -> None:
    """Add the promises to what is collected; a worker of pytest-xdist gets them from its controller."""
    if config.getoption("--conforms") and not hasattr(config, "workerinput"):
        config.args.append(str(PROMISES))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test per plugin, company and promise."""
    if {"conforming", "company", "promise"} <= set(metafunc.fixturenames):
        from vivaio_core.conformance.promises import cases

        chosen = metafunc.config.option
        found = cases(chosen.conforms, live_too=not chosen.conforms_files)
        metafunc.parametrize(("conforming", "company", "promise"), found, ids=["-".join(case) for case in found])
