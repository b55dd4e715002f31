"""The libro soci in the office: every annotation, each operation as a whole."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from vivaio_core.office.acts import ActView
from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.pages.numbers import day, euros
from vivaio_core.register.models.book import Operation, RegisterEntry
from vivaio_core.register.office import forms, reading, shares
from vivaio_core.register.selectors import book, operations
from vivaio_core.register.services.mend import correct, undo


def page_of(entry: RegisterEntry) -> str:
    """Address of the operation that wrote an entry."""
    return reverse("office_register:operation", args=[entry.operation_id])


def amount(entry: RegisterEntry) -> str:
    """The sum of a movement, empty where no shares move."""
    return euros(entry.amount_cents) if entry.qty else ""


class EntryFilter(WagtailFilterSet):
    """By kind."""

    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=RegisterEntry.Kind.choices)

    class Meta:
        model = RegisterEntry
        fields = ["kind"]


class EntryList(OfficeList):
    """Search by number of the entry, member number or name."""

    empty = gettext_lazy("The book is empty: the first admission writes entry number 1.")
    filterset_class = EntryFilter
    page_title = gettext_lazy("Register of members")
    columns = [
        Link("seq", label=gettext_lazy("No."), sort_key="seq", get_url=page_of),
        Column("recorded_on", label=gettext_lazy("Entered on"), accessor=lambda row: day(row.recorded_on), sort_key="recorded_on"),
        Column("kind", label=gettext_lazy("What"), accessor=lambda row: row.get_kind_display()),
        Column("member", label=gettext_lazy("Member"), accessor=lambda row: row.party or "—", sort_key="party__search_key"),
        Column("qty", label=gettext_lazy("Shares"), accessor=lambda row: row.qty or ""),
        Column("amount", label=gettext_lazy("Amount"), accessor=amount),
        Column("effective_on", label=gettext_lazy("Counts from"), accessor=lambda row: day(row.effective_on), sort_key="effective_on"),
    ]
    columns_exported = {
        gettext_lazy("No."): lambda row: row.seq,
        gettext_lazy("Entered on"): lambda row: row.recorded_on,
        gettext_lazy("What"): lambda row: str(row.get_kind_display()),
        gettext_lazy("Member no."): lambda row: row.member_no,
        gettext_lazy("Member"): lambda row: str(row.party or ""),
        gettext_lazy("Shares"): lambda row: row.qty,
        gettext_lazy("Amount in cents"): lambda row: row.amount_cents,
        gettext_lazy("Counts from"): lambda row: row.effective_on,
        gettext_lazy("Resolution"): lambda row: str(row.resolution or ""),
        gettext_lazy("Note"): lambda row: row.text,
    }

    def rows(self) -> QuerySet[RegisterEntry]:
        """The last annotation first."""
        return book.book().order_by("-seq")

    def searched(self, rows: QuerySet[RegisterEntry], words: str) -> QuerySet[RegisterEntry]:
        """By numbers or name."""
        return book.search_entries(rows, words)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """The two readings."""
        links = [
            (_("The register on a day"), reverse("office_register:standing"), "date"),
            (_("Who may vote"), reverse("office_register:voters"), "group"),
        ]
        return [HeaderButton(label, url=url, icon_name=icon, priority=place) for place, (label, url, icon) in enumerate(links)]


class OperationPage(WagtailAdminTemplateMixin, TemplateView):
    """What an operation wrote, who did it, and whether it can be taken back."""

    template_name = "register/office/operation.html"
    header_icon = "list-ol"
    operation: Operation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever may read the register."""
        if not request.user.has_perm("register.view_registerentry"):
            raise PermissionDenied
        self.operation = get_object_or_404(operations.operations(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """What was done."""
        return str(self.operation.get_kind_display()).capitalize()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the book."""
        return [*self.breadcrumbs_items, *_crumbs(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Up to a thousand entries; an opening has more, and the list shows them."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        may = self.request.user.has_perm("register.change_registerentry")
        entries = list(operations.entries_of(self.operation)[:200])
        return {**context, "operation": self.operation, "entries": entries, "may_undo": may and operations.can_be_undone(self.operation), "may": may}


class Undo(ActView):
    """Take back a whole operation."""

    permission = "register.change_registerentry"
    page_title = gettext_lazy("Undo the operation")
    button = gettext_lazy("Undo")
    explanation = gettext_lazy("Each entry is answered by a correction of today; nothing is deleted. Then do the right operation anew.")
    form_class: Any = forms.WhyForm
    operation: Operation

    def prepare(self) -> None:
        """The operation of the address."""
        self.operation = get_object_or_404(Operation, pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"recorded_on": timezone.localdate()}

    def act(self, data: dict[str, Any]) -> str:
        """Undo."""
        undo(operation=self.operation, actor=self.actor, **data)
        return _("The operation is undone: the corrections are in the book.")

    def after(self) -> str:
        """The operation's page."""
        return reverse("office_register:operation", args=[self.operation.pk])

    def crumbs(self) -> list[dict[str, str]]:
        """Below the book."""
        return _crumbs()


class Correct(ActView):
    """Take back one entry."""

    permission = "register.change_registerentry"
    page_title = gettext_lazy("Correct the entry")
    button = gettext_lazy("Correct")
    explanation = gettext_lazy("A correction takes the entry back from its own day on; the wrong line stays readable. Then write the right one.")
    form_class: Any = forms.WhyForm
    entry: RegisterEntry

    def prepare(self) -> None:
        """The entry of the address."""
        self.entry = get_object_or_404(RegisterEntry.objects.select_related("party"), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Which one."""
        return _("no. %(number)s, %(party)s") % {"number": self.entry.seq, "party": self.entry.party or "—"}

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"recorded_on": timezone.localdate()}

    def act(self, data: dict[str, Any]) -> str:
        """Correct."""
        made = correct(entry=self.entry, actor=self.actor, **data)
        return _("Corrected by entry no. %(number)s.") % {"number": made.seq}

    def after(self) -> str:
        """The page of the operation that wrote it."""
        return page_of(self.entry)

    def crumbs(self) -> list[dict[str, str]]:
        """Below the book."""
        return _crumbs()


class Book(OfficeViewSet):
    """The libro soci."""

    model = RegisterEntry
    name = "office_register"
    url_prefix = "libro-soci"
    icon = "list-ol"
    menu_label = gettext_lazy("Register of members")
    index_view_class = EntryList
    export_filename = "libro-soci"

    def pages(self) -> list[URLPattern]:
        """Readings, operations, acts on a member's shares."""
        return [
            path("alla-data/", reading.Standing.as_view(), name="standing"),
            path("votanti/", reading.Voters.as_view(), name="voters"),
            path("annotazioni/", reading.Annotations.as_view(), name="annotations"),
            path("operazione/<uuid:pk>/", OperationPage.as_view(), name="operation"),
            path("operazione/<uuid:pk>/annulla/", Undo.as_view(), name="undo"),
            path("annotazione/<int:pk>/rettifica/", Correct.as_view(), name="correct"),
            *shares.pages(),
        ]


def _crumbs() -> list[dict[str, str]]:
    return [{"url": reverse("office_register:index"), "label": _("Register of members")}]
