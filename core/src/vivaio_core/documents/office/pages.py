"""What the documents' pages of the office share."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vivaio_core.documents.models import DocumentVersion, LivingDocument
from vivaio_core.office.acts import ActView
from vivaio_core.pages.numbers import day

SPACE = "office_documents"
SIGNATURES = "office_documents_signatures"
DUE = "office_documents_due"


def page_of(document: LivingDocument) -> str:
    """Address of a document's page."""
    return reverse(f"{SPACE}:page", args=[document.pk])


def page_of_version(version: DocumentVersion) -> str:
    """Address of a version's page."""
    return reverse(f"{SPACE}:version", args=[version.pk])


def days(value: Any) -> str:
    """A day in words, nothing for none."""
    return day(value) if value else ""


def crumbs_above(document: LivingDocument | None = None) -> list[dict[str, str]]:
    """The list, and the document's page."""
    found = [{"url": reverse(f"{SPACE}:index"), "label": _("Documents")}]
    return [*found, {"url": page_of(document), "label": document.title}] if document else found


class Reading(WagtailAdminTemplateMixin, TemplateView):
    """A page that only shows; subclasses give `permission` and `read`."""

    permission = ""
    header_icon = "doc-full"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever may not, before anything is read."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        self.read()
        return super().dispatch(request, *args, **kwargs)

    def read(self) -> None:
        """Read what the page shows."""

    def crumbs(self) -> list[dict[str, str]]:
        """Address and label of the pages above this one."""
        return crumbs_above()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The path to this page."""
        return [*self.breadcrumbs_items, *self.crumbs(), {"url": "", "label": self.get_page_title()}]


class DocumentAct(ActView):
    """An act on a document; back to its page."""

    header_icon = "doc-full"
    document: LivingDocument

    def prepare(self) -> None:
        """The document of the address."""
        self.document = get_object_or_404(LivingDocument, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Which document."""
        return self.document.title

    def after(self) -> str:
        """Its page."""
        return page_of(self.document)

    def crumbs(self) -> list[dict[str, str]]:
        """Below its page."""
        return crumbs_above(self.document)


class VersionAct(ActView):
    """An act on a version; back to its page."""

    header_icon = "doc-full"
    version: DocumentVersion

    def prepare(self) -> None:
        """The version of the address."""
        self.version = get_object_or_404(DocumentVersion.objects.select_related("document"), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Which version."""
        return _("%(document)s, version %(number)s") % {"document": self.version.document, "number": self.version.number}

    def after(self) -> str:
        """Its page."""
        return page_of_version(self.version)

    def crumbs(self) -> list[dict[str, str]]:
        """Below its page."""
        return [*crumbs_above(self.version.document), {"url": self.after(), "label": _("Version %(number)s") % {"number": self.version.number}}]
