"""Signatures in the office: the list, and recording one that was given on paper."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from vivaio_core.documents import lists, selectors
from vivaio_core.documents.models import DocumentVersion, LivingDocument, Signature
from vivaio_core.documents.office import forms
from vivaio_core.documents.office.pages import SIGNATURES
from vivaio_core.documents.services import sign
from vivaio_core.office.acts import ActView
from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.pages.numbers import day
from vivaio_core.people.models import Party
from vivaio_core.people.opening import at
from vivaio_core.people.relations.selectors import representatives


def person_of(row: Signature) -> str:
    """The signer's page in the office."""
    return reverse("office_people:person", args=[row.party_id])


class SignatureFilter(WagtailFilterSet):
    """Document, version, how, when."""

    document = django_filters.ModelChoiceFilter(label=lazy("Document"), queryset=LivingDocument.objects.all(), field_name="version__document")
    number = django_filters.NumberFilter(label=lazy("Version"), field_name="version__number")
    since = django_filters.DateFilter(label=lazy("Signed from"), field_name="at", lookup_expr="date__gte")
    until = django_filters.DateFilter(label=lazy("Signed until"), field_name="at", lookup_expr="date__lte")

    class Meta:
        model = Signature
        fields = ["channel"]


class SignatureList(OfficeList):
    """Search by name."""

    empty = lazy("Nobody has signed yet.")
    filterset_class = SignatureFilter
    page_title = lazy("Signatures")
    columns = [
        Link("party", label=lazy("Who signed"), sort_key="party__search_key", get_url=person_of),
        Column("document", label=lazy("Document"), accessor=lambda row: row.version.document.title),
        Column("number", label=lazy("Version"), accessor=lambda row: row.version.number, sort_key="version__number"),
        Column("at", label=lazy("Signed on"), accessor=lambda row: day(timezone.localdate(row.at)), sort_key="at"),
        Column("channel", label=lazy("How"), accessor="get_channel_display", sort_key="channel"),
        Column("evidence", label=lazy("Proof")),
    ]
    columns_exported = {
        lazy("Who signed"): lambda row: row.party.display_name,
        lazy("Document"): lambda row: row.version.document.title,
        lazy("Version"): lambda row: row.version.number,
        lazy("Signed on"): lambda row: timezone.localtime(row.at).replace(tzinfo=None),
        lazy("How"): lambda row: str(row.get_channel_display()),
        lazy("Proof"): lambda row: row.evidence,
        lazy("Fingerprint of the text"): lambda row: row.version_hash,
        lazy("Recorded by"): lambda row: str(row.actor or ""),
    }

    def rows(self) -> QuerySet[Signature]:
        """All, newest first."""
        return lists.signatures()

    def searched(self, rows: QuerySet[Signature], words: str) -> QuerySet[Signature]:
        """By name."""
        return lists.search_signatures(rows, words)


class RecordSignature(ActView):
    """A signature given on paper or at an assembly."""

    permission = "documents.add_signature"
    page_title = lazy("Record a signature")
    explanation = lazy(
        "Only for a sheet that the person has signed by hand. On the site everybody signs for themselves; a signature cannot be taken back."
    )
    header_icon = "edit"
    form_class: Any = forms.PaperForm
    party: Party

    def prepare(self) -> None:
        """Whose signature."""
        self.party = get_object_or_404(Party, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Who signs."""
        return self.party.display_name

    def get_form_kwargs(self) -> dict[str, Any]:
        """The published texts that somebody signs."""
        return {**super().get_form_kwargs(), "versions": selectors.signable(), "organisation": self.party.kind == Party.Kind.ORGANISATION}

    def get_initial(self) -> dict[str, Any]:
        """Today, the charter in force, and who represents the organisation when it is one person only."""
        today = timezone.localdate()
        signers = [str(one) for one in representatives(self.party, today)]
        charter = selectors.version_in_force(selectors.CHARTER, today)
        return {"on": today, "version": charter, "signer": signers[0] if len(signers) == 1 else ""}

    def act(self, data: dict[str, Any]) -> str:
        """Sign."""
        version: DocumentVersion = data["version"]
        moment = None if data["on"] == timezone.localdate() else at(data["on"], 12)
        given = {name: data[name] for name in ("channel", "evidence", "signer") if name in data}
        sign(party=self.party, version=version, actor=self.actor, at=moment, **given)
        return _("The signature of %(party)s is recorded.") % {"party": self.party}

    def after(self) -> str:
        """The person's page."""
        return reverse("office_people:person", args=[self.party.pk])

    def crumbs(self) -> list[dict[str, str]]:
        """Below the person."""
        return [{"url": reverse("office_people:index"), "label": _("People")}, {"url": self.after(), "label": self.party.display_name}]


class Signatures(OfficeViewSet):
    """Signatures."""

    model = Signature
    name = SIGNATURES
    url_prefix = "documenti-sociali/firme"
    icon = "edit"
    menu_label = lazy("Signatures")
    index_view_class = SignatureList
    export_filename = "firme"

    def pages(self) -> list[URLPattern]:
        """Recording one, for a person."""
        return [path("registra/<int:pk>/", RecordSignature.as_view(), name="record")]
