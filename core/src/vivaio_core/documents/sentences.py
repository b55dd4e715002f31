"""What happened to living texts, told in plain sentences."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vivaio_core.documents.models import Signature
from vivaio_core.trail.sentences import in_words, register


def _signed(payload: dict[str, Any]) -> str:
    channel = payload.get("channel")
    how = Signature.Channel(channel).label if channel in Signature.Channel.values else "—"
    return _("Signed “%(document)s”, version %(number)s, %(how)s.") % {
        "document": payload.get("document", "—"),
        "number": payload.get("number", "—"),
        "how": how,
    }


def _published(payload: dict[str, Any]) -> str:
    said = _("Version %(number)s of “%(document)s” published, in force from %(on)s.") % {
        "document": payload.get("document", "—"),
        "number": payload.get("number", "—"),
        "on": in_words("on", payload.get("on")),
    }
    by = payload.get("by")
    return f"{said} " + _("To be signed again by %(by)s.") % {"by": in_words("by", by)} if by else said


def register_all() -> None:
    """Called once, when the app is ready."""
    register("documents.open", gettext_lazy("New document: “{document}”."), gettext_lazy("New document"))
    register("documents.correct", gettext_lazy("Data of the document “{document}” corrected."), gettext_lazy("Document corrected"))
    register("documents.draft", gettext_lazy("Draft of version {number} of “{document}” begun."), gettext_lazy("Draft begun"))
    register("documents.revise", gettext_lazy("Draft of version {number} of “{document}” written anew."), gettext_lazy("Draft changed"))
    register("documents.discard", gettext_lazy("Draft of version {number} of “{document}” thrown away."), gettext_lazy("Draft thrown away"))
    register("documents.publish", _published, gettext_lazy("Version published"))
    register("documents.sign", _signed, gettext_lazy("Signature"))
