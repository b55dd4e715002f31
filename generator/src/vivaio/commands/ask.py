"""The part of `vivaio new` that talks with a person: draft, questions, summary."""

import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from vivaio.answers.collect import Answers, Nested, from_flags, put, validated
from vivaio.commands.new import Options, default_base, make, no_terminal, resume_hint, slug_of
from vivaio.errors import Refused
from vivaio.folder import check_free
from vivaio.house import House
from vivaio.text import _, ngettext
from vivaio.wizard import draft
from vivaio.wizard.prompts import Back, ask_text, ask_yes_no, say_answer
from vivaio.wizard.run import run
from vivaio.wizard.steps import Step, Values
from vivaio_core.contract.errors import ConfigurationError
from vivaio_core.contract.manifest import Manifest

FOLDER = "?folder"


def by_wizard(options: Options, nursery: House, available: Mapping[str, Manifest]) -> Path | None:
    """Ask, show, write. Returns the site's folder; None when the person stopped (the draft stays)."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise no_terminal()
    base = default_base(nursery)
    path = draft.draft_path(options.place.absolute() if options.place else None, base)
    threading.Thread(target=_warm_up, daemon=True).start()  # copier takes a second to import: it loads while people think
    try:
        values = _beginning(options, path)
        while True:
            if not run(values, available, lambda values: draft.save(path, values), _folder_steps(options, base)):
                _say_stopped(path, options)
                return None
            grown = _create(values, options, nursery, available)
            if grown is not None:
                path.unlink(missing_ok=True)
                return grown
    except (KeyboardInterrupt, EOFError):
        _say_stopped(path, options)
        return None


def _create(values: Values, options: Options, nursery: House, available: Mapping[str, Manifest]) -> Path | None:
    try:
        answers = answers_of(values, available)
    except ConfigurationError as error:  # rules across fields: back to the summary, with the reason
        click.secho(str(error), fg="red", err=True)
        return None
    place = options.place.absolute() if options.place else Path(values[FOLDER])
    make(place, answers, nursery, editable=options.editable)
    return place


def answers_of(values: Values, available: Mapping[str, Manifest]) -> Answers:
    """The wizard's flat answers, validated as a whole. Raises ConfigurationError."""
    raw: Nested = {}
    for key, value in values.items():
        if not key.startswith("?") and not isinstance(value, dict):
            put(raw, key, value)
    for key, value in values.items():
        if key.startswith("plugins.") and isinstance(value, dict):
            raw.setdefault("plugins", {}).setdefault(key.removeprefix("plugins."), {})
    return validated(raw, available, source=_("The answers"))


def _beginning(options: Options, path: Path) -> Values:
    values: Values = {}
    if path.is_file():
        kept = draft.load(path)
        count = sum(not isinstance(value, dict) for value in kept.values())
        told = ngettext("There is a draft with {count} answer.", "There is a draft with {count} answers.", count).format(count=count)
        if options.resume or ask_yes_no(_("Do you want to go on from it?"), default=True, help_text=told):
            values = kept
    elif options.resume:
        raise Refused(_("There is no draft to go on from ({path}): start without --resume.").format(path=path))
    given: dict[str, Any] = dict(from_flags(options.settings))
    if options.modules:
        given |= {"plugins": {}, **{f"plugins.{slug}": {} for slug in options.modules}}
    if not values:
        click.echo(_("Answer one question at a time. Nothing is written until the end; Esc goes back, Ctrl-C stops and keeps the answers."))
        click.echo()
    return {**values, **given}


def _folder_steps(options: Options, base: Path) -> list[Step]:
    if options.place is not None:
        return []
    title = _("Folder of the site")

    def check(text: str) -> Path:
        if not text.strip():
            raise Refused(_("an answer is needed here"))
        place = Path(text.strip()).expanduser()
        place = place if place.is_absolute() else base / place
        check_free(place)
        return place

    def ask(values: Values) -> None:
        suggested = str(values.get(FOLDER) or base / slug_of(str(values.get("cooperative.name", ""))))
        values[FOLDER] = str(check(ask_text(title, help_text=_("It is created now and must not hold anything."), default=suggested, check=check)))
        say_answer(title, values[FOLDER])

    return [Step(FOLDER, title, ask, lambda values: str(values.get(FOLDER, "")))]


def wants_start() -> bool:
    """Ask whether to start the new site."""
    try:
        return ask_yes_no(_("Do you want to start it now?"), default=False)
    except (Back, KeyboardInterrupt, EOFError):
        return False


def _warm_up() -> None:
    import copier  # noqa: F401


def _say_stopped(path: Path, options: Options) -> None:
    if not path.is_file():
        click.echo("\n" + _("Stopped. No answer was given yet, nothing was written."), err=True)
        return
    click.echo("\n" + _("Stopped. The answers so far are in {path}.").format(path=path), err=True)
    click.echo(_("To go on: {command}").format(command=resume_hint(options)), err=True)
