"""What the nursery renders: hostile values stand verbatim, plain copier gives the same, the server files fit together."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from vivaio.answers.collect import validated
from vivaio.house import house
from vivaio.questions import data_of, generated
from vivaio_core.contract.discovery import installed
from vivaio_core.contract.load import load_coop

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ["cooperative.name", "cooperative.town", "cooperative.purpose", "contact.phone", "contact.address", "contact.hours"]
OTHERS = ["cooperative.legal_form", "cooperative.province", "cooperative.fiscal_code", "cooperative.vat", "contact.email", "brand.accent"]
OTHERS += ["site.administrator", "brand.logo", "plugins.energy.donation_cents", "plugins.energy.count_from_state"]
REFUSED = {
    "script": "<script>alert(1)</script>",
    "newline": "a\nb",
    "long": "x" * 10_000,
    "escape": "\x1b[31mrosso",
    "direction": "a\u202eb",
    "null": "a\x00b",
}
VERBATIM = {"quotes": "\"'`", "braces": "{{ 7*7 }} {% if %} {# #}", "emoji": "🌱🚜", "toml": '"]\\n[site]', "shell": "$(id) `id`; rm -rf"}


def base() -> dict[str, Any]:
    return {"cooperative": {"name": "Orto", "province": "MO"}, "contact": {"email": "a@b.it"}, "plugins": {slug: {} for slug in installed()}}


@pytest.mark.parametrize("kind", [*REFUSED, *VERBATIM])
@pytest.mark.parametrize(
    "key", [*TEXTS, *OTHERS, "site.administrator", "brand.logo", "plugins.energy.donation_cents", "plugins.energy.count_from_state"]
)
def test_a_hostile_value_is_refused_clearly_or_kept_verbatim(key: str, kind: str, tmp_path: Path, commands: Any) -> None:
    from vivaio.answers.collect import put
    from vivaio.answers.document import coop_document
    from vivaio.errors import Refused
    from vivaio_core.contract.errors import ContractError
    from vivaio_core.contract.load import parse_coop

    value = {**REFUSED, **VERBATIM}[kind]
    raw = base()
    put(raw, key, value)
    if key not in TEXTS or kind in REFUSED:
        if key == "brand.logo":
            from vivaio.answers.logo import logo_kind

            with pytest.raises(Refused, match=r"file|immagine"):
                logo_kind(validated(raw, installed(), source="x").logo or tmp_path)
            return
        with pytest.raises(ContractError) as caught:
            validated(raw, installed(), source="le risposte")
        assert key in str(caught.value)
        assert len(str(caught.value)) < 600  # the value itself is not thrown back at the person
        return
    answers = validated(raw, installed(), source="x")
    again = parse_coop(coop_document(answers.coop, answers.manifests), available=installed())
    section, name = key.split(".")
    assert getattr(getattr(again, section), name) == value


def test_hostile_texts_stand_verbatim_in_the_files(hostile_site: Path) -> None:
    from vivaio_core.contract.load import load_coop

    coop = load_coop(hostile_site / "coop.toml", installed())
    name = coop.cooperative.name
    assert "{{ 7*7 }}" in name
    assert coop.cooperative.town == coop.contact.hours == name
    answers = yaml.safe_load((hostile_site / ".copier-answers.yml").read_text())
    assert answers["cooperative__name"] == name
    assert (hostile_site / "README.md").read_text().startswith(f"# {name}: il sito\n")


def test_source_and_version_are_recorded(hostile_site: Path) -> None:
    answers = yaml.safe_load((hostile_site / ".copier-answers.yml").read_text())
    assert answers["_src_path"]
    assert re.fullmatch(r"v?[0-9a-z.\-]+", answers["_commit"])
    assert answers["vivaio_version"] == installed()["energy"].version
    assert sorted(answers["plugins"]) == sorted(installed())


def test_the_template_stays_thin() -> None:
    files = [path for path in (ROOT / "template").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert len(files) <= 15
    assert sum(path.suffix == ".jinja" for path in files) <= 4


def test_generated_questions_are_fresh() -> None:
    for path, text in generated(house(), installed()).items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: ./vivaio questions --write"


def repository(place: Path) -> Path:
    """The template as a repository of its own, with what is in the work tree now."""
    place.mkdir()
    shutil.copyfile(ROOT / "copier.yml", place / "copier.yml")
    for name in ("questions", "template"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    git = ["git", "-C", str(place), "-c", "user.name=t", "-c", "user.email=t@t.example"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-qm", "template"], check=True)
    subprocess.run([*git, "tag", "v0.1.0"], check=True)
    return place


def test_plain_copier_without_trust_gives_the_same_site(tmp_path: Path, commands: Any, hostile_site: Path) -> None:
    source = repository(tmp_path / "vivaio")
    coop = load_coop(hostile_site / "coop.toml", installed())
    answers = validated(coop.model_dump(exclude_none=True), installed(), source="x")
    (tmp_path / "data.yml").write_text(yaml.safe_dump(data_of(answers), allow_unicode=True))
    site = tmp_path / "sito"
    copier = [sys.executable, "-m", "copier", "copy", "--defaults", "--data-file", str(tmp_path / "data.yml")]
    commands["run"](*copier, str(source), str(site), cwd=tmp_path)
    assert load_coop(site / "coop.toml", installed()) == coop
    assert yaml.safe_load((site / ".copier-answers.yml").read_text())["_commit"] == "v0.1.0"
    ours = {path.relative_to(hostile_site) for path in hostile_site.rglob("*") if path.is_file() and "vendor" not in path.parts}
    assert {path.relative_to(site) for path in site.rglob("*") if path.is_file()} == {
        path for path in ours if not {".venv", "var", "__pycache__"} & set(path.parts)
    }
    said = commands["run"](sys.executable, "-S", "manage.py", "check", cwd=site, good=False)
    assert "Mancano i pacchetti di Vivaio" in said.stderr
    assert "./vivaio vendor" in said.stderr
    commands["vivaio"]("vendor", str(site), cwd=tmp_path)
    assert sorted(path.suffix for path in (site / "vendor").glob("*.whl")) == [".whl"] * (1 + len(installed()))


def test_plain_copier_refuses_what_jinja_can_see(tmp_path: Path, commands: Any) -> None:
    source = repository(tmp_path / "vivaio")
    copier = [sys.executable, "-m", "copier", "copy", "--defaults", "-d", "cooperative__province=MO", "-d", "contact__email=a@b.it"]
    for name in ["<script>", "x" * 10_000, "a\nb"]:
        said = commands["run"](*copier, "-d", f"cooperative__name={name}", str(source), str(tmp_path / "sito"), cwd=tmp_path, good=False)
        assert "Tolga < e >" in said.stderr + said.stdout or "Al massimo 80" in said.stderr + said.stdout
        assert not (tmp_path / "sito" / "coop.toml").exists()


def test_the_server_files_fit_together(hostile_site: Path) -> None:
    recipe = (hostile_site / "Dockerfile").read_text()
    sources = [word for line in re.findall(r"^COPY (.+)$", recipe, re.M) for word in line.split()[:-1]]
    assert sources
    for source in sources:
        assert (hostile_site / source.rstrip("/")).exists(), source
    assert recipe.index("USER site") < recipe.index('CMD ["python", "manage.py"')
    for name in re.findall(r"-r (\S+)", recipe):
        assert (hostile_site / name).is_file()
    compose = yaml.safe_load((hostile_site / "compose.yaml").read_text())
    assert set(compose["services"]) == {"db", "web", "worker", "redis"}
    assert compose["services"]["worker"]["command"] == ["python", "manage.py", "worker"]
    assert compose["services"]["worker"]["environment"]["DATABASE_URL"].startswith("postgres://")
    assert compose["services"]["redis"]["profiles"] == ["redis"]
    used = set(re.findall(r"\$\{([A-Z_]+)", (hostile_site / "compose.yaml").read_text()))
    explained = set(re.findall(r"^#? ?([A-Z_]+)=", (hostile_site / ".env.example").read_text(), re.M))
    assert used <= explained
