"""The plugin under examination: its manifest, its distribution, its files. Reads, never runs, the plugin's modules."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from vivaio_core.contract.discovery import GROUP
from vivaio_core.contract.errors import PluginMissing
from vivaio_core.contract.manifest import Manifest


@dataclass(frozen=True)
class Subject:
    """A plugin found by its entry point."""

    slug: str
    point: EntryPoint
    manifest: object
    package: str
    folder: Path

    @property
    def card(self) -> Manifest:
        """The manifest, for checks that run after its type was seen to be right."""
        assert isinstance(self.manifest, Manifest)
        return self.manifest

    @cached_property
    def modules(self) -> dict[str, ast.Module]:
        """Relative path → syntax tree of every module of the plugin, migrations and tests aside."""
        return {
            name: ast.parse(path.read_text(encoding="utf-8")) for name, path in self.files(".py") if not name.startswith(("migrations/", "tests/"))
        }

    def files(self, suffix: str) -> Iterator[tuple[str, Path]]:
        """Relative name and path of the package's files with this suffix."""
        for path in sorted(self.folder.rglob(f"*{suffix}")):
            yield path.relative_to(self.folder).as_posix(), path


def subject(slug: str) -> Subject:
    """Find the plugin. Raises PluginMissing when no installed distribution offers it."""
    points = [point for point in entry_points(group=GROUP) if point.name == slug]
    if not points:
        raise PluginMissing(f"Nessun pacchetto installato offre il modulo «{slug}»: controlli il gruppo «{GROUP}» nel suo pyproject.toml.")
    package = points[0].value.split(":")[0].split(".")[0]
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise PluginMissing(f"Il modulo «{slug}» dice di stare nel pacchetto «{package}», che non si trova: lo reinstalli.")
    return Subject(slug, points[0], points[0].load(), package, Path(spec.origin).parent)
