"""Finds the installed plugins by the entry-point group `vivaio.plugins` and puts them in the order of their requirements."""

from collections.abc import Iterable, Mapping
from importlib.metadata import EntryPoint, entry_points

from vivaio_core.contract.errors import PluginCycle, PluginDuplicate, PluginMissing
from vivaio_core.contract.manifest import Manifest

GROUP = "vivaio.plugins"


def installed(points: Iterable[EntryPoint] | None = None) -> dict[str, Manifest]:
    """Return slug → manifest of all installed plugins, sorted by slug. Raises PluginDuplicate."""
    found: dict[str, Manifest] = {}
    for point in sorted(entry_points(group=GROUP) if points is None else points, key=lambda point: point.name):
        manifest = point.load()
        if manifest.slug in found:
            raise PluginDuplicate(f"Due pacchetti installati offrono lo stesso modulo «{manifest.slug}»: ne disinstalli uno.")
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
        raise PluginCycle(f"I moduli si richiedono in cerchio ({circle}): chieda a chi li mantiene di togliere un requisito.")
    if slug not in available:
        known = ", ".join(sorted(available)) or "nessuno"
        wanted = f", richiesto da «{path[-1]}»" if path else ""
        raise PluginMissing(f"Il modulo «{slug}»{wanted} non è installato. Moduli disponibili: {known}. Lo installi o lo tolga dalle scelte.")
    for need in available[slug].requires:
        _visit(need, available, done, (*path, slug))
    done[slug] = available[slug]
