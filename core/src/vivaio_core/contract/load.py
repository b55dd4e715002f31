"""Reads coop.toml and says every fault with its line, field and cure."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from vivaio_core.contract.coop import Coop
from vivaio_core.contract.discovery import missing_text
from vivaio_core.contract.errors import ConfigurationError, Problem
from vivaio_core.contract.faults import message
from vivaio_core.contract.manifest import Manifest
from vivaio_core.contract.text import N_, _

# tomllib's own sentences (CPython Lib/tomllib/_parser.py), the ones a person can cause, and what to say instead.
SYNTAX: dict[str, str] = {
    "Cannot overwrite a value": N_("this key is written twice: keep one"),
    "Cannot declare": N_("this section is written twice: put its keys together in one"),
    "Cannot mutate immutable namespace": N_("this key is written twice: keep one"),
    "Cannot redefine namespace": N_("this section is written twice: put its keys together in one"),
    "Duplicate inline table key": N_("this key is written twice: keep one"),
    "Expected '=' after a key": N_("the sign = is missing after the key"),
    "Invalid value": N_("the value is missing or not written well: text goes between quotes"),
    "Illegal character": N_("the line breaks inside the quotes, or a quote is missing at its end"),
    "Unterminated string": N_("a quote is missing at the end of the text"),
    "Unescaped '\\' in a string": N_("write two backslashes instead of one"),
    "Expected newline or end of document": N_("there is something after the value: a quote too many, or two keys on one line"),
    "Invalid statement": N_("this line is neither a section [like this] nor a key = value"),
    "Unclosed array": N_("a square bracket is missing at the end of the list"),
    "Expected ']'": N_("the square bracket is missing at the end of the section's name"),
}


def load_coop(path: Path, available: Mapping[str, Manifest] | None = None) -> Coop:
    """Parse and validate; with `available` also the plugins' sections. Raises ConfigurationError with all problems."""
    return parse_coop(read(path), str(path), available)


def read(path: Path) -> str:
    """The text of a TOML file. Raises ConfigurationError when it is not there, not readable or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        fault = _("the file is not there: take it back from a copy, or make it again with «vivaio new»")
    except IsADirectoryError:
        fault = _("this is a folder, not a file: give the name of the file")
    except PermissionError:
        fault = _("you may not read this file: ask its owner, or change its permissions")
    except UnicodeDecodeError:
        fault = _("the file is not in UTF-8: save it again and choose UTF-8 as its encoding")
    raise ConfigurationError(str(path), [Problem("", fault)]) from None


def parse_coop(text: str, source: str = "coop.toml", available: Mapping[str, Manifest] | None = None) -> Coop:
    """The same for a text already read."""
    raw = parse_toml(text, source)
    try:
        coop = Coop.model_validate(raw)
    except ValidationError as error:
        raise ConfigurationError(source, problems_of(error, Coop, text)) from None
    problems = plugin_problems(coop.plugins, available, text) if available is not None else []
    if problems:
        raise ConfigurationError(source, problems)
    return coop


def parse_toml(text: str, source: str) -> dict[str, Any]:
    """TOML to plain data. Raises ConfigurationError that names the line and the cure."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(source, [_syntax(str(error))]) from None


def problems_of(error: ValidationError, model: type[BaseModel], text: str = "", below: Sequence[str] = ()) -> list[Problem]:
    """Every fault of a ValidationError; `below` is the place of `model` in the file."""
    found = []
    for fault in error.errors(include_url=False):
        path = [*below, *(str(part) for part in fault["loc"])]
        found.append(Problem(".".join(path), message(fault, model), line_of(text, path)))
    return found


def plugin_problems(sections: Mapping[str, Mapping[str, object]], available: Mapping[str, Manifest], text: str = "") -> list[Problem]:
    """Faults of the `[plugins.…]` sections: modules that are not installed, settings that their schema refuses."""
    found: list[Problem] = []
    for slug, values in sections.items():
        place = ["plugins", slug]
        if slug not in available:
            found.append(Problem(".".join(place), missing_text(slug, available), line_of(text, place)))
            continue
        schema = available[slug].settings
        try:
            schema.model_validate(dict(values))
        except ValidationError as error:
            found += problems_of(error, schema, text, place)
    return found


def _syntax(said: str) -> Problem:
    line = re.search(r"at line (\d+)", said)
    cure = next((cure for start, cure in SYNTAX.items() if said.startswith(start)), N_("the line is not written well: check quotes, = and brackets"))
    if "at end of document" in said:
        return Problem("", _("the file ends too early: a quote or a bracket is missing at its end"))
    return Problem("", _(cure), int(line[1]) if line else None)


def line_of(text: str, path: Sequence[str]) -> int | None:
    """The line where `path` (tables, then key) is set, or that of its table; None when it is nowhere."""
    table: list[str] = []
    best = None
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[([^\[\]]+)\]", line)
        if header:
            table = [part.strip().strip("\"'") for part in header[1].split(".")]
            if table == list(path[: len(table)]):
                best = number
        key = re.match(r"\s*([A-Za-z0-9_\-]+|\"[^\"]*\")\s*=", line)
        if key and [*table, key[1].strip('"')] == list(path[: len(table) + 1]):
            return number
    return best
