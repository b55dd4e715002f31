"""Italian for people: English messages in the code, read from the compiled catalogue by the standard gettext."""

import gettext
import os
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
DOMAIN = "vivaio"
LANGUAGE = "it"
_catalogue = gettext.translation(DOMAIN, LOCALE, [LANGUAGE], fallback=True)


def N_(message: str) -> str:  # gettext's customary name
    """Mark a message for the catalogue without translating it yet."""
    return message


def _(message: str) -> str:
    """`message` in Italian."""
    return _catalogue.gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The Italian form for `count`."""
    return _catalogue.ngettext(one, many, count)


def speak_italian() -> None:
    """Give click, which asks the process-wide gettext, the same catalogue: its usage lines and errors become Italian."""
    os.environ["LANGUAGE"] = LANGUAGE
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)
