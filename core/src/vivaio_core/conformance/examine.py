"""The whole examination of a plugin."""

from collections.abc import Iterable

from vivaio_core.conformance.anatomy import CHECKS
from vivaio_core.conformance.small_site import examine_live
from vivaio_core.conformance.subject import subject
from vivaio_core.contract.discovery import installed


def examine_files(slug: str) -> dict[str, list[str]]:
    """Findings that need no site, by check. Raises PluginMissing."""
    found = subject(slug)
    identity = CHECKS["identity"](found)
    if identity:
        return {"identity": identity}
    return {name: check(found) for name, check in CHECKS.items()}


def examine(slug: str, company: Iterable[str] = ()) -> dict[str, list[str]]:
    """Findings on the files and on a site with `company`; none is made when the manifest is wrong. Raises PluginMissing."""
    files = examine_files(slug)
    return files if files.get("identity") else files | examine_live(slug, company)


def missing(slug: str) -> list[str]:
    """What the plugin lacks, in Italian sentences: alone first, then among all the plugins installed here. Raises PluginMissing."""
    alone = examine(slug)
    together = examine_live(slug, installed()) if set(installed()) > {slug} and not alone.get("identity") else {}
    sentences = [sentence for findings in (alone, together) for check in findings.values() for sentence in check]
    return list(dict.fromkeys(sentences))
