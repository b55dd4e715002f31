"""Documents in the office: the list, one page each, and the acts on them."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.ui.tables import Column

from vivaio_core.documents import lists
from vivaio_core.documents.models import LivingDocument
from vivaio_core.documents.office import forms, versions
from vivaio_core.documents.office.pages import SPACE, DocumentAct, Reading, crumbs_above, days, page_of, page_of_version
from vivaio_core.documents.services import FIELDS, correct_document, draft_version, open_document
from vivaio_core.office.acts import ActView
from vivaio_core.office.history import told_events
from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet

EVENTS = 20


def in_force_in_words(row: Any) -> str:
    """«Versione 2, dal 1 maggio 2026», or that nothing is."""
    return _("version %(number)s, from %(since)s") % {"number": row.number, "since": days(row.since)} if row.number else _("nothing yet")


def signers_in_words(document: LivingDocument) -> str:
    """«soci, fornitori», or nobody."""
    found = [
        str(word)
        for flag, word in (
            (document.signed_by_members, _("members")),
            (document.signed_by_suppliers, _("suppliers")),
            (document.signed_by_staff, _("staff and board")),
        )
        if flag
    ]
    return ", ".join(found) or _("nobody")


class DocumentList(OfficeList):
    """Search by title."""

    list_filter = ["category", "public"]
    header_actions = ((lazy("New document"), f"{SPACE}:add", "documents.add_livingdocument"),)
    columns = [
        Link("title", label=lazy("Title"), sort_key="title", get_url=page_of),
        Column("category", label=lazy("Kind"), accessor="get_category_display", sort_key="category"),
        Column("in_force", label=lazy("Version in force"), accessor=in_force_in_words),
        Column("signers", label=lazy("Who signs it"), accessor=signers_in_words),
        Column("signed_now", label=lazy("Signed by"), accessor=lambda row: row.signed_now or ""),
        Column("draft", label=lazy("Draft"), accessor=lambda row: _("waits") if row.draft else ""),
    ]
    columns_exported = {
        lazy("Title"): lambda row: row.title,
        lazy("Kind"): lambda row: str(row.get_category_display()),
        lazy("Version"): lambda row: row.number,
        lazy("In force from"): lambda row: row.since,
        lazy("Who signs it"): signers_in_words,
        lazy("Signed by"): lambda row: row.signed_now or 0,
    }

    def rows(self) -> QuerySet[LivingDocument]:
        """All, by title."""
        return lists.documents(timezone.localdate())

    def searched(self, rows: QuerySet[LivingDocument], words: str) -> QuerySet[LivingDocument]:
        """By title."""
        return rows.filter(title__icontains=words)


class DocumentPage(Reading):
    """What it is, its versions, its history."""

    template_name = "documents/office/document.html"
    permission = "documents.view_livingdocument"
    document: LivingDocument

    def read(self) -> None:
        """With the version in force."""
        self.document = get_object_or_404(lists.documents(timezone.localdate()), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """The title."""
        return self.document.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Versions with their signatures, the acts that are possible, the last events."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        found = list(lists.versions(self.document))
        return {
            **context,
            "document": self.document,
            "signers": signers_in_words(self.document),
            "versions": found,
            "draft": next((one for one in found if one.state == "draft"), None),
            "today": timezone.localdate(),
            "history": told_events(lists.events_on(self.document)[:EVENTS]),
            "may_change": self.request.user.has_perm("documents.change_livingdocument"),
            "may_draft": self.request.user.has_perm("documents.add_documentversion"),
        }


class NewDocument(ActView):
    """Begin a document."""

    permission = "documents.add_livingdocument"
    page_title = lazy("New document")
    explanation = lazy("First the document, then its text: the text is written as a draft and published when it is adopted.")
    header_icon = "doc-full"
    form_class: Any = forms.DocumentForm
    made: LivingDocument | None = None

    def act(self, data: dict[str, Any]) -> str:
        """Open."""
        self.made = open_document(actor=self.actor, **data)
        return _("“%(name)s” is there. Now write its text.") % {"name": self.made}

    def after(self) -> str:
        """Its page, or back to the list."""
        return page_of(self.made) if self.made else reverse(f"{SPACE}:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return crumbs_above()


class CorrectDocument(DocumentAct):
    """Correct what a document is and who signs it."""

    permission = "documents.change_livingdocument"
    page_title = lazy("Correct the data")
    explanation = lazy("The texts do not change. If you change who signs it, the list of those who must sign changes today.")
    form_class: Any = forms.DocumentForm

    def get_initial(self) -> dict[str, Any]:
        """What is there."""
        return {name: getattr(self.document, name) for name in FIELDS}

    def act(self, data: dict[str, Any]) -> str:
        """Correct."""
        correct_document(document=self.document, actor=self.actor, **data)
        return _("The data are corrected.")


class NewDraft(DocumentAct):
    """Write the next version, beginning from the last one."""

    permission = "documents.add_documentversion"
    page_title = lazy("Write a new version")
    explanation = lazy("Nobody sees a draft outside the office. It begins with the text of the last version.")
    button = lazy("Save the draft")
    form_class: Any = forms.TextForm
    made: Any = None

    def get_initial(self) -> dict[str, Any]:
        """The last text."""
        last = self.document.versions.order_by("-number").first()
        return {"text": last.text if last else ""}

    def act(self, data: dict[str, Any]) -> str:
        """Draft."""
        self.made = draft_version(document=self.document, actor=self.actor, **data)
        return _("The draft is saved.")

    def after(self) -> str:
        """The draft, or back."""
        return page_of_version(self.made) if self.made else super().after()


class Documents(OfficeViewSet):
    """Living documents."""

    model = LivingDocument
    name = SPACE
    url_prefix = "documenti-sociali/testi"
    icon = "doc-full"
    menu_label = lazy("Documents")
    index_view_class = DocumentList
    export_filename = "documenti"

    def pages(self) -> list[URLPattern]:
        """One page for each document and version, and their acts."""
        return [
            path("nuovo/", NewDocument.as_view(), name="add"),
            path("<int:pk>/", DocumentPage.as_view(), name="page"),
            path("<int:pk>/correggi/", CorrectDocument.as_view(), name="correct"),
            path("<int:pk>/bozza/", NewDraft.as_view(), name="draft"),
            *versions.pages(),
        ]
