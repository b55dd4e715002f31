"""Fills a site's vendor/: wheels of core and of its modules, the hashed pins of everything else, a migrated database when there is one."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, entry_points
from pathlib import Path

from vivaio.errors import Refused
from vivaio.folder import disk_text
from vivaio.house import House
from vivaio.migrated import cached_database
from vivaio.pruning import KEEP, prune, use
from vivaio.text import _
from vivaio_core.contract.discovery import GROUP
from vivaio_core.contract.manifest import Manifest

SKIPPED = {"__pycache__", "build", "dist", "tests", ".pytest_cache"}
COMPILED = {".pyc", ".mo"}


@dataclass(frozen=True)
class Source:
    """A distribution of the checkout: its name and its folder."""

    name: str
    folder: Path


def sources(house: House, manifests: Iterable[Manifest]) -> list[Source]:
    """Core and the distributions of the chosen modules. Raises Refused for a module whose sources are not at hand."""
    found = [Source("vivaio-core", house.root / "core")]
    for manifest in manifests:
        folder = _folder_of(house, manifest)
        found.append(Source(folder.name, folder))
    return found


def _folder_of(house: House, manifest: Manifest) -> Path:
    for folder in sorted((house.root / "plugins").glob("*")):
        if (folder / "src" / manifest.package).is_dir():
            return folder
    for point in entry_points(group=GROUP, name=manifest.slug):
        origin = _editable_origin(point.dist)
        if origin is not None:
            return origin
    raise Refused(
        _("I cannot find the sources of the module «{slug}», so I cannot pack it: install it as editable (pip install -e) and repeat.").format(
            slug=manifest.slug
        )
    )


def _editable_origin(dist: Distribution | None) -> Path | None:
    import json
    from urllib.parse import unquote, urlparse

    said = dist.read_text("direct_url.json") if dist else None
    url = json.loads(said).get("url", "") if said else ""
    folder = Path(unquote(urlparse(url).path)) if url.startswith("file:") else None
    return folder if folder and (folder / "pyproject.toml").is_file() else None


def content_hash(folders: Iterable[Path]) -> str:
    """Changes when a file that enters a wheel changes; compiled files do not count, their sources do."""
    total = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix not in COMPILED and not SKIPPED & set(path.relative_to(folder).parts):
                total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()[:24]


def wheel(source: Source, house: House) -> Path:
    """The wheel of a distribution, built once per content and kept in .cache/wheels, where the last few of each stay.

    Raises Refused when it cannot be built.
    """
    tool = house.root / "tools" / "compile_messages.py"
    key = content_hash([source.folder]) + "-" + hashlib.sha256(tool.read_bytes()).hexdigest()[:8]
    kept = house.cache / "wheels" / key
    made = sorted(kept.glob("*.whl"))
    if made:
        use(kept)
        return made[0]
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".building-", dir=kept.parent) as temporary:
            built = _build(source, Path(temporary))
            kept.mkdir(exist_ok=True)
            new = Path(shutil.move(str(built), kept / built.name))
        prune({path.parent for path in kept.parent.glob(f"*/{built.name.split('-')[0]}-*.whl")})
        return new
    except OSError as error:
        raise Refused(disk_text(error, kept)) from None


def _build(source: Source, out: Path) -> Path:
    from uv import find_uv_bin

    command = [
        find_uv_bin(),
        "build",
        "--quiet",
        "--wheel",
        "--no-build-isolation",
        "--python",
        sys.executable,
        "--out-dir",
        str(out),
        str(source.folder),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "UV_OFFLINE": "1"})  # noqa: S603
    made = sorted(out.glob("*.whl"))
    if done.returncode or not made:
        raise Refused(_("I cannot pack {name}: {said}").format(name=source.name, said=done.stderr.strip()[-800:]))
    return made[0]


def fill_vendor(site: Path, manifests: Sequence[Manifest], house: House, *, editable: bool = False) -> None:
    """Write vendor/ anew, so that the site installs without the checkout; with `editable` it points at the checkout's sources instead."""
    vendor = site / "vendor"
    shutil.rmtree(vendor, ignore_errors=True)
    vendor.mkdir()
    chosen = sources(house, manifests)
    shutil.copyfile(house.pins / "site.txt", vendor / "requirements.txt")
    ready = cached_database(house, manifests, [source.folder for source in chosen])
    # Hints for this machine only, never needed: a uv at hand, and where a first start may leave its migrated database.
    (vendor / "nursery.txt").write_text(f"{house.root}\n{ready}\n", encoding="utf-8")
    if editable:
        (vendor / "editable.txt").write_text("".join(f"-e {source.folder}\n" for source in chosen), encoding="utf-8")
    else:
        _put_wheels(vendor, chosen, house)
    if ready.is_file():
        shutil.copyfile(use(ready), vendor / "migrated.sqlite3")
    else:
        prune(ready.parent.glob("*.sqlite3"), KEEP - 1)  # the first start is about to leave its own


def _put_wheels(vendor: Path, chosen: Iterable[Source], house: House) -> None:
    lines = []
    for source in chosen:
        built = wheel(source, house)
        shutil.copyfile(built, vendor / built.name)
        lines.append(f"./vendor/{built.name} --hash=sha256:{hashlib.sha256(built.read_bytes()).hexdigest()}\n")
    (vendor / "wheels.txt").write_text("".join(lines), encoding="utf-8")
