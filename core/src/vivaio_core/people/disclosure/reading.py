"""All data of somebody made readable: headings, lists and tables in plain words, and the file in which they are handed over."""

import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from vivaio_core.people.disclosure.selectors import personal_data
from vivaio_core.people.models import Party
from vivaio_core.site.coop import coop
from vivaio_core.site.plugin import Plugin
from vivaio_core.site.registry import rooms
from vivaio_core.trail.sentences import in_words

MOST_COLUMNS, SHORT = 6, 2
FIRST, LAST = "people", ("access", "coop_site", "trail")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}")


@dataclass(frozen=True)
class Row:
    """Cells, each with the name of its column, and below them what the row holds in its turn."""

    cells: list[tuple[str, str]]
    parts: "list[tuple[str, Table]]" = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """Rows of one kind. `wide` ones have more columns than a sheet of paper can hold: they are read cell below cell."""

    heads: list[str]
    rows: list[Row]

    @property
    def wide(self) -> bool:
        """More columns than fit side by side."""
        return len(self.heads) > MOST_COLUMNS


@dataclass(frozen=True)
class Section:
    """What one room or plugin holds: facts, and a table for each list."""

    title: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    tables: list[tuple[str, Table]] = field(default_factory=list)


def sections(data: Mapping[str, Any]) -> list[Section]:
    """The sections of all that is held: who it is first, then in the order of the rooms, what happened last."""
    titles = {room.label: _(room.manifest.title) if isinstance(room, Plugin) else str(room.verbose_name) for room in rooms()}
    ordered = sorted(data, key=lambda label: (label in LAST, not label.startswith(FIRST)))
    return [_section(titles.get(label, titles.get(label.rsplit("_", 1)[0], label)), data[label]) for label in ordered]


def archive(party: Party, on: date) -> bytes:
    """A ZIP with the data as JSON and as a page that opens in any browser, without a network."""
    data = personal_data(party)
    page = render_to_string("people/disclosure/page.html", context_of(party, on, data))
    style = finders.find("people/data.css")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("dati.json", json.dumps({"party": str(party), "on": on.isoformat(), "data": data}, ensure_ascii=False, indent=2, default=str))
        file.writestr("index.html", page)
        if isinstance(style, str):
            file.write(style, "data.css")
    return made.getvalue()


def context_of(party: Party, on: date, data: Mapping[str, Any], style: str = "") -> dict[str, Any]:
    """What the readable page shows."""
    return {"party": party, "on": on, "sections": sections(data), "coop": coop(), "style": style or "data.css", "online": bool(style)}


def words_of(key: str) -> str:
    """A key of the data as people read it: `added_on` → «Aggiunto il»."""
    name = key.removesuffix("_cents").replace("_", " ")
    text = _(name)
    return text[:1].upper() + text[1:]


def _section(title: str, said: Mapping[str, Any]) -> Section:
    found = Section(title)
    for key, value in said.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            found.tables.append((words_of(key), _table(value)))
        elif isinstance(value, dict):
            found.facts.extend((words_of(name), _text(name, one)) for name, one in value.items() if one not in (None, ""))
        elif value not in (None, "", []):
            found.facts.append((words_of(key), _text(key, value)))
    return found


def _table(rows: list[dict[str, Any]]) -> Table:
    """Columns in which nothing stands are left out; what is itself a list of many things stands below its row."""
    keys = [key for key in dict.fromkeys(key for row in rows for key in row) if any(row.get(key) not in (None, "", [], {}) for row in rows)]
    below = [key for key in keys if any(_within(row.get(key)) for row in rows)]
    beside = [key for key in keys if key not in below]
    return Table([words_of(key) for key in beside], [_row(row, beside, below) for row in rows])


def _row(row: dict[str, Any], beside: list[str], below: list[str]) -> Row:
    parts = [(words_of(key), _table(_rows(key, row[key]))) for key in below if row.get(key)]
    return Row([(words_of(key), _text(key, row.get(key))) for key in beside], parts)


def _rows(key: str, value: Any) -> list[dict[str, Any]]:
    return [one if isinstance(one, dict) else {key: one} for one in (value if isinstance(value, list) else [value])]


def _within(value: Any) -> bool:
    """True for what would not be read in one cell: rows in a row, or many facts."""
    return (isinstance(value, list) and bool(value) and isinstance(value[0], dict)) or (isinstance(value, dict) and len(value) > SHORT)


def _text(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return "; ".join(f"{words_of(name)}: {_text(name, one)}" for name, one in value.items() if one not in (None, ""))
    if isinstance(value, list):
        return "; ".join(_text(key, one) for one in value) or "—"
    moment = _MOMENT.match(value) if isinstance(value, str) else None
    return in_words(key, moment[1] if moment else value)
