"""Answers from a file, from flags and from the wizard, brought together and validated once by the schema of coop.toml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from vivaio.errors import Refused
from vivaio.text import _
from vivaio_core.contract.coop import Coop
from vivaio_core.contract.discovery import ordered
from vivaio_core.contract.errors import ConfigurationError, Problem
from vivaio_core.contract.load import parse_toml, plugin_problems, problems_of, read
from vivaio_core.contract.manifest import Manifest

Nested = dict[str, Any]


@dataclass(frozen=True)
class Answers:
    """All that a site is grown from: its coop.toml, the chosen modules in order, and the logo's file when there is one."""

    coop: Coop
    manifests: tuple[Manifest, ...]
    logo: Path | None = None


def from_file(path: Path) -> tuple[Nested, str]:
    """The answers of a TOML file and its text (for line numbers). Raises ConfigurationError."""
    text = read(path)
    raw = parse_toml(text, str(path))
    brand = raw.get("brand")
    if isinstance(brand, dict) and isinstance(brand.get("logo"), str) and brand["logo"]:
        brand["logo"] = str(path.parent / brand["logo"])
    return raw, text


def from_flags(settings: Sequence[str]) -> dict[str, str]:
    """`cooperative.name=Prova` → {"cooperative.name": "Prova"}. Raises Refused for a missing = and for a key given twice."""
    found: dict[str, str] = {}
    for setting in settings:
        key, sign, value = setting.partition("=")
        key = key.strip()
        if not sign or not key or not all(key.split(".")):
            raise Refused(_("--set {setting}: write key=value, for example --set cooperative.name=Insieme").format(setting=setting[:80]))
        if key in found:
            raise Refused(_("--set {key}: this key is given twice: keep one").format(key=key))
        found[key] = value
    return found


def put(raw: Nested, key: str, value: Any) -> None:
    """Set `a.b.c` in nested tables, in place. Raises Refused when a part on the way is not a table."""
    *tables, name = key.split(".")
    place = raw
    for part in tables:
        place = place.setdefault(part, {})
        if not isinstance(place, dict):
            raise Refused(_("{key}: «{part}» is a value, not a section: correct the name").format(key=key, part=part))
    place[name] = value


def validated(raw: Nested, available: Mapping[str, Manifest], *, source: str, text: str = "") -> Answers:
    """Check everything at once. Raises ConfigurationError with every fault, PluginMissing or PluginCycle."""
    raw = {**raw, "brand": dict(raw["brand"])} if isinstance(raw.get("brand"), dict) else dict(raw)
    given = str(raw["brand"].pop("logo", "") or "") if isinstance(raw.get("brand"), dict) else ""
    problems: list[Problem] = []
    coop = None
    try:
        coop = Coop.model_validate(raw)
    except ValidationError as error:
        problems = problems_of(error, Coop, text)
    sections = raw.get("plugins")
    if isinstance(sections, dict) and all(isinstance(section, dict) for section in sections.values()):
        problems += plugin_problems(sections, available, text)
    if coop is None or problems:
        raise ConfigurationError(source, problems)
    manifests = tuple(ordered(coop.plugins, available))
    sections = {manifest.slug: coop.plugins.get(manifest.slug, {}) for manifest in manifests}
    return Answers(coop.model_copy(update={"plugins": sections}), manifests, Path(given).expanduser() if given else None)
