"""The measures of the house: sizes, names, types, arrows' lists, and what must never be in a tracked file."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from databases import ROOT

LONGEST_FILE, LONGEST_FUNCTION, TYPED = 300, 40, 0.98
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "shared"}
# Joined here, so that this file does not hold what it forbids.
HOSTS = ["pypi" + ".org", "files.python" + "hosted.org", "registry.npm" + "js.org", "deb.debian" + ".org"]
PLACES = ["/wo" + "rk/", "/ro" + "ot/", "/Us" + "ers/"]
LEFTOVERS = ["TO" + "DO", "FIX" + "ME", "XX" + "X:", "lorem " + "ipsum", "place" + "holder text"]
STRANGERS = ["clau" + "de", "anthro" + "pic", "chat" + "gpt", "open" + "ai", "sub" + "agent", "language " + "model"]
BINARY = {".woff2", ".png", ".jpg", ".jpeg", ".webp", ".ico", ".pdf", ".xlsx", ".zip"}


def tracked() -> list[Path]:
    """Files that git knows, or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def modules() -> list[Path]:
    """Our Python outside tests and migrations (their sizes are not bound), generated code and the template."""
    away = {"tests", "migrations", "benchmarks", "template"}
    return [path for path in tracked() if path.suffix == ".py" and not away & set(path.relative_to(ROOT).parts)]


def functions() -> list[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    found = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found.append((path, node))
    return found


def hits(words: list[str], *, whole_words: bool = False) -> list[str]:
    pattern = re.compile("|".join(rf"\b{re.escape(word)}\b" if whole_words else re.escape(word) for word in words), 0)
    lowered = [word.lower() for word in words] == words
    found = []
    for path in tracked():
        if path.suffix in BINARY:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if pattern.search(line.lower() if lowered else line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    return found


def test_files_are_short():
    assert [f"{path}: {n}" for path in modules() if (n := path.read_text(encoding="utf-8").count("\n")) > LONGEST_FILE] == []


def test_functions_are_short():
    long = [f"{path}:{node.lineno} {node.name}" for path, node in functions() if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION]
    assert long == []


def test_functions_are_typed():
    every = functions()
    assert sum(node.returns is not None for _path, node in every) >= TYPED * len(every)


def test_package_files_are_empty():
    inits = [path for path in modules() if path.name == "__init__.py"]
    assert len(inits) > 10
    assert [path for path in inits if path.read_text(encoding="utf-8").strip()] == []


def test_names_say_something():
    assert [path for path in modules() if {path.stem, path.parent.name} & NAMELESS] == []


def test_core_names_no_plugin():
    names = [path.name for path in (ROOT / "plugins").iterdir() if path.is_dir()]
    core = [path for path in modules() if path.is_relative_to(ROOT / "core")]
    assert names
    assert [path for path in core for name in names if f"vivaio_{name}" in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("words", [HOSTS, PLACES, LEFTOVERS, STRANGERS], ids=["hosts", "places", "leftovers", "strangers"])
def test_nothing_of_the_workshop_is_left(words):
    assert hits(words) == []


def test_nothing_built_is_tracked():
    built = {".mo", ".pyc", ".sqlite3", ".whl", ".so"}
    assert [path for path in tracked() if path.suffix in built or {"node_modules", ".venv", "siti"} & set(path.parts)] == []


def test_every_plugin_is_in_the_tools_lists():
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for manifest in (ROOT / "plugins").glob("*/src/*/manifest.py"):
        package, source = manifest.parent.name, manifest.parent.parent.relative_to(ROOT).as_posix()
        linter = config["tool"]["importlinter"]
        arrows = {contract["id"]: contract for contract in linter["contracts"]}
        assert package in linter["root_packages"]
        assert package in arrows["core"]["forbidden_modules"]
        assert package in arrows["plugins"]["modules"]
        assert f"{package}.manifest" in arrows["without-django"]["source_modules"]
        assert package in config["tool"]["ruff"]["lint"]["isort"]["known-first-party"]
        assert source in config["tool"]["mypy"]["mypy_path"]
