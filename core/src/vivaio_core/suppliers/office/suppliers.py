"""Suppliers in the office: the list with its filters and export."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn

from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.pages.numbers import day
from vivaio_core.suppliers import selectors
from vivaio_core.suppliers.models import Supplier
from vivaio_core.suppliers.office import acts
from vivaio_core.suppliers.office.acts import SPACE, page_of
from vivaio_core.suppliers.states import WORDS, Shown


def days(value: Any) -> str:
    """A day in words, nothing for none."""
    return day(value) if value else ""


def kind_in_words(row: Supplier) -> str:
    """The kind of cooperative, or that it is none."""
    if not row.is_cooperative:
        return _("no cooperative")
    return str(row.get_coop_type_display() or _("cooperative"))


def yes(value: bool) -> str:
    """«sì», or nothing."""
    return _("yes") if value else ""


class SupplierFilter(WagtailFilterSet):
    """State on the day, what it is, the signature."""

    state = django_filters.ChoiceFilter(label=lazy("State"), choices=list(WORDS.items()), method="by_state")
    cooperative = django_filters.ChoiceFilter(label=lazy("Cooperative"), choices=[("yes", lazy("yes")), ("no", lazy("no"))], method="by_cooperative")
    local = django_filters.ChoiceFilter(label=lazy("Works in our area"), choices=[("yes", lazy("yes")), ("no", lazy("no"))], method="by_local")
    signature = django_filters.ChoiceFilter(
        label=lazy("Charter"),
        choices=[("good", lazy("good signature")), ("due", lazy("to sign again in time")), ("none", lazy("never signed"))],
        method="by_signature",
    )

    class Meta:
        model = Supplier
        fields: list[str] = []

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The state that the day gives."""
        return rows.filter(shown=value)

    def by_cooperative(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Cooperatives, or the others."""
        return rows.filter(is_cooperative=value == "yes")

    def by_local(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those of the area, or the others."""
        return rows.filter(local=value == "yes")

    def by_signature(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By what the charter says of those in service."""
        return selectors.by_signature(rows, value, timezone.localdate())


class SupplierList(OfficeList):
    """Search by name or by what is supplied."""

    empty = lazy("There is no supplier yet. Propose one from the page of an organisation.")
    filterset_class = SupplierFilter
    columns = [
        Link("party", label=lazy("Supplier"), sort_key="party__search_key", get_url=page_of),
        StatusTagColumn(
            "shown", label=lazy("State"), accessor=lambda row: selectors.state_in_words(row.shown), primary=lambda row: row.shown == Shown.ACTIVE
        ),
        Column("supplies", label=lazy("What it supplies")),
        Column("kind", label=lazy("Cooperative"), accessor=kind_in_words, sort_key="coop_type"),
        Column("local", label=lazy("Works in our area"), accessor=lambda row: yes(row.local), sort_key="local"),
        Column("staff_count", label=lazy("People"), sort_key="staff_count"),
        Column("started_on", label=lazy("Supplier from"), accessor=lambda row: days(row.started_on), sort_key="started_on"),
    ]
    columns_exported = {
        lazy("Supplier"): lambda row: row.party.display_name,
        lazy("State"): lambda row: selectors.state_in_words(row.shown),
        lazy("What it supplies"): lambda row: row.supplies,
        lazy("Cooperative"): kind_in_words,
        lazy("Employs disadvantaged people"): lambda row: yes(row.employs_disadvantaged),
        lazy("Works in our area"): lambda row: yes(row.local),
        lazy("People"): lambda row: row.staff_count,
        lazy("Supplier from"): lambda row: row.started_on,
        lazy("Until"): lambda row: row.ended_on,
        lazy("Version of the charter signed last"): lambda row: row.signed_no or "",
        lazy("E-mail"): lambda row: row.party.email,
        lazy("Telephone"): lambda row: row.party.phone,
    }

    def rows(self) -> QuerySet[Any]:
        """All, by name."""
        return selectors.suppliers(timezone.localdate())

    def searched(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By name or by what is supplied."""
        return selectors.search(rows, words)


class Suppliers(OfficeViewSet):
    """Suppliers."""

    model = Supplier
    name = SPACE
    url_prefix = "fornitori"
    icon = "site"
    menu_label = lazy("Suppliers")
    index_view_class = SupplierList
    export_filename = "fornitori"

    def pages(self) -> list[URLPattern]:
        """One page for each, and the acts on it."""
        return acts.pages()
