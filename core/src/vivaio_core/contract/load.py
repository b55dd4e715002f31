"""Reads coop.toml and says every fault with its line, field and cure."""

import re
import tomllib
from pathlib import Path

from pydantic import ValidationError

from vivaio_core.contract.coop import Coop
from vivaio_core.contract.errors import ConfigurationError, Problem


def load_coop(path: Path) -> Coop:
    """Parse and validate. Raises ConfigurationError with all problems."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigurationError(str(path), [Problem("", "il file non c'è: lo ricrei con «vivaio new» o lo riprenda da una copia")]) from None
    except UnicodeDecodeError:
        raise ConfigurationError(str(path), [Problem("", "il file non è in UTF-8: lo salvi di nuovo scegliendo la codifica UTF-8")]) from None
    return parse_coop(text, str(path))


def parse_coop(text: str, source: str = "coop.toml") -> Coop:
    """The same for a text already read."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(source, [_syntax(str(error))]) from None
    try:
        return Coop.model_validate(raw)
    except ValidationError as error:
        raise ConfigurationError(source, [_problem(text, fault) for fault in error.errors()]) from None


def _syntax(message: str) -> Problem:
    line = re.search(r"line (\d+)", message)
    return Problem("", f"la riga non è scritta come TOML vuole ({message}): controlli virgolette, uguale e parentesi", int(line[1]) if line else None)


def _problem(text: str, fault: object) -> Problem:
    assert isinstance(fault, dict)
    path = [str(part) for part in fault["loc"]]
    return Problem(".".join(path), str(fault["msg"]).removeprefix("Value error, "), line_of(text, path))


def line_of(text: str, path: list[str]) -> int | None:
    """The line where `path` (tables, then key) is set, or that of its table; None when it is nowhere."""
    table: list[str] = []
    best = None
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[([^\[\]]+)\]", line)
        if header:
            table = [part.strip().strip("\"'") for part in header[1].split(".")]
            if table == path[: len(table)]:
                best = number
        key = re.match(r"\s*([A-Za-z0-9_\-]+|\"[^\"]*\")\s*=", line)
        if key and [*table, key[1].strip('"')] == path[: len(table) + 1]:
            return number
    return best
