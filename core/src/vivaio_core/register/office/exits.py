"""Exits, exclusions and deaths in the office: the list, and one page a case."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn

from vivaio_core.admission.entrants import Entry, entry
from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.register import case_rules
from vivaio_core.register.case_states import EXITS, ExitKind, ExitState, Table
from vivaio_core.register.clocks import Clock
from vivaio_core.register.models.cases import ExitCase
from vivaio_core.register.office import exit_acts as acts
from vivaio_core.register.office.case_pages import CasePage, Stage, days
from vivaio_core.register.office.letters import ExitLetter, exit_letters
from vivaio_core.register.selectors import cases as reads
from vivaio_core.register.selectors.book import holding

SPACE = acts.SPACE
TO_DO = [
    ("tell", lazy("answer to communicate")),
    ("enter", lazy("end to enter in the register")),
    ("refund", lazy("refund due")),
    ("overdue", lazy("overdue")),
]


def page_of(case: ExitCase) -> str:
    """Address of a case's page."""
    return reverse(f"{SPACE}:page", args=[case.pk])


def clock_of(case: ExitCase) -> str:
    """The next deadline in words."""
    today = timezone.localdate()
    return reads.next_words(reads.exit_clocks(case, today), today)


class ExitFilter(WagtailFilterSet):
    """Kind, state, what waits."""

    todo = django_filters.ChoiceFilter(label=lazy("What waits"), choices=TO_DO, method="by_next_step")

    class Meta:
        model = ExitCase
        fields = ["kind", "state"]

    def by_next_step(self, rows: QuerySet[ExitCase], name: str, value: str) -> QuerySet[ExitCase]:
        """As of today."""
        return reads.exits_to_do(rows, value, timezone.localdate())


class ExitList(OfficeList):
    """Search by name or member number."""

    empty = lazy("Nobody has asked to leave. A letter of exit, an exclusion or a death begins with the buttons above.")
    filterset_class = ExitFilter
    page_title = lazy("Exits")
    header_actions = (
        (lazy("Exit"), f"{SPACE}:open_exit", "register.add_exitcase"),
        (lazy("Exclusion"), f"{SPACE}:open_exclusion", "register.add_exitcase"),
        (lazy("Death"), f"{SPACE}:open_death", "register.add_exitcase"),
        (lazy("Balance sheet"), f"{SPACE}:year", "register.change_exitcase"),
    )
    columns = [
        Link("party", label=lazy("Member"), sort_key="party__search_key", get_url=page_of),
        Column("kind", label=lazy("Kind"), accessor="get_kind_display", sort_key="kind"),
        StatusTagColumn("state", label=lazy("State"), accessor="get_state_display", sort_key="state", primary=lambda row: row.state == "received"),
        Column("received_on", label=lazy("Received on"), accessor=lambda row: days(row.received_on), sort_key="received_on"),
        Column("clock", label=lazy("Deadline"), accessor=clock_of),
    ]
    columns_exported = {
        lazy("Member"): lambda row: str(row.party),
        lazy("Kind"): lambda row: str(row.get_kind_display()),
        lazy("State"): lambda row: str(row.get_state_display()),
        lazy("Received on"): lambda row: row.received_on,
        lazy("To be examined by"): lambda row: row.examine_due_on,
        lazy("Resolution"): lambda row: str(row.resolution or ""),
        lazy("Communicated on"): lambda row: row.communicated_on,
        lazy("No longer a member from"): lambda row: row.membership_end_on,
        lazy("Mutual relations until"): lambda row: row.mutual_end_on,
        lazy("To be refunded by"): lambda row: row.liquidation_due_on,
        lazy("Closed on"): lambda row: row.liquidated_on,
    }

    def rows(self) -> QuerySet[ExitCase]:
        """All, newest first."""
        return reads.exits()

    def searched(self, rows: QuerySet[ExitCase], words: str) -> QuerySet[ExitCase]:
        """By name or number."""
        return reads.search_exits(rows, words)


