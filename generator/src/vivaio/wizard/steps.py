"""The questions in their order: each asks, and writes what was answered into the answers (`cooperative.name` → value)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prompt_toolkit.completion import FuzzyWordCompleter, PathCompleter

from vivaio.answers.fields import Question, core_questions, plugin_questions, summary_of, title_of
from vivaio.answers.logo import logo_kind
from vivaio.text import _
from vivaio.wizard.colours import COLOURS, live_verdict, verdict
from vivaio.wizard.prompts import ask_choice, ask_many, ask_text, ask_yes_no, say_answer
from vivaio_core.contract.coop import Brand
from vivaio_core.contract.manifest import Manifest
from vivaio_core.contract.provinces import PROVINCES

Values = dict[str, Any]
LOGO = "brand.logo"
MODULES = "plugins"


@dataclass(frozen=True)
class Step:
    """One question of the wizard. `ask` raises Back; `applies` says whether it is asked at all given the answers so far."""

    key: str
    title: str
    ask: Callable[[Values], None]
    show: Callable[[Values], str]
    applies: Callable[[Values], bool] = lambda values: True


def steps(available: Mapping[str, Manifest]) -> list[Step]:
    """All steps, the modules' own settings included (they apply only when wanted)."""
    found: list[Step] = []
    for question in core_questions():
        found.append(_colour_step(question) if question.key == "brand.accent" else _field_step(question))
        if question.key == "cooperative.purpose" and available:
            found.append(_modules_step(available))
            for manifest in available.values():
                found += _settings_steps(manifest)
        if question.key == "brand.accent":
            found.append(_logo_step())
    return found


def _field_step(question: Question, applies: Callable[[Values], bool] = lambda values: True) -> Step:
    def ask(values: Values) -> None:
        values[question.key] = _ask_field(question, values)
        say_answer(question.title, shown(question, values[question.key]))

    return Step(question.key, question.title, ask, lambda values: shown(question, values.get(question.key)), applies)


def _ask_field(question: Question, values: Values) -> Any:
    default = values.get(question.key, _suggested(question, values))
    if question.kind == "choice":
        return ask_choice(question.title, question.choices, default=str(default), help_text=question.help)
    if question.kind == "yes_no":
        return ask_yes_no(question.title, default=bool(default), help_text=question.help)
    completer = FuzzyWordCompleter(list(PROVINCES.values())) if question.key == "cooperative.province" else None
    text = ask_text(
        question.title, help_text=question.help, default="" if default is None else str(default), check=question.accept, completer=completer
    )
    return question.accept(text)


def _suggested(question: Question, values: Values) -> Any:
    if question.key == "site.administrator":
        return values.get("contact.email", "")
    if question.key == "cooperative.vat":
        return values.get("cooperative.fiscal_code", "")
    return question.default


def shown(question: Question, value: Any) -> str:
    """An answer as people read it."""
    if question.kind == "choice":
        return question.choices.get(str(value), "")
    if question.kind == "yes_no":
        return _("Yes") if value else _("No")
    if question.key == "cooperative.province":
        return PROVINCES.get(str(value), "")
    return "" if value is None else str(value)


def _colour_step(question: Question) -> Step:
    def ask(values: Values) -> None:
        current = str(values.get(question.key, question.default))
        named = {colour: f"{_(name)}  {colour}" for colour, name in COLOURS.items()}
        choice = ask_choice(question.title, {**named, "": _("another colour…")}, default=current if current in named else "")
        if not choice:
            told = _("Write it as #rrggbb: colour pickers give it in this form.")
            choice = question.accept(ask_text(question.title, help_text=told, default=current, check=question.accept, live=live_verdict))
        values[question.key] = choice
        say_answer(question.title, f"{choice} ({verdict(choice)})")

    return Step(question.key, question.title, ask, lambda values: str(values.get(question.key) or ""))


def _logo_step() -> Step:
    title = _("Logo")

    def check(text: str) -> str:
        if text.strip():
            logo_kind(Path(text.strip()).expanduser())
        return text.strip()

    def ask(values: Values) -> None:
        told = _("Path of a PNG, JPEG or WebP file. Leave it empty: Vivaio draws an emblem from the name.")
        answer = ask_text(title, help_text=told, default=str(values.get(LOGO, Brand().logo)), check=check, completer=PathCompleter(expanduser=True))
        values[LOGO] = str(Path(answer.strip()).expanduser().resolve()) if answer.strip() else ""
        say_answer(title, values[LOGO] or _("drawn from the name"))

    return Step(LOGO, title, ask, lambda values: str(values.get(LOGO) or "") or _("drawn from the name"))


def chosen_modules(values: Mapping[str, Any]) -> list[str]:
    """The slugs of the chosen modules."""
    return [key.split(".")[1] for key in values if key.startswith("plugins.") and key.count(".") == 1]


def _modules_step(available: Mapping[str, Manifest]) -> Step:
    title = _("Modules")

    def ask(values: Values) -> None:
        known = chosen_modules(values) if MODULES in values else list(available)
        choices = {slug: f"{title_of(manifest)} — {summary_of(manifest)}" for slug, manifest in available.items()}
        picked = ask_many(title, choices, chosen=known, help_text=_("What the site can do. You can add others later."))
        for slug in known:
            if slug not in picked:
                for key in [key for key in values if key == f"plugins.{slug}" or key.startswith(f"plugins.{slug}.")]:
                    del values[key]
        values[MODULES] = {}
        for slug in picked:
            values.setdefault(f"plugins.{slug}", {})
        say_answer(title, show(values))

    def show(values: Values) -> str:
        return ", ".join(title_of(available[slug]) for slug in chosen_modules(values) if slug in available) or _("none")

    return Step(MODULES, title, ask, show)


def _settings_steps(manifest: Manifest) -> Iterator[Step]:
    questions = plugin_questions(manifest)
    if not questions:
        return
    wanted = f"?{manifest.slug}"  # keys with a question mark steer the wizard and are never written
    title = _("Settings of «{module}»").format(module=title_of(manifest))

    def applies(values: Values) -> bool:
        return f"plugins.{manifest.slug}" in values

    def ask(values: Values) -> None:
        told = _("The usual values suit almost everybody; you can change them later in coop.toml.")
        question = _("Do you want to see the settings of «{module}»?").format(module=title_of(manifest))
        values[wanted] = ask_yes_no(question, default=False, help_text=told)
        say_answer(title, show(values))

    def show(values: Values) -> str:
        return _("I chose them") if values.get(wanted) else _("the usual ones")

    yield Step(wanted, title, ask, show, applies)
    for question in questions:
        yield _field_step(question, lambda values: applies(values) and bool(values.get(wanted)))
