"""A version's text as a page, and how two texts differ, line by line."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

# The office writes these texts: no HTML, and no picture, which would ask other sites for files.
MARKDOWN = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table").disable("image")
DEEPEST = 6


@dataclass(frozen=True)
class Line:
    """One line of a comparison: `kind` is same, added or gone."""

    kind: str
    text: str


def as_page(text: str) -> SafeString:
    """The Markdown of a version as HTML, its headings one level lower: the page has its own first heading. A leading title is left to the page."""
    tokens = MARKDOWN.parse(text)
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        tokens = tokens[3:]
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1:]) + 1, DEEPEST)}"
    return mark_safe(_drawn(tokens))  # noqa: S308 - markdown-it escapes all HTML in the text


def compare(before: str, after: str) -> list[Line]:
    """Every line of both texts, in reading order; empty lines stand only where they are in both."""
    old, new = before.splitlines(), after.splitlines()
    found: list[Line] = []
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [Line("same", text) for text in old[first:last]]
            continue
        found += [Line("gone", text) for text in old[first:last] if text.strip()]
        found += [Line("added", text) for text in new[start:end] if text.strip()]
    return found


def _drawn(tokens: list[Token]) -> str:
    return str(MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}))
