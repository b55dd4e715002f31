"""Events told in plain sentences, for the member and for the office. Every room and plugin registers its own kinds.

    register("energy.adhere", _("Adhesion to the campaign “{campaign}”."))

Braces name keys of the payload: dates become words, a key ending in `_cents` becomes euro. A function may stand in place of the text.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from string import Formatter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from vivaio_core.pages import numbers
from vivaio_core.pages.elision import elided
from vivaio_core.trail.models import Event

Payload = dict[str, Any]
Sentence = str | Promise | Callable[[Payload], str]
ACTING_FOR = "acting_for"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_sentences: dict[str, Sentence] = {}
_titles: dict[str, str | Promise] = {}


class _Words(Formatter):
    """Fills braces from a payload only: no attribute, no index, an em dash for what is not there."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, str]:
        """The value in words."""
        return in_words(field_name, kwargs.get(field_name)), field_name


def register(kind: str, sentence: Sentence, title: str | Promise = "") -> None:
    """Say how an event of `kind` is told; `title` names the kind in filters and stands alone once the content is erased."""
    _sentences[kind] = sentence
    _titles[kind] = title


def told(event: Event) -> str:
    """One sentence about the event; never raises on a payload of another age."""
    sentence = _sentences.get(event.kind)
    if event.payload is None:
        return f"{title_of(event.kind)} " + _("(the content was erased on request)")
    if sentence is None:
        return _("An act was recorded.")
    if callable(sentence):
        return elided(sentence(event.payload))
    return elided(_Words().vformat(str(sentence), (), event.payload))


def on_behalf(event: Event) -> str:
    """«Ada Bianchi per Cooperativa Aurora» where a person acted for an organisation; empty for everybody else. Read with the actor."""
    name = (event.payload or {}).get(ACTING_FOR)
    if not name or not event.actor:
        return ""
    return pgettext("who acts for whom", "%(person)s for %(organisation)s") % {"person": event.actor, "organisation": name}


def title_of(kind: str) -> str:
    """A short name of the kind."""
    return str(_titles.get(kind) or _("An act was recorded."))


def titles() -> list[tuple[str, str]]:
    """Kind and title of everything registered, by title: for filters."""
    return sorted(((kind, str(title)) for kind, title in _titles.items() if title), key=lambda pair: pair[1])


def in_words(name: str, value: Any) -> str:
    """A payload's value as people read it: dates, euro for a key ending in `_cents`, an em dash for nothing."""
    if value is None or value == "":
        return "—"
    if name.endswith("_cents") and isinstance(value, int):
        return numbers.euros(value)
    if isinstance(value, str) and _DAY.fullmatch(value):
        with suppress(ValueError):
            return numbers.day(date.fromisoformat(value))
    return str(value)


register("trail.erase", gettext_lazy("The content of {count} events was erased: {reason}."), gettext_lazy("Content erased"))
for _kind, _text, _title in (
    ("office.create", gettext_lazy("Created: {type} “{title}”."), gettext_lazy("Something was created")),
    ("office.edit", gettext_lazy("Changed: {type} “{title}”."), gettext_lazy("Something was changed")),
    ("office.delete", gettext_lazy("Deleted: {type} “{title}”."), gettext_lazy("Something was deleted")),
    ("office.publish", gettext_lazy("Published: {type} “{title}”."), gettext_lazy("Something was published")),
    ("office.unpublish", gettext_lazy("Taken offline: {type} “{title}”."), gettext_lazy("Something was taken offline")),
    ("office.move", gettext_lazy("Moved: {type} “{title}”."), gettext_lazy("Something was moved")),
    ("office.copy", gettext_lazy("Copied: {type} “{title}”."), gettext_lazy("Something was copied")),
    ("office.revert", gettext_lazy("Earlier version restored: {type} “{title}”."), gettext_lazy("Earlier version restored")),
    ("office.lock", gettext_lazy("Locked: {type} “{title}”."), gettext_lazy("Something was locked")),
    ("office.unlock", gettext_lazy("Unlocked: {type} “{title}”."), gettext_lazy("Something was unlocked")),
    ("office.other", gettext_lazy("Worked on: {type} “{title}”."), gettext_lazy("Other work")),
):
    register(_kind, _text, _title)
