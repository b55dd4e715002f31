"""Writes coop.toml: every value is quoted by tomlkit, never by joining strings, so no answer can break out of its place."""

from collections.abc import Iterable, Mapping
from typing import Any

import tomlkit
from pydantic import BaseModel
from tomlkit.items import Table

from vivaio.answers.fields import CONTRACT, title_of
from vivaio.text import _
from vivaio_core.contract.coop import Coop
from vivaio_core.contract.manifest import Manifest
from vivaio_core.contract.text import translate


def coop_document(coop: Coop, manifests: Iterable[Manifest]) -> str:
    """The text of coop.toml with an Italian comment above each key; `parse_coop` gives back an equal Coop."""
    document = tomlkit.document()
    document.add(tomlkit.comment(_("The cooperative's own file: updates leave it alone. After a change start the site again.")))
    for name in ("cooperative", "contact", "brand", "site"):
        document.add(tomlkit.nl())
        document.add(name, _table(getattr(coop, name), CONTRACT))
    plugins = tomlkit.table(is_super_table=True)
    for manifest in manifests:
        given = coop.plugins.get(manifest.slug, {})
        table = _table(manifest.settings.model_validate(given), manifest.package)
        table.comment(title_of(manifest))
        plugins.add(manifest.slug, table)
    if plugins:
        document.add(tomlkit.nl())
        document.add("plugins", plugins)
    return tomlkit.dumps(document)


def _table(section: BaseModel, package: str) -> Table:
    table = tomlkit.table()
    values = section.model_dump(mode="json")
    for name, info in type(section).model_fields.items():
        table.add(tomlkit.comment(translate(info.title or name, package)))
        if values[name] is not None:
            table.add(name, values[name])
        else:
            table.add(tomlkit.comment(f"{name} = "))
    return table


def draft_document(values: Mapping[str, Any]) -> str:
    """Answers as far as given (`cooperative.name` → value), in the form that `--answers` reads."""
    document = tomlkit.document()
    document.add(tomlkit.comment(_("Draft of the answers to «vivaio new».")))
    for key, value in values.items():
        *tables, name = key.split(".")
        place: Any = document
        for part in tables:
            if part not in place:
                place.add(part, tomlkit.table(is_super_table=part == "plugins"))
            place = place[part]
        if isinstance(value, dict):
            place.add(name, tomlkit.table())
        elif value is not None:
            place.add(name, value)
    return tomlkit.dumps(document)
