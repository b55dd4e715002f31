"""The tests that `pytest --conforms <slug>` adds: each promise alone, and each live promise again among all installed plugins."""

from functools import cache

from vivaio_core.conformance import anatomy, live
from vivaio_core.conformance.examine import examine_files
from vivaio_core.conformance.small_site import examine_live
from vivaio_core.contract.discovery import installed

FILES, ALONE, TOGETHER = "files", "alone", "together"


def cases(slugs: list[str], *, live_too: bool = True) -> list[tuple[str, str, str]]:
    """(plugin, company, promise) of every test."""
    files = [(slug, FILES, name) for slug in slugs for name in anatomy.CHECKS]
    return files if not live_too else files + [(slug, company, name) for slug in slugs for company in (ALONE, TOGETHER) for name in live.CHECKS]


@cache
def findings(slug: str, company: str) -> dict[str, list[str]]:
    """Each site is made once for all its promises."""
    if company == FILES:
        return examine_files(slug)
    return examine_live(slug, installed() if company == TOGETHER else ())


def test_promise(conforming: str, company: str, promise: str) -> None:
    """The plugin keeps the promise; a finding that belongs to no promise (the site does not start) fails them all."""
    found = findings(conforming, company)
    loose = [sentence for name in ("start", "identity") for sentence in found.get(name, [])]
    assert found.get(promise, []) + loose == []
