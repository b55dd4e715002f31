"""docs/sviluppo explains every method of the contract, with code that is really there."""

import re
import textwrap
from pathlib import Path

import pytest

from vivaio_core.site.plugin import Plugin, Room

ROOT = Path(__file__).resolve().parents[3]
PAGES = sorted((ROOT / "docs" / "sviluppo").glob("*.md"))
EXAMPLE = re.compile(r"From `([^`]+)`:\n\n```python\n(.*?)\n```", re.DOTALL)
METHODS = [name for name, value in {**vars(Room), **vars(Plugin)}.items() if callable(value) and not name.startswith("_")]


@pytest.mark.parametrize("method", METHODS)
def test_every_method_of_the_contract_has_a_heading_and_a_place_in_the_index(method: str) -> None:
    page = ROOT / "docs" / "sviluppo" / f"{method}.md"
    assert page.read_text(encoding="utf-8").startswith(f"# `{method}`\n")
    assert f"[`{method}`]({method}.md)" in (ROOT / "docs" / "sviluppo" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_examples_are_the_source_itself(page: Path) -> None:
    for path, code in EXAMPLE.findall(page.read_text(encoding="utf-8")):
        source = (ROOT / path).read_text(encoding="utf-8")
        assert code in source or textwrap.indent(code, "    ") in source, f"{page.name}: {path} has changed, copy the example again"


def test_links_between_the_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), (page.name, target)
