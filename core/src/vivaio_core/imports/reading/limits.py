"""How much one file may hold; settings of the site may say otherwise."""

from django.conf import settings
from django.utils.translation import gettext as _

from vivaio_core.pages.numbers import plain
from vivaio_core.people.errors import Refused


def most_rows() -> int:
    """Lines in a file, by the setting IMPORT_MAX_ROWS."""
    return int(getattr(settings, "IMPORT_MAX_ROWS", 100_000))


def most_bytes() -> int:
    """Size of a file in bytes, by the setting IMPORT_MAX_MB."""
    return int(getattr(settings, "IMPORT_MAX_MB", 25)) * 1_000_000


def refuse_size(size: int) -> None:
    """Raise Refused when a file is empty or too big."""
    if not size:
        raise Refused(_("The file is empty."), "file")
    if size > most_bytes():
        text = _("The file is too big: at most %(count)s MB. Divide it into several files.")
        raise Refused(text % {"count": plain(most_bytes() / 1_000_000)}, "file")


def too_many_rows() -> Refused:
    """The refusal of a file that is too long."""
    return Refused(_("The file has too many lines: at most %(count)s. Divide it into several files.") % {"count": plain(most_rows())}, "file")
