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

    @model_validator(mode="after")
    def _whole(self) -> "Row":
        if (self.value is None) == (not self.text):
            raise ValueError("give either value or text")
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to is before valid_from")
        return self

    def overlaps(self, other: "Row") -> bool:
        """True when both speak of one code on a common day."""
        starts_before = other.valid_to is None or self.valid_from is None or self.valid_from <= other.valid_to
        ends_after = self.valid_to is None or other.valid_from is None or other.valid_from <= self.valid_to
        return self.code == other.code and starts_before and ends_after


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
