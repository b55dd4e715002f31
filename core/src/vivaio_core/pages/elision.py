"""«dall'8 aprile», not «dal 8 aprile»: the article of the sentence and the number of the day meet only once both are written."""

import re
from typing import Any

from django.template import Context
from django.template.base import Parser, Token
from django.templatetags.i18n import BlockTranslateNode, do_block_translate
from django.utils.safestring import SafeString

MONTHS = "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre"
# Tags may stand between the two («dal <strong>8 aprile»): they stay where they are.
_MEETING = re.compile(rf"\b(il|al|dal|del|nel|sul)\s+(?=(?:<[^<>]*>)*(?:8|11) (?:{MONTHS})\b)", re.IGNORECASE)


def elided(text: str) -> str:
    """The text with the articles before the 8th and the 11th of a month written as they are said: otto and undici begin with a vowel."""
    return _MEETING.sub(lambda found: _short(found[1]), text)


def _short(article: str) -> str:
    if article.lower() == "il":
        return "L'" if article[0].isupper() else "l'"
    return f"{article}l'"


class ElidedTranslation(BlockTranslateNode):
    """Django's `blocktranslate`, elided where its data have been filled in."""

    def render(self, context: Context, nested: bool = False) -> str:
        """The translated text."""
        text = elided(super().render(context, nested))
        if self.asvar:
            context[self.asvar] = SafeString(elided(context[self.asvar]))
        return text


def blocktranslate(parser: Parser, token: Token) -> Any:
    """The tag `blocktranslate` of `{% load i18n vivaio %}`; the later of the two libraries wins."""
    node = do_block_translate(parser, token)
    node.__class__ = ElidedTranslation
    return node
