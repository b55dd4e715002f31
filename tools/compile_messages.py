"""Hatch build hook: compiles each locale's .po into the .mo that gettext reads; .mo files are built, never committed."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(source: Path) -> int:
    """Write a .mo beside every .po under `source`; return how many were written."""
    count = 0
    for po in sorted(source.rglob("LC_MESSAGES/*.po")):
        with po.open("rb") as handle:
            catalogue = read_po(handle, locale=po.parent.parent.name)
        with po.with_suffix(".mo").open("wb") as handle:
            write_mo(handle, catalogue)
        count += 1
    return count


class CompileMessages(BuildHookInterface[Any]):
    """Runs for wheels and for editable installs alike."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every catalogue below src/ before the files are collected."""
        compile_catalogues(Path(self.root) / "src")
