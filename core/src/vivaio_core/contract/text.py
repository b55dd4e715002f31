"""Text for people in modules that may not import Django: marked here, read from the same compiled catalogues by the standard gettext."""

from functools import cache
from gettext import NullTranslations, translation
from importlib.util import find_spec
from pathlib import Path

LANGUAGE = "it"
DOMAIN = "django"


def N_(message: str) -> str:  # gettext's customary name
    """Return `message` unchanged; the extraction of messages finds it by this call."""
    return message


@cache
def catalogue(package: str) -> NullTranslations:
    """The Italian catalogue that lies in `<package>/locale`; one that translates nothing when it is not compiled."""
    spec = find_spec(package)
    places = list(spec.submodule_search_locations or []) if spec else []
    folder = str(Path(places[0]) / "locale") if places else None
    return translation(DOMAIN, folder, [LANGUAGE], fallback=True) if folder else NullTranslations()


def translate(message: str, package: str) -> str:
    """`message` in Italian as `package` says it; the message itself when the catalogue lacks it."""
    return catalogue(package).gettext(message) if message else ""


def _(message: str) -> str:
    """A message of the contract itself, in Italian."""
    return translate(message, "vivaio_core.contract")
