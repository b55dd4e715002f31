"""Documents say what is there: names, links, commands, dependencies, reading ease."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from databases import ROOT
from django.apps import apps

from vivaio_core.contract.discovery import installed

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "benchmarks").glob("*.md"))]
GUIDES = [ROOT / "README.md", *sorted((ROOT / "docs/guida").glob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)")


def italian_part(path: Path) -> str:
    """The Italian prose: no code, no tables, no English half."""
    text = path.read_text(encoding="utf-8").split("\n# In English")[0]
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    lines = [line for line in text.splitlines() if not line.lstrip().startswith(("|", "#"))]
    return re.sub(r"\[([^\]]*)\]\([^)]*\)|[`*]", r"\1", "\n".join(lines))


def gulpease(text: str) -> float:
    """Reading ease of an Italian text (GULP, 1988): 89 + (300 × sentences − 10 × letters) / words."""
    words = re.findall(r"[^\W\d_]+", text)
    sentences = max(1, len(re.findall(r"[.!?:;](?:\s|$)", text)))
    return 89 + (300 * sentences - 10 * sum(map(len, words))) / max(1, len(words))


def dependencies() -> set[str]:
    """Names of all direct dependencies, of sites, nursery and development."""
    found = set()
    for path in [ROOT / "core/pyproject.toml", ROOT / "generator/pyproject.toml", *ROOT.glob("plugins/*/pyproject.toml")]:
        project = tomllib.loads(path.read_text(encoding="utf-8"))["project"]
        found |= {*project.get("dependencies", []), *(name for extra in project.get("optional-dependencies", {}).values() for name in extra)}
    found |= {line for line in (ROOT / "requirements/dev.in").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")}
    return {re.split(r"[\[<>=~ ]", name)[0] for name in found if not name.startswith("vivaio")}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(path):
    assert [link for link in LINK.findall(path.read_text(encoding="utf-8")) if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_guides_are_easy_to_read(path):
    assert gulpease(italian_part(path)) >= 55


def test_the_glossary_names_what_exists():
    names = re.findall(r"`([a-z]+)\.([A-Z]\w+)`", (ROOT / "docs/glossario.md").read_text(encoding="utf-8"))
    assert len(names) > 20
    models = {(config.label, model.__name__) for config in apps.get_app_configs() for model in config.get_models()}
    assert [name for name in names if name not in models] == []


def test_the_glossary_forgets_no_model_of_the_domain():
    text = (ROOT / "docs/glossario.md").read_text(encoding="utf-8")
    labels = {"people", "rules", "trail", *installed()}
    models = [f"{config.label}.{model.__name__}" for config in apps.get_app_configs() if config.label in labels for model in config.get_models()]
    assert [name for name in models if f"`{name}`" not in text] == []


def test_the_readme_lists_every_module():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [slug for slug in installed() if f"(`{slug}`)" not in text] == []


def test_the_commands_of_the_documents_exist():
    said = " ".join(path.read_text(encoding="utf-8") for path in GUIDES)
    launched = set(re.findall(r"\./vivaio ([a-z]+)", said)) - {"test"}
    known = subprocess.run([str(Path(sys.executable).with_name("vivaio")), "--help"], capture_output=True, text=True, check=True).stdout
    assert [name for name in launched if not re.search(rf"^\s+{name}\b", known, re.MULTILINE)] == []
    managed = set(re.findall(r"manage\.py ([a-z]+)", said))
    ours = {path.stem for path in (ROOT / "core/src/vivaio_core").glob("*/management/commands/*.py")}
    assert managed - ours == set()


def test_every_dependency_has_its_decision():
    said = "\n".join(path.read_text(encoding="utf-8").lower() for path in (ROOT / "docs/decisioni").glob("*.md"))
    assert [name for name in sorted(dependencies()) if name.lower() not in said] == []


def test_the_index_of_decisions_is_whole():
    folder = ROOT / "docs/decisioni"
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in folder.glob("*.md") if path.name != "README.md" and f"({path.name})" not in index] == []
