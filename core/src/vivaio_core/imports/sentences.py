"""What happened with imports, told in plain sentences."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from vivaio_core.trail.sentences import register


def _confirmed(payload: dict[str, Any]) -> str:
    count = int(payload.get("count") or 0)
    if payload.get("register"):
        text = ngettext(
            "%(count)s entry brought into the register from “%(file)s”.", "%(count)s entries brought into the register from “%(file)s”.", count
        )
    else:
        text = ngettext(
            "%(count)s person or organisation brought in from “%(file)s”.", "%(count)s people or organisations brought in from “%(file)s”.", count
        )
    return text % {"count": count, "file": payload.get("file", "—")}


def register_all() -> None:
    """Called once, when the app is ready."""
    register("imports.upload", _("File “{file}” uploaded."), _("File uploaded"))
    register("imports.confirm", _confirmed, _("Import confirmed"))
    register("imports.undo", _("The import of “{file}” was undone: {note}."), _("Import undone"))
    register(
        "imports.entry", _("Entry {entry} brought into the register from the old book: {what}, counting from {on}."), _("Entry of the old register")
    )
