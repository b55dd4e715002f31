"""One version in the office: its text, what it changes, revising and publishing it."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from vivaio_core.documents.models import DocumentVersion
from vivaio_core.documents.office import forms
from vivaio_core.documents.office.pages import Reading, VersionAct, crumbs_above, page_of
from vivaio_core.documents.reading import Line, as_page, compare
from vivaio_core.documents.services import adopt_version, discard_draft, publish_version, revise_draft
from vivaio_core.pages.numbers import day


class VersionPage(Reading):
    """The text, the lines that change, the facts."""

    template_name = "documents/office/version.html"
    permission = "documents.view_documentversion"
    version: DocumentVersion

    def read(self) -> None:
        """With its document and resolution."""
        rows = DocumentVersion.objects.select_related("document", "resolution")
        self.version = get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Which one."""
        return _("%(document)s, version %(number)s") % {"document": self.version.document, "number": self.version.number}

    def crumbs(self) -> list[dict[str, str]]:
        """Below the document."""
        return crumbs_above(self.version.document)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The text beside what it changes."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        before = self.version.document.versions.filter(number__lt=self.version.number).order_by("-number").first()
        lines = compare(before.text, self.version.text) if before else []
        return {
            **context,
            "version": self.version,
            "document": self.version.document,
            "text": as_page(self.version.text),
            "before": before,
            "lines": lines,
            "changed": changes_in_words(lines),
            "signatures_count": self.version.signatures.count(),
            "may": self.request.user.has_perm("documents.change_documentversion"),
            "today": timezone.localdate(),
        }


def changes_in_words(lines: list[Line]) -> str:
    """«3 righe nuove, 1 riga tolta», or that nothing changes."""
    added, gone = (sum(line.kind == kind for line in lines) for kind in ("added", "gone"))
    found = [
        ngettext("%(n)s new line", "%(n)s new lines", added) % {"n": added} if added else "",
        ngettext("%(n)s line taken out", "%(n)s lines taken out", gone) % {"n": gone} if gone else "",
    ]
    return ", ".join(filter(None, found)) or _("the text is the same")


class Revise(VersionAct):
    """Go on writing a draft."""

    permission = "documents.change_documentversion"
    page_title = lazy("Go on writing")
    button = lazy("Save the draft")
    form_class: Any = forms.TextForm

    def get_initial(self) -> dict[str, Any]:
        """What is there."""
        return {"text": self.version.text, "changes": self.version.changes}

    def act(self, data: dict[str, Any]) -> str:
        """Revise."""
        revise_draft(version=self.version, actor=self.actor, **data)
        return _("The draft is saved.")


class Publish(VersionAct):
    """Publish a draft."""

    permission = "documents.change_documentversion"
    page_title = lazy("Publish")
    button = lazy("Publish for ever")
    explanation = lazy(
        "A published text cannot be changed or taken away any more, not even to correct a comma: a correction is a new version. "
        "Ask everybody to sign again only when what they promise changes."
    )
    form_class: Any = forms.PublishForm

    def get_initial(self) -> dict[str, Any]:
        """Today, and the lenient answer."""
        return {"in_force_from": timezone.localdate(), "resign": DocumentVersion.Resign.NONE}

    def act(self, data: dict[str, Any]) -> str:
        """Publish, with the resolution when there is one."""
        minutes = {name: data.pop(name) for name in ("organ", "held_on", "minute_no")}
        if minutes["held_on"]:
            made = adopt_version(version=self.version, actor=self.actor, **minutes, **data)
        else:
            made = publish_version(version=self.version, actor=self.actor, **data)
        return _("Version %(number)s is published, in force from %(since)s.") % {"number": made.number, "since": day(data["in_force_from"])}


class Discard(VersionAct):
    """Throw a draft away."""

    permission = "documents.change_documentversion"
    page_title = lazy("Throw the draft away")
    button = lazy("Throw away")
    explanation = lazy("The text of this draft is lost. The published versions stay.")
    form_class: Any = forms.EmptyForm

    def act(self, data: dict[str, Any]) -> str:
        """Discard."""
        discard_draft(version=self.version, actor=self.actor)
        return _("The draft is thrown away.")

    def after(self) -> str:
        """The document: the draft may be gone."""
        return page_of(self.version.document)


def pages() -> list[URLPattern]:
    """Below the documents' own addresses."""
    return [
        path("versione/<int:pk>/", VersionPage.as_view(), name="version"),
        path("versione/<int:pk>/scrivi/", Revise.as_view(), name="revise"),
        path("versione/<int:pk>/pubblica/", Publish.as_view(), name="publish"),
        path("versione/<int:pk>/butta/", Discard.as_view(), name="discard"),
    ]
