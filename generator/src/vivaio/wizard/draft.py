"""The draft of an unfinished wizard: an answers file beside the site to be, written after each answer, gone when the site is there."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vivaio.answers.document import draft_document
from vivaio.folder import write_whole
from vivaio_core.contract.load import parse_toml, read


def draft_path(place: Path | None, base: Path) -> Path:
    """`<site>.bozza.toml` beside the site, or `vivaio.bozza.toml` in `base` while the site's name is open."""
    return place.with_name(f"{place.name}.bozza.toml") if place else base / "vivaio.bozza.toml"


def save(path: Path, values: Mapping[str, Any]) -> None:
    """Replace the draft in one step. Raises Refused when the disk refuses."""
    write_whole(path, draft_document({key: value for key, value in values.items() if not key.startswith("?")}))


def load(path: Path) -> dict[str, Any]:
    """The answers of a draft, flat again. Raises ConfigurationError when somebody broke the file.

    A draft that is past the modules has seen the question whether to look at their settings: it is not asked again.
    """
    values = dict(flat(parse_toml(read(path), str(path))))
    if any(key.startswith("contact.") for key in values):
        for slug in [key.split(".")[1] for key in values if key.startswith("plugins.") and key.count(".") == 1]:
            values[f"?{slug}"] = any(key.startswith(f"plugins.{slug}.") for key in values)
    return values


def flat(nested: Mapping[str, Any], below: str = "") -> list[tuple[str, Any]]:
    """{"a": {"b": 1}} → [("a.b", 1)]; a module's own table stays as an empty one, so that it counts as chosen."""
    found: list[tuple[str, Any]] = []
    for name, value in nested.items():
        key = f"{below}{name}"
        if isinstance(value, dict):
            if key == "plugins" or below == "plugins.":
                found.append((key, {}))
            found += flat(value, f"{key}.")
        else:
            found.append((key, value))
    return found
