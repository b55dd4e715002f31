"""Finds the installed plugins by the entry-point group `vivaio.plugins` and puts them in the order of their requirements."""

import difflib
from collections.abc import Iterable, Mapping
from importlib.metadata import EntryPoint, entry_points

from vivaio_core.contract.errors import ContractError, PluginCycle, PluginDuplicate, PluginMissing
from vivaio_core.contract.manifest import Manifest
from vivaio_core.contract.text import _

GROUP = "vivaio.plugins"


def installed(points: Iterable[EntryPoint] | None = None) -> dict[str, Manifest]:
    """Return slug → manifest of all installed plugins, sorted by slug. Raises PluginDuplicate, ContractError for a broken package."""
    found: dict[str, Manifest] = {}
    for point in sorted(entry_points(group=GROUP) if points is None else points, key=lambda point: point.name):
        try:
            manifest = point.load()
        except (ImportError, AttributeError) as error:
            text = _("The module «{name}» is installed but cannot be read ({error}): install it again or remove its package.")
            raise ContractError(text.format(name=point.name, error=error)) from error
        if not isinstance(manifest, Manifest):
            raise ContractError(_("The module «{name}» does not offer a Manifest: ask those who keep it to mend it.").format(name=point.name))
        if manifest.slug in found:
            raise PluginDuplicate(_("Two installed packages offer the same module «{slug}»: uninstall one.").format(slug=manifest.slug))
        found[manifest.slug] = manifest
    return found


def ordered(chosen: Iterable[str], available: Mapping[str, Manifest]) -> list[Manifest]:
    """Return the chosen plugins and all they require, each after its requirements. Raises PluginMissing, PluginCycle."""
    done: dict[str, Manifest] = {}
    for slug in sorted(set(chosen)):
        _visit(slug, available, done, ())
    return list(done.values())


def _visit(slug: str, available: Mapping[str, Manifest], done: dict[str, Manifest], path: tuple[str, ...]) -> None:
    if slug in done:
        return
    if slug in path:
        circle = " → ".join([*path[path.index(slug) :], slug])
        raise PluginCycle(_("The modules require each other in a circle ({circle}): ask those who keep them to drop one.").format(circle=circle))
    if slug not in available:
        raise PluginMissing(missing_text(slug, available, path[-1] if path else ""))
    for need in available[slug].requires:
        _visit(need, available, done, (*path, slug))
    done[slug] = available[slug]


def missing_text(slug: str, available: Iterable[str], wanted_by: str = "") -> str:
    """The Italian sentence about a module that is not installed: what it is near to, which there are, what to do."""
    known = sorted(available)
    near = difflib.get_close_matches(slug, known, 1, 0.7)
    text = _("The module «{slug}», required by «{by}», is not installed.") if wanted_by else _("The module «{slug}» is not installed.")
    parts = [text.format(slug=slug, by=wanted_by)]
    if near:
        parts.append(_("Perhaps you meant «{near}».").format(near=near[0]))
    parts.append(_("Modules at hand: {known}. Install it or remove it from the choices.").format(known=", ".join(known) or _("none")))
    return " ".join(parts)
