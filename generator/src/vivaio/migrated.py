"""The cache of migrated SQLite files: 185 migrations cost most of a first start, a copy costs milliseconds."""

import ast
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from vivaio.house import House
from vivaio_core.contract.manifest import Manifest


def cached_database(house: House, manifests: Iterable[Manifest], folders: Iterable[Path] = ()) -> Path:
    """Where the migrated file for this set of modules is or will be; the name changes with any migration and any pin.

    `folders` are those of modules that lie outside the checkout.
    """
    return house.cache / "migrated" / f"{migration_key(house, manifests, folders)}.sqlite3"


def migration_key(house: House, manifests: Iterable[Manifest], folders: Iterable[Path] = ()) -> str:
    """Hash of the module set, of every migration in core and in the modules, of what those import from them, and of the pins."""
    total = hashlib.sha256()
    for manifest in sorted(manifests, key=lambda manifest: manifest.slug):
        total.update(manifest.slug.encode() + b"\0" + manifest.version.encode() + b"\0")
    roots = {house.root / "core" / "src", *(house.root / "plugins").glob("*/src"), *(folder / "src" for folder in folders)}
    for root in sorted(roots):
        for path in sorted(set(_sources(root))):
            total.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    total.update((house.pins / "site.txt").read_bytes())
    return total.hexdigest()[:24]


def _sources(root: Path) -> Iterator[Path]:
    for migration in root.glob("*/**/migrations/*.py"):
        yield migration
        for module in _imported(migration):
            file = root.joinpath(*module.split(".")).with_suffix(".py")
            if file.is_file():
                yield file


def _imported(migration: Path) -> Iterator[str]:
    """Modules that a migration takes code from (triggers kept as SQL in a module of their own)."""
    for node in ast.walk(ast.parse(migration.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
