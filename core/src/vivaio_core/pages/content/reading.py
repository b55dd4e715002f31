"""Reads a page written as text: TOML front matter between `+++` lines, then Markdown, with parts fenced by `:::`.

    +++
    type = "standard"            # home, standard, services, service, news_index, news, contact, privacy, accessibility
    slug = "chi-siamo"
    title = "Chi siamo"
    +++
    A paragraph.

    ::: figures What we are
    15.000 | people | declared, 2022
    :::

Parts: figures, quote, steps, action, art, chart, indicators, questions. The first line's words are split at `|`. HTML in the
text is shown as text, never obeyed. `$name` and the like are replaced once, by plain text, after Markdown has been read, so
that a value can neither become markup nor another placeholder.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import Template
from typing import Any

from django.utils.html import escape
from markdown_it import MarkdownIt

Values = Mapping[str, str]
Part = dict[str, Any]
MARKDOWN = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")
FENCE = re.compile(r"^:::[ \t]*([a-z]+)[ \t]*(.*?)[ \t]*\n(.*?)^:::[ \t]*$", re.MULTILINE | re.DOTALL)


class ContentError(ValueError):
    """A page's text that cannot be read; the message names what is wrong, in Italian."""


@dataclass(frozen=True)
class Written:
    """A page as read: its front matter and the parts of its body, ready for the page type's fields."""

    front: dict[str, Any]
    body: list[Part]


def filled(text: str, values: Values) -> str:
    """Plain text with its placeholders replaced; unknown ones stay as they are."""
    return Template(text).safe_substitute(values)


def rich(text: str, values: Values) -> str:
    """Markdown → HTML; the values are escaped. Empty paragraphs, left by empty values, go."""
    html = Template(MARKDOWN.render(text)).safe_substitute({key: escape(value) for key, value in values.items()})
    return re.sub(r"<(p|li)>\s*</\1>\n?", "", html).strip()


def read(text: str, values: Values) -> Written:
    """Read a whole page. Raises ContentError."""
    match = re.match(r"\+\+\+\n(.*?)\n\+\+\+\n?(.*)", text, re.DOTALL)
    if not match:
        raise ContentError("la pagina deve cominciare con i suoi dati fra due righe di +++")
    try:
        front = tomllib.loads(match[1])
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"i dati in testa alla pagina non si leggono ({error})") from None
    front = {key: filled(value, values) if isinstance(value, str) else value for key, value in front.items()}
    return Written(front, _body(match[2], values))


def _body(text: str, values: Values) -> list[Part]:
    parts: list[Part] = []
    place = 0
    for fence in FENCE.finditer(text):
        _add_text(parts, text[place : fence.start()], values)
        place = fence.end()
        maker = PARTS.get(fence[1])
        if maker is None:
            raise ContentError(f"non conosco la parte «{fence[1]}»: scelga fra {', '.join(sorted(PARTS))}")
        parts.append({"type": fence[1], "value": maker(_words(fence[2], values), fence[3].strip("\n"), values)})
    _add_text(parts, text[place:], values)
    return parts


def _add_text(parts: list[Part], text: str, values: Values) -> None:
    html = rich(text, values)
    if html:
        parts.append({"type": "text", "value": html})


def _words(line: str, values: Values) -> list[str]:
    return [filled(word.strip(), values) for word in line.split("|")] if line.strip() else []


def _rows(text: str, values: Values, wide: int) -> list[list[str]]:
    rows = [_words(line, values) for line in text.splitlines() if line.strip()]
    return [[*row, *[""] * wide][:wide] for row in rows if row and row[0]]


def _word(words: list[str], place: int) -> str:
    return words[place] if place < len(words) else ""


def number(text: str) -> float:
    """ "1.234,5" → 1234.5. Raises ContentError."""
    try:
        return float(text.replace(".", "").replace(",", ".").replace("−", "-"))
    except ValueError:
        raise ContentError(f"«{text}» non è un numero: scriva per esempio 1.234,5") from None


def _figures(words: list[str], text: str, values: Values) -> Part:
    items = [{"value": value, "label": label, "note": note} for value, label, note in _rows(text, values, 3)]
    return {"title": _word(words, 0), "items": items}


def _quote(words: list[str], text: str, values: Values) -> Part:
    return {"text": filled(" ".join(text.split()), values), "author": _word(words, 0)}


def _steps(words: list[str], text: str, values: Values) -> Part:
    return {"title": _word(words, 0), "items": [{"title": title, "text": body} for title, body in _rows(text, values, 2)]}


def _action(words: list[str], text: str, values: Values) -> Part:
    return {"title": _word(words, 0), "label": _word(words, 1), "path": _word(words, 2), "text": filled(" ".join(text.split()), values), "page": None}


def _art(words: list[str], text: str, values: Values) -> Part:
    return {"name": _word(words, 0), "title": _word(words, 1), "text": rich(text, values)}


def _chart(words: list[str], text: str, values: Values) -> Part:
    rows = [{"label": label, "number": number(amount)} for label, amount in _rows(text, values, 2)]
    return {"kind": _word(words, 0), "title": _word(words, 1), "unit": _word(words, 2), "note": _word(words, 3), "rows": rows}


def _indicators(words: list[str], text: str, values: Values) -> Part:
    return {"title": _word(words, 0), "all": _word(words, 1) != "senza zeri", "text": filled(" ".join(text.split()), values)}


def _questions(words: list[str], text: str, values: Values) -> Part:
    items = [{"question": question, "answer": rich(answer, {})} for question, answer in _rows(text, values, 2)]
    return {"title": _word(words, 0), "items": items}


PARTS: dict[str, Callable[[list[str], str, Values], Part]] = {
    "figures": _figures,
    "quote": _quote,
    "steps": _steps,
    "action": _action,
    "art": _art,
    "chart": _chart,
    "indicators": _indicators,
    "questions": _questions,
}
