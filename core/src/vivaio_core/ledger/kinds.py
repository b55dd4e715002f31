"""The kinds of transfers: a code and a name for people. Core and plugins add theirs when their app is ready."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_kinds: dict[str, str | Promise] = {}


def register(code: str, title: str | Promise) -> None:
    """Make `code` known; the same code again gives it another name."""
    _kinds[code] = title


def known(code: str) -> str:
    """The code itself. Raises ValueError when nobody has registered it."""
    if code not in _kinds:
        raise ValueError(f"kind of transfer not registered: {code}")
    return code


def title_of(code: str) -> str:
    """The name for people; the code itself when its room is no longer installed."""
    return str(_kinds.get(code, code))


for _code, _title in (
    ("opening", _("Opening balance")),
    ("payment", _("Payment")),
    ("grant", _("Grant")),
    ("fee", _("Fee")),
    ("refund", _("Refund")),
    ("reversal", _("Reversal")),
):
    register(_code, _title)
