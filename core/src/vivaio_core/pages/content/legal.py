"""The privacy notice and the accessibility statement, made from coop.toml each time they are read."""

from datetime import date
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

from vivaio_core.pages.content.reading import rich
from vivaio_core.pages.content.values import values
from vivaio_core.pages.numbers import day
from vivaio_core.site.coop import coop

FOLDER = Path(__file__).resolve().parent.parent / "first" / "legal"


def statement(kind: str, dated: date) -> SafeString:
    """HTML of the text `kind` (`privacy`, `accessibility`), dated. Markdown of the house; the values are escaped."""
    text = (FOLDER / f"{kind}.md").read_text(encoding="utf-8")
    return mark_safe(rich(text, values(coop()) | {"dated": day(dated)}))  # noqa: S308 (our own text; `rich` escapes every value)
