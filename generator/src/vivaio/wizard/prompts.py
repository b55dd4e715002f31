"""The terminal's prompts: each says what it wants, checks while the person types, and goes back to the question before."""

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import questionary
from prompt_toolkit.application import get_app
from prompt_toolkit.completion import Completer
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.styles import Style
from prompt_toolkit.validation import ValidationError, Validator
from rich.console import Console

from vivaio.errors import Refused
from vivaio.text import _

STYLE = Style.from_dict(
    {
        "qmark": "fg:ansigreen bold",
        "question": "bold",
        "instruction": "fg:ansibrightblack",
        "pointer": "fg:ansigreen bold",
        "highlighted": "fg:ansigreen bold",
        "selected": "fg:ansigreen",
        "answer": "fg:ansigreen",
        "bottom-toolbar": "noreverse fg:ansibrightblack",
        "good": "fg:ansigreen",
        "bad": "fg:ansiyellow",
    }
)
LONGEST = 1000  # characters that a live check looks at; longer answers are refused when they are given


class Back(Exception):
    """The person wants the question before."""


def is_back(text: str) -> bool:
    """True for the word that goes back."""
    return text.strip().casefold() in {"indietro", "<"}


def dim_empty() -> str:
    """What stands in place of an answer that is empty."""
    text = _("(empty)")
    return f"[dim]{text}[/dim]"


def say_answer(title: str, answer: str) -> None:
    """Leave one line of what was answered."""
    from rich.markup import escape

    shown = escape(answer) if answer else dim_empty()
    Console(file=sys.stdout, highlight=False).print(f"[green]✓[/green] {escape(title)}: [green]{shown}[/green]")


Check = Callable[[str], Any]
Live = Callable[[str], list[tuple[str, str]] | None]


def ask_text(
    title: str, *, help_text: str = "", default: str = "", check: Check, live: Live | None = None, completer: Completer | None = None
) -> str:
    """A line of text that `check` accepts (it raises Refused otherwise). Raises Back."""
    told = _("Esc or «indietro»: the question before")
    prompt = questionary.text(
        title,
        default=default,
        validate=_Checked(check),
        instruction=f"\n  {help_text}\n ›" if help_text else "\n ›",
        qmark="·",
        style=STYLE,
        completer=completer,
        complete_while_typing=completer is not None,
        key_bindings=_back_keys(),
        validate_while_typing=False,
        erase_when_done=True,
        bottom_toolbar=lambda: _toolbar(get_app().current_buffer.text, check, live, told),
    )
    answer = str(_ask(prompt))
    if is_back(answer):
        raise Back
    return answer


def ask_choice(title: str, choices: Mapping[str, str], *, default: str | None = None, help_text: str = "") -> str:
    """One of `choices` (value → what is shown). Raises Back."""
    prompt = questionary.select(
        title,
        choices=[*(questionary.Choice(shown, value) for value, shown in choices.items()), questionary.Choice(_("← back"), "\0back")],
        default=default if default in choices else None,
        instruction=_list_help(help_text, _("arrows and Enter")),
        qmark="·",
        pointer="›",
        style=STYLE,
        use_jk_keys=False,
        erase_when_done=True,
    )
    answer = str(_ask(prompt))
    if answer == "\0back":
        raise Back
    return answer


def ask_many(title: str, choices: Mapping[str, str], *, chosen: Sequence[str], help_text: str = "") -> list[str]:
    """Any number of `choices`. Raises Back."""
    prompt = questionary.checkbox(
        title,
        choices=[questionary.Choice(shown, value, checked=value in chosen) for value, shown in choices.items()],
        instruction=_list_help(help_text, _("space marks, Enter goes on, Esc goes back")),
        qmark="·",
        pointer="›",
        style=STYLE,
        use_jk_keys=False,
        erase_when_done=True,
    )
    return [str(value) for value in _ask(prompt)]


def ask_yes_no(title: str, *, default: bool, help_text: str = "") -> bool:
    """Yes or no. Raises Back."""
    return ask_choice(title, {"yes": _("Yes"), "no": _("No")}, default="yes" if default else "no", help_text=help_text) == "yes"


def _list_help(help_text: str, keys: str) -> str:
    return f"\n  {help_text}\n  ({keys})" if help_text else f"({keys})"


class _Checked(Validator):
    def __init__(self, check: Check) -> None:
        self.check = check

    def validate(self, document: Document) -> None:
        if is_back(document.text):
            return
        try:
            self.check(document.text)
        except Refused as refusal:
            raise ValidationError(len(document.text), str(refusal)) from None


def _toolbar(text: str, check: Check, live: Live | None, told: str) -> FormattedText:
    parts: list[tuple[str, str]] = []
    if text and not is_back(text):
        extra = live(text[:LONGEST]) if live else None
        try:
            check(text)
        except Refused as refusal:
            parts.append(("class:bad", f" … {refusal}"))
        else:
            parts += extra or [("class:good", _(" ✓ good"))]
    width = sum(len(text) for _style, text in parts) + len(told) + 3
    return FormattedText([*parts, ("", f"   {told}")] if width < get_app().output.get_size().columns else parts)


def _back_keys() -> KeyBindings:
    keys = KeyBindings()

    @keys.add("escape")
    def _go_back(event: KeyPressEvent) -> None:
        event.app.exit(exception=Back())

    return keys


def _ask(prompt: questionary.Question) -> Any:
    application = prompt.application
    application.key_bindings = merge_key_bindings([keys for keys in (application.key_bindings, _back_keys()) if keys])
    application.ttimeoutlen = 0.05
    application.timeoutlen = 0.2
    return prompt.unsafe_ask()
