"""The list of applications in the office, and the section itself."""

from collections.abc import Callable
from datetime import date

import django_filters
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn

from vivaio_core.admission import selectors
from vivaio_core.admission.clocks import Terms, refusal_clock
from vivaio_core.admission.models.application import Application
from vivaio_core.admission.office import decisions, identify, page, paper
from vivaio_core.admission.states import State
from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.pages.numbers import day
from vivaio_core.rules.selectors import Rule, rule

STATES = [choice for choice in Application.State.choices if choice[0] != State.DRAFT]
MISSING = [
    ("identity", lazy("who it is")),
    ("sponsor", lazy("a presenting member")),
    ("silent", lazy("an answer, after the last reminder")),
    ("group", lazy("an included group")),
    ("declarations", lazy("the declarations")),
    ("charter", lazy("the charter")),
    ("shares", lazy("the payment plan")),
]
GOOD = (State.APPROVED, State.ANNOTATED)
DUE = [("soon", lazy("within ten days")), ("overdue", lazy("passed already"))]


def deadline(application: Application, terms: Callable[[str, date], Rule] = rule) -> str:
    """The answer's deadline in words, from the row already read."""
    clock = refusal_clock(application, terms)
    return clock.words(timezone.localdate()) if clock and clock.done_on is None else ""


class ApplicationFilter(WagtailFilterSet):
    """State, deadline, what is missing."""

    state = django_filters.ChoiceFilter(label=lazy("State"), choices=STATES)
    due = django_filters.ChoiceFilter(label=lazy("Deadline"), choices=DUE, method="by_due")
    missing = django_filters.ChoiceFilter(label=lazy("Missing"), choices=MISSING, method="by_missing")
    kind = django_filters.ChoiceFilter(label=lazy("Kind"), choices=Application._meta.get_field("kind").choices)

    class Meta:
        model = Application
        fields: list[str] = []

    def by_due(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        """Those whose deadline has passed or is near."""
        on = timezone.localdate()
        return selectors.overdue(rows, on) if value == "overdue" else selectors.soon_due(rows, on)

    def by_missing(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        """Those that lack an item."""
        return selectors.silent(rows, timezone.localdate()) if value == "silent" else selectors.without(rows, value)


class ApplicationList(OfficeList):
    """Search by name, e-mail or code."""

    filterset_class = ApplicationFilter
    page_title = lazy("Applications")
    empty = lazy("No application has arrived yet. Those of the site come here by themselves; one on paper you type in.")
    header_actions = (
        (lazy("Type in a person's application"), "office_admission:paper_person", "admission.add_application"),
        (lazy("Type in an organisation's application"), "office_admission:paper_organisation", "admission.add_application"),
    )
    columns_exported = {
        lazy("Name"): lambda row: row.display_name,
        lazy("Kind"): lambda row: str(row.get_kind_display()),
        lazy("State"): lambda row: str(row.get_state_display()),
        lazy("Received on"): lambda row: row.received_on,
        lazy("A refusal is told"): deadline,
        lazy("Fiscal code"): lambda row: row.fiscal_code,
        lazy("VAT number"): lambda row: row.vat,
        lazy("E-mail"): lambda row: row.email,
        lazy("Telephone"): lambda row: row.phone,
        lazy("Group"): lambda row: str(row.collectivity or ""),
        lazy("Shares"): lambda row: row.shares,
        lazy("Resolution"): lambda row: str(row.admitting or ""),
        lazy("Member number"): lambda row: row.member_no,
    }

    @cached_property
    def columns(self) -> list[Column]:
        """One reading of the rules for the whole page."""
        terms = Terms()
        return [
            Link("display_name", label=lazy("Name"), sort_key="search_key", get_url=page.page_of),
            StatusTagColumn("state", label=lazy("State"), accessor="get_state_display", sort_key="state", primary=lambda row: row.state in GOOD),
            Column("received_on", label=lazy("Received on"), accessor=lambda row: day(row.received_on), sort_key="received_on"),
            Column("deadline", label=lazy("A refusal is told"), accessor=lambda row: deadline(row, terms)),
            Column("collectivity", label=lazy("Group"), accessor=lambda row: row.collectivity or ""),
        ]

    def rows(self) -> QuerySet[Application]:
        """All that were sent, newest first."""
        return selectors.applications()

    def searched(self, rows: QuerySet[Application], words: str) -> QuerySet[Application]:
        """Whatever the order of the words."""
        return selectors.search(rows, words)


class Applications(OfficeViewSet):
    """Applications for membership."""

    model = Application
    name = "office_admission"
    url_prefix = "domande"
    icon = "form"
    menu_label = lazy("Applications")
    index_view_class = ApplicationList
    export_filename = "domande"

    def pages(self) -> list[URLPattern]:
        """A page for each application, and the acts on it."""
        return [
            path("nuova-persona/", paper.PaperPerson.as_view(), name="paper_person"),
            path("nuova-organizzazione/", paper.PaperOrganisation.as_view(), name="paper_organisation"),
            path("per/<int:pk>/", paper.Prepare.as_view(), name="prepare"),
            path("<int:pk>/", page.ApplicationPage.as_view(), name="application"),
            path("<int:pk>/chi/", identify.Identify.as_view(), name="identify"),
            *(path(f"<int:pk>/{slug}/", view.as_view(), name=name) for name, (slug, view) in decisions.ACTS.items()),
        ]
