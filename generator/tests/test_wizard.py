"""The wizard on a real terminal: answers, checks while typing, goes back, shows a summary, keeps a draft."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vivaio_core.contract.discovery import installed
from vivaio_core.contract.load import load_coop

DOWN, UP, ENTER, ESC, CTRL_C, CTRL_U = "\x1b[B", "\x1b[A", "\r", "\x1b", "\x03", "\x15"
Start = Callable[..., Any]


def to_modules(terminal: Any, name: str = "L'Orto") -> None:
    """Answer up to the question on modules."""
    terminal.answer("Nome della cooperativa", name)
    terminal.wait("Forma giuridica")
    terminal.type(DOWN + ENTER)
    terminal.answer("Provincia", "Modena")
    terminal.answer("Comune", "Carpi")
    terminal.answer("Codice fiscale", "12345678903")
    terminal.answer("Partita IVA", ENTER)
    terminal.answer("Che cosa comprate", "Compriamo energia pulita")


def to_summary(terminal: Any) -> None:
    """Answer from the modules to the summary with the usual values."""
    terminal.wait("Moduli")
    terminal.type(ENTER)
    for manifest in installed().values():
        if manifest.settings.model_fields:
            terminal.wait("Vuole vedere")
            terminal.type(ENTER)
    terminal.answer("E-mail", "info@orto.example")
    for question in ("Telefono", "Indirizzo", "Orari"):
        terminal.answer(question, "")
    terminal.wait("Colore")
    terminal.type(DOWN + ENTER)
    terminal.answer("Logo", "")
    terminal.answer("amministratore", ENTER)
    terminal.wait("Riepilogo")


def create(terminal: Any) -> None:
    """Say yes to the summary, no to starting."""
    terminal.wait("È tutto giusto?")
    terminal.type(ENTER)
    terminal.wait("Il sito è pronto in")
    terminal.wait("python3 manage.py start")
    terminal.wait("Vuole avviarlo adesso?")
    terminal.type(ENTER)
    assert terminal.end() == 0


def test_from_the_first_question_to_a_site(wizard: Start, tmp_path: Path) -> None:
    terminal = wizard("new", "orto")
    to_modules(terminal)
    assert (tmp_path / "orto.bozza.toml").is_file()
    assert not (tmp_path / "orto").exists()
    to_summary(terminal)
    assert "Cooperativa, società benefit" in terminal.shown
    create(terminal)
    coop = load_coop(tmp_path / "orto" / "coop.toml", installed())
    assert (coop.cooperative.name, coop.cooperative.province, coop.cooperative.vat) == ("L'Orto", "MO", "12345678903")
    assert coop.site.administrator == coop.contact.email == "info@orto.example"
    assert coop.brand.accent == "#1f5f8b"
    assert set(coop.plugins) == set(installed())
    assert not (tmp_path / "orto.bozza.toml").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["orto"]


def test_it_checks_while_typing_and_refuses_on_enter(wizard: Start) -> None:
    terminal = wizard("new", "orto")
    terminal.wait("Nome della cooperativa")
    terminal.type("O")
    terminal.wait("almeno 2 caratteri")  # said before Enter
    terminal.type(ENTER)
    terminal.type(CTRL_U + "<script>" + ENTER)
    terminal.see("tolga i caratteri <")
    terminal.answer("", "Orto")
    terminal.wait("Forma giuridica")
    terminal.type(ENTER)
    terminal.answer("Provincia", "Modna")
    terminal.wait("forse intendeva Modena")
    terminal.type(CTRL_U + "MO" + ENTER)
    terminal.answer("Comune", "")
    terminal.wait("Codice fiscale")
    terminal.type("1234567890")
    terminal.see("qui ce ne sono 10")
    terminal.type("4")
    terminal.see("la cifra di controllo")
    terminal.type("\x7f3")
    terminal.see("va bene")
    terminal.type(ENTER)
    terminal.wait("Partita IVA")


def test_it_goes_back_by_key_and_by_word(wizard: Start) -> None:
    terminal = wizard("new", "orto")
    terminal.answer("Nome della cooperativa", "Primo nome")
    terminal.wait("Forma giuridica")
    terminal.type(ESC)
    terminal.wait("Primo nome")  # the earlier answer stands there, ready to be changed
    terminal.answer("", "Secondo nome")
    terminal.wait("Forma giuridica")
    terminal.type(UP + ENTER)  # the last line: ← indietro
    terminal.answer("Secondo nome", ENTER)
    terminal.wait("Forma giuridica")
    terminal.type(ENTER)
    terminal.answer("Provincia", "indietro")
    terminal.wait("Forma giuridica")


def test_a_colour_that_is_hard_to_read_is_named_while_it_is_typed(wizard: Start, tmp_path: Path) -> None:
    terminal = wizard("new", "orto", "--set", "brand.accent=#ffee00")
    terminal.answer("Nome della cooperativa", "Orto")
    terminal.wait("Forma giuridica")
    terminal.type(ENTER)
    terminal.answer("Provincia", "MO")
    for question in ("Comune", "Codice fiscale", "Partita IVA", "Che cosa comprate"):
        terminal.answer(question, "")
    to_rest = ["Moduli", *("Vuole vedere" for manifest in installed().values() if manifest.settings.model_fields)]
    for question in to_rest:
        terminal.wait(question)
        terminal.type(ENTER)
    terminal.answer("E-mail", "a@b.it")
    for question in ("Telefono", "Indirizzo", "Orari"):
        terminal.answer(question, "")
    terminal.answer("Logo", "/nessun/logo.png")
    terminal.wait("non riesco a leggere il file")
    terminal.type(CTRL_U + ENTER)
    terminal.answer("amministratore", ENTER)
    terminal.wait("Riepilogo")
    terminal.wait("È tutto giusto?")
    terminal.type(DOWN + ENTER)
    terminal.wait("Quale risposta?")
    terminal.type(UP * 4 + ENTER)  # from the first line upwards: ← indietro, amministratore, logo, colore
    terminal.wait("un altro colore")
    terminal.type(ENTER)
    terminal.wait("#rrggbb")
    terminal.type(CTRL_U + "#ffcc00")
    terminal.see("contrasto con il bianco 1,5")
    terminal.type(CTRL_U + "#2f6b4f")
    terminal.see("si leggono bene")
    terminal.type(ENTER)
    create(terminal)
    assert load_coop(tmp_path / "orto" / "coop.toml").brand.accent == "#2f6b4f"


def test_ctrl_c_keeps_a_draft_that_resumes(wizard: Start, tmp_path: Path) -> None:
    terminal = wizard("new", "orto")
    to_modules(terminal, "L'Orto {{ 7*7 }}")
    terminal.wait("Moduli")
    terminal.type(CTRL_C)
    terminal.wait("Interrotto. Le risposte date finora sono in")
    terminal.wait("new orto --resume")
    assert terminal.end() == 130
    assert [path.name for path in tmp_path.iterdir()] == ["orto.bozza.toml"]
    assert (tmp_path / "orto.bozza.toml").stat().st_mode & 0o077 == 0
    kept = tomllib.loads((tmp_path / "orto.bozza.toml").read_text())
    assert kept["cooperative"]["name"] == "L'Orto {{ 7*7 }}"

    again = wizard("new", "orto", "--resume")
    to_summary(again)
    assert "Nome della cooperativa\r" not in again.shown
    create(again)
    assert load_coop(tmp_path / "orto" / "coop.toml").cooperative.name == "L'Orto {{ 7*7 }}"


def test_a_draft_is_offered_next_time(wizard: Start) -> None:
    first = wizard("new", "orto")
    first.answer("Nome della cooperativa", "Orto")
    first.wait("Forma giuridica")
    first.type(CTRL_C)
    assert first.end() == 130
    again = wizard("new", "orto")
    again.wait("C'è una bozza con 1 risposta")
    again.type(ENTER)
    again.wait("Forma giuridica")


def test_stopping_at_the_summary_keeps_the_answers(wizard: Start, tmp_path: Path) -> None:
    terminal = wizard("new", "orto")
    to_modules(terminal)
    to_summary(terminal)
    terminal.wait("È tutto giusto?")
    terminal.type(DOWN + DOWN + ENTER)
    terminal.wait("Per continuare:")
    assert terminal.end() == 130
    assert [path.name for path in tmp_path.iterdir()] == ["orto.bozza.toml"]


def test_nothing_is_written_before_the_first_answer(wizard: Start, tmp_path: Path) -> None:
    terminal = wizard("new", "orto")
    terminal.wait("Nome della cooperativa")
    terminal.type(CTRL_C)
    terminal.wait("non è stato scritto nulla")
    assert terminal.end() == 130
    assert list(tmp_path.iterdir()) == []


def test_without_a_folder_it_asks_for_one(wizard: Start, tmp_path: Path) -> None:
    terminal = wizard("new")
    to_modules(terminal, "Orto di Tutti")
    terminal.wait("Moduli")
    terminal.type(" " + ENTER)
    chosen = len(installed()) - 1
    assert chosen >= 0
    for manifest in list(installed().values())[1:]:
        if manifest.settings.model_fields:
            terminal.wait("Vuole vedere")
            terminal.type(ENTER)
    terminal.answer("E-mail", "info@orto.example")
    for question in ("Telefono", "Indirizzo", "Orari"):
        terminal.answer(question, "")
    terminal.wait("Colore")
    terminal.type(ENTER)
    terminal.answer("Logo", "")
    terminal.answer("amministratore", ENTER)
    terminal.answer("Cartella del sito", ENTER)
    create(terminal)
    assert len(load_coop(tmp_path / "orto-di-tutti" / "coop.toml").plugins) == chosen


@pytest.mark.parametrize("words", [["new", "orto"], ["new", "orto", "--resume"]])
def test_without_a_terminal_it_says_what_to_do(words: list[str], tmp_path: Path) -> None:
    import subprocess
    import sys

    command = [sys.executable, "-c", "import sys; from vivaio.cli import main; sys.exit(main())", *words]
    done = subprocess.run(command, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
