"""docs/sviluppo explains every method of the contract, with code that is really there."""

import ast
import re
import textwrap
from pathlib import Path

import pytest

from vivaio_core.site.plugin import Plugin, Room

ROOT = Path(__file__).resolve().parents[3]
PAGES = sorted((ROOT / "docs" / "sviluppo").glob("*.md"))
EXAMPLE = re.compile(r"From `([^`]+)`:\n\n```python\n(.*?)\n```", re.DOTALL)
SERVICE = re.compile(r"In `([\w.]+)`:\n\n```python\n(def (\w+)\(.*)\n```")
SERVICES = SERVICE.findall((ROOT / "docs" / "sviluppo" / "services.md").read_text(encoding="utf-8"))
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


def test_services_are_written_down() -> None:
    assert {"membership_status", "record_exchange", "rule", "record"} <= {name for _, _, name in SERVICES}


@pytest.mark.parametrize(("module", "said", "name"), SERVICES, ids=[name for _, _, name in SERVICES])
def test_a_service_has_the_signature_that_its_page_says(module: str, said: str, name: str) -> None:
    tree = ast.parse((ROOT / "core" / "src" / (module.replace(".", "/") + ".py")).read_text(encoding="utf-8"))
    found = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name)
    assert found.returns is not None
    assert said == f"def {name}({ast.unparse(found.args)}) -> {ast.unparse(found.returns)}"