class ExitPage(CasePage):
    """One case."""

    permission = "register.view_exitcase"
    change = "register.change_exitcase"
    space = SPACE
    record: ExitCase

    def rows(self) -> QuerySet[ExitCase]:
        """All."""
        return reads.exits()

    def table(self) -> Table:
        """By kind."""
        return EXITS[self.record.kind]

    def clocks(self, on: date) -> list[Clock]:
        """Examination, opposition, refund."""
        return reads.exit_clocks(self.record, on)

    def entrants(self, on: date) -> list[Entry]:
        """The heirs that are written down, where the statute lets them enter."""
        case = self.record
        if case.kind != ExitKind.DEATH or case.state != ExitState.EFFECTIVE or not case_rules.heirs_may_enter(case.received_on):
            return []
        qty = holding(case.party, on).qty
        return [found for heir in reads.heirs_of(case.party, on) if (found := entry(heir, on, qty))]

    def hidden(self) -> Sequence[str]:
        """What this case does not need now: a second communication, an entry before its day, an opposition before the answer."""
        case, gone = self.record, []
        if case.communicated_on:
            gone += ["communicate", "withdraw"]
        else:
            gone += ["oppose"]
        if case.opposed_on:
            gone += ["oppose"]
        if case.membership_end_on is None or case.membership_end_on > timezone.localdate():
            gone += ["annotate"]
        if case.balance_approved_on is None:
            gone += ["refund"]
        return gone

    def facts(self) -> list[tuple[Any, Any]]:
        """The dates of the law, one by one."""
        case = self.record
        return [
            (lazy("Ground"), case.get_ground_display() if case.kind != ExitKind.DEATH else ""),
            (lazy("What is written"), case.reason),
            (lazy("Asked in the member area"), lazy("yes") if case.by_member else ""),
            (lazy("Day of death"), days(case.happened_on)),
            (lazy("Formal notice to pay of"), days(case.notice_on)),
            (lazy("Resolution"), case.resolution),
            (lazy("Reasons of the refusal"), case.refusal_reasons),
            (lazy("Communicated on"), days(case.communicated_on)),
            (lazy("Opposition of"), days(case.opposed_on)),
            (lazy("Decision of the court of"), days(case.settled_on)),
            (lazy("No longer a member from"), days(case.membership_end_on)),
            (lazy("Mutual relations until"), days(case.mutual_end_on)),
            (lazy("Balance sheet closed on"), days(case.balance_close_on)),
            (lazy("Balance sheet approved on"), days(case.balance_approved_on)),
            (lazy("Instalments"), case.instalments),
            (lazy("Heirs, as far as we know"), case.heirs),
            (lazy("Withdrawn on"), days(case.withdrawn_on)),
        ]

    def stages(self) -> list[Stage]:
        """From the paper to the money."""
        case = self.record
        stopped = case.state in (ExitState.WITHDRAWN, ExitState.REFUSED)
        last = [
            Stage(lazy("end in the register"), case.membership_end_on if case.end_operation_id else None, stopped),
            Stage(lazy("balance sheet approved"), case.balance_approved_on, stopped),
            Stage(lazy("refunded, closed"), case.liquidated_on, stopped),
        ]
        if case.kind == ExitKind.DEATH:
            return [Stage(lazy("news received"), case.received_on), *last]
        withdrawn = case.state == ExitState.WITHDRAWN
        decided = Stage(lazy("resolution"), case.resolution.held_on if case.resolution else None, withdrawn)
        return [Stage(lazy("received"), case.received_on), decided, Stage(lazy("communicated"), case.communicated_on, withdrawn), *last]

    def letters(self) -> list[tuple[str, Any]]:
        """Those that the state makes true."""
        return [(reverse(f"{SPACE}:letter", args=[self.record.pk, name]), label) for name, label in exit_letters(self.record)]


class Exits(OfficeViewSet):
    """Exits, exclusions, deaths."""

    model = ExitCase
    name = SPACE
    url_prefix = "uscite"
    icon = "logout"
    menu_label = lazy("Exits")
    index_view_class = ExitList
    export_filename = "uscite"

    def pages(self) -> list[URLPattern]:
        """The case and its acts."""
        return [
            path("recesso/", acts.OpenExit.as_view(), name="open_exit"),
            path("esclusione/", acts.OpenExclusion.as_view(), name="open_exclusion"),
            path("decesso/", acts.OpenDeath.as_view(), name="open_death"),
            path("bilancio/", acts.YearBalance.as_view(), name="year"),
            path("<int:pk>/", ExitPage.as_view(), name="page"),
            path("<int:pk>/lettera/<slug:name>/", ExitLetter.as_view(), name="letter"),
            path("<int:pk>/<slug:act>/", acts.step, name="act"),
        ]
