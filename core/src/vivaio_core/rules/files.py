"""Reads an app's rules/it.toml: a list of `[[parameter]]` tables."""

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any

from django.apps import AppConfig, apps
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from vivaio_core.rules.bounds import LOWER, NO, RAISE
from vivaio_core.rules.errors import RuleRefused


class Row(BaseModel):
    """One dated value; `value` is written as text so that no digit is lost. Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$", max_length=80)]
    label: str = Field("", max_length=160)
    value: Decimal | None = None
    text: str = Field("", max_length=200)
    unit: str = Field("", max_length=60)
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = Field(min_length=3, max_length=300)
    mark: Annotated[str, Field(pattern="^(sourced|secondary|unverified)$")] = "unverified"
    note: str = Field("", max_length=400)
    statute: Annotated[str, Field(pattern="^(no|lower|raise|free)$")] = "no"
    statute_min: Decimal | None = None
    statute_max: Decimal | None = None
    choices: list[Annotated[str, Field(pattern=r"^[^|]+$")]] = []

    @model_validator(mode="after")
    def _whole(self) -> "Row":
        if (self.value is None) == (not self.text):
            raise ValueError("give either value or text")
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to is before valid_from")
        self._bounded()
        return self

    def _bounded(self) -> None:
        """What the statute may do fits the kind of value, and the value itself is among what it may do."""
        ends = [end for end in (self.statute_min, self.statute_max) if end is not None]
        if self.value is None and (ends or self.statute in (LOWER, RAISE)):
            raise ValueError("a word can be neither lowered nor raised, nor have ends")
        if self.statute == NO and ends:
            raise ValueError("no ends where the statute cannot change the value")
        if self.choices and (self.value is not None or self.text not in self.choices):
            raise ValueError("choices are for words, and the text is one of them")
        if (self.statute == LOWER and self.statute_max is not None) or (self.statute == RAISE and self.statute_min is not None):
            raise ValueError("the value is itself one of the ends")
        if self.value is not None and not (_not_above(self.statute_min, self.value) and _not_above(self.value, self.statute_max)):
            raise ValueError("the value is outside statute_min and statute_max")

    def overlaps(self, other: "Row") -> bool:
        """True when both speak of one code on a common day."""
        starts_before = other.valid_to is None or self.valid_from is None or self.valid_from <= other.valid_to
        ends_after = self.valid_to is None or other.valid_from is None or other.valid_from <= self.valid_to
        return self.code == other.code and starts_before and ends_after


def _not_above(one: Decimal | None, other: Decimal | None) -> bool:
    return one is None or other is None or one <= other


def sources() -> dict[str, Path]:
    """Label of the app → its rules/it.toml, for the installed apps that ship one."""
    found = {config.label: _path(config) for config in apps.get_app_configs()}
    return {label: path for label, path in found.items() if path.is_file()}


def read_all(found: Mapping[str, Path]) -> list[tuple[str, Row]]:
    """The rows of all files with their origin. Raises RuleRefused when two of them overlap."""
    rows = [(label, row) for label, path in found.items() for row in read(path)]
    for number, (label, row) in enumerate(rows):
        for other_label, other in rows[:number]:
            if row.overlaps(other):
                text = _("Two values of “%(code)s” are valid on the same days (%(where)s): correct the dates in the rules files.")
                raise RuleRefused(text % {"code": row.code, "where": ", ".join(sorted({label, other_label}))})
    return rows


def read(path: Path) -> list[Row]:
    """The rows of one file. Raises RuleRefused with the file's name when it cannot be used."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        return [Row.model_validate(entry) for entry in _tables(raw)]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError, InvalidOperation, ValueError) as error:
        text = _("%(file)s: this rules file cannot be used (%(error)s).")
        raise RuleRefused(text % {"file": path, "error": error}) from None


def _tables(raw: dict[str, Any]) -> list[Any]:
    if set(raw) - {"parameter"}:
        raise ValueError(f"unknown keys: {', '.join(sorted(set(raw) - {'parameter'}))}")
    tables = raw.get("parameter", [])
    return tables if isinstance(tables, list) else [tables]


def _path(config: AppConfig) -> Path:
    return Path(config.path) / "rules" / "it.toml"
