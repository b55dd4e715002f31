"""Answers from files and flags: one schema, faults with their line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from vivaio.answers.collect import from_file, from_flags, put, validated
from vivaio.answers.document import coop_document, draft_document
from vivaio.answers.fields import core_questions, plugin_questions
from vivaio.answers.logo import logo_kind
from vivaio.commands.new import slug_of
from vivaio.errors import Refused
from vivaio.wizard.draft import flat
from vivaio_core.contract.errors import ConfigurationError, PluginCycle
from vivaio_core.contract.load import parse_coop, parse_toml
from vivaio_core.contract.manifest import Manifest, PluginSettings


class Settings(PluginSettings):
    beds: int = Field(4, ge=1, le=9, title="Beds", description="How many.")
    shade: bool = Field(False, title="Shade")
    note: str = Field("", max_length=20, title="Note")
    tools: list[str] = Field([], title="Tools")


def module(slug: str, *requires: str) -> Manifest:
    app = f"vivaio_{slug}.apps.App"
    return Manifest(slug=slug, title=slug, summary=slug, app=app, version="1", requires=requires, settings=Settings)


GARDEN = {"garden": module("garden")}
BASE = {"cooperative": {"name": "Orto", "province": "MO"}, "contact": {"email": "info@orto.example"}}


def test_core_asks_what_the_issue_wants() -> None:
    keys = {question.key for question in core_questions()}
    wanted = "cooperative.name legal_form province fiscal_code vat purpose".replace(" ", " cooperative.").split()
    assert {*wanted, "contact.email", "contact.phone", "brand.accent", "site.administrator"} <= keys
    assert all(question.title and question.title != question.path[-1] for question in core_questions())


def test_a_module_asks_its_settings_and_leaves_what_no_line_can_answer() -> None:
    questions = plugin_questions(GARDEN["garden"])
    assert [question.path[-1] for question in questions] == ["beds", "shade", "note"]
    beds = questions[0]
    assert (beds.accept("7"), beds.accept(""), beds.kind) == (7, 4, "whole")
    with pytest.raises(Refused, match="al massimo 9"):
        beds.accept("10")


REFUSED = [("", "serve una risposta"), ("x", "almeno 2"), ("x" * 10000, "al massimo 80"), ("a\nb", "a capo"), ("<b>", "<")]


@pytest.mark.parametrize(("raw", "said"), REFUSED)
def test_a_question_refuses_with_the_schemas_words(raw: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        core_questions()[0].accept(raw)


def test_flags_are_parsed_and_doubles_refused() -> None:
    assert from_flags(["cooperative.name=A=B", "contact.phone="]) == {"cooperative.name": "A=B", "contact.phone": ""}
    for settings, said in [(["a.b=1", "a.b=2"], "due volte"), (["name"], "voce=valore"), (["=x"], "voce=valore"), (["a..b=1"], "voce=valore")]:
        with pytest.raises(Refused, match=said):
            from_flags(settings)


def test_a_flag_through_a_value_is_refused() -> None:
    raw = {"contact": "x"}
    with pytest.raises(Refused, match="è un valore, non una sezione"):
        put(raw, "contact.email", "y")


def test_unknown_keys_name_line_field_and_neighbour(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_text('[cooperative]\nname = "Orto"\nprovincia = "MO"\n[contact]\nemail = "a@b.it"\n')
    raw, text = from_file(path)
    with pytest.raises(ConfigurationError) as caught:
        validated(raw, {}, source=str(path), text=text)
    said = str(caught.value)
    assert "riga 3, cooperative.provincia: voce sconosciuta: forse intendeva «province»?" in said
    assert "riga 1, cooperative.province: manca" in said


def test_a_double_key_in_the_file_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_text('[cooperative]\nname = "A"\nname = "B"\n')
    with pytest.raises(ConfigurationError, match="riga 3: questa voce è scritta due volte"):
        from_file(path)


def test_required_modules_come_along() -> None:
    modules = {"bees": module("bees", "garden"), **GARDEN}
    found = validated({**BASE, "plugins": {"bees": {}}}, modules, source="x")
    assert [manifest.slug for manifest in found.manifests] == ["garden", "bees"]
    assert set(found.coop.plugins) == {"garden", "bees"}


def test_a_circle_of_modules_is_refused() -> None:
    modules = {"a1": module("a1", "b1"), "b1": module("b1", "a1")}
    with pytest.raises(PluginCycle, match="in cerchio"):
        validated({**BASE, "plugins": {"a1": {}}}, modules, source="x")


def test_the_logo_of_a_file_is_found_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_text('[cooperative]\nname = "Orto"\nprovince = "MO"\n[contact]\nemail = "a@b.it"\n[brand]\nlogo = "logo.png"\n')
    raw, text = from_file(path)
    assert validated(raw, {}, source="x", text=text).logo == tmp_path / "logo.png"


VISIBLE = st.characters(exclude_categories=["C", "Z"], exclude_characters="<>\u2028\u2029") | st.just(" ")


@given(st.text(VISIBLE, min_size=2, max_size=80).filter(lambda text: len(text.strip()) >= 2), st.text(VISIBLE, max_size=20))
def test_what_is_accepted_is_written_and_read_back_the_same(name: str, note: str) -> None:
    raw = {**BASE, "cooperative": {"name": name, "province": "MO"}, "plugins": {"garden": {"note": note}}}
    answers = validated(raw, GARDEN, source="x")
    text = coop_document(answers.coop, answers.manifests)
    again = parse_coop(text, available=GARDEN)
    assert again.cooperative == answers.coop.cooperative
    assert again.plugins["garden"]["note"] == Settings(note=note).note
    for line in text.splitlines():
        assert line.startswith(("#", "[")) or "=" in line or not line


@given(st.dictionaries(st.sampled_from(["cooperative.name", "contact.email", "plugins.garden.note", "brand.logo"]), st.text(VISIBLE, max_size=30)))
def test_a_draft_comes_back(values: dict[str, str]) -> None:
    back = dict(flat(parse_toml(draft_document(values), "draft")))
    assert {key: value for key, value in back.items() if not isinstance(value, dict)} == values


def test_the_document_explains_each_key() -> None:
    answers = validated({**BASE, "plugins": {"garden": {}}}, GARDEN, source="x")
    text = coop_document(answers.coop, answers.manifests)
    assert "# Forma giuridica\nlegal_form" in text
    assert "# Beds\nbeds = 4" in text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "SVG non è accettato"),
        (b"<?xml version='1.0'?><svg/>", "SVG non è accettato"),
        (b"GIF89a....", "PNG, JPEG o WebP"),
        (b"", "PNG, JPEG o WebP"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * (2 * 1024 * 1024), "la riduca a 2 MB"),
    ],
)
def test_a_logo_is_judged_by_its_content(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(content)
    with pytest.raises(Refused, match=said):
        logo_kind(path)


def test_pictures_are_known_by_their_first_bytes(tmp_path: Path) -> None:
    for content, kind in [(b"\x89PNG\r\n\x1a\nx", "png"), (b"\xff\xd8\xff\xe0", "jpg"), (b"RIFF1234WEBPVP8 ", "webp")]:
        path = tmp_path / "any.name"
        path.write_bytes(content)
        assert logo_kind(path) == kind
    for odd in [tmp_path, tmp_path / "none.png", tmp_path / ("x" * 300), Path("a\0b")]:
        with pytest.raises(Refused):
            logo_kind(odd)


@pytest.mark.parametrize(
    ("name", "slug"), [("Gruppo d'Acquisto È", "gruppo-d-acquisto-e"), ("🌱", "cooperativa"), ("../../etc", "etc"), ("A" * 500, "a" * 60)]
)
def test_a_folder_gets_a_plain_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug
