"""Transfers of shares in the office: the list, and one page a case."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn

from vivaio_core.admission.causes import left_open
from vivaio_core.admission.entrants import Entry, entry
from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.pages.elision import elided
from vivaio_core.pages.numbers import day
from vivaio_core.register.case_states import OPEN_TRANSFERS, TRANSFER, Table, TransferState
from vivaio_core.register.clocks import Clock
from vivaio_core.register.models.cases import ShareTransfer
from vivaio_core.register.office import transfer_acts as acts
from vivaio_core.register.office.case_pages import CasePage, Stage, days
from vivaio_core.register.office.letters import TransferLetter, transfer_letters
from vivaio_core.register.selectors import cases as reads

SPACE = acts.SPACE


def page_of(transfer: ShareTransfer) -> str:
    """Address of a case's page."""
    return reverse(f"{SPACE}:page", args=[transfer.pk])


def state_of(transfer: ShareTransfer) -> str:
    """The state as of today: silence counts."""
    return str(TransferState(transfer.state_on(timezone.localdate())).label)


def clock_of(transfer: ShareTransfer) -> str:
    """The next deadline in words."""
    today = timezone.localdate()
    return reads.next_words(reads.transfer_clocks(transfer, today), today)


class TransferFilter(WagtailFilterSet):
    """State as of today, and what waits."""

    state = django_filters.ChoiceFilter(label=lazy("State"), choices=TransferState.choices, method="by_state")
    todo = django_filters.ChoiceFilter(label=lazy("What waits"), choices=[("enter", lazy("to enter in the register"))], method="by_todo")

    class Meta:
        model = ShareTransfer
        fields: list[str] = []

    def by_state(self, rows: QuerySet[ShareTransfer], name: str, value: str) -> QuerySet[ShareTransfer]:
        """With the silence of today."""
        return reads.transfers_in_state(rows, value, timezone.localdate())

    def by_todo(self, rows: QuerySet[ShareTransfer], name: str, value: str) -> QuerySet[ShareTransfer]:
        """Authorised or free."""
        return reads.transfers_to_enter(rows, timezone.localdate())


class TransferList(OfficeList):
    """Search by name or member number of either side."""

    empty = lazy("No transfer of shares has been asked for.")
    filterset_class = TransferFilter
    page_title = lazy("Transfers of shares")
    header_actions = ((lazy("Transfer of shares"), f"{SPACE}:open", "register.add_sharetransfer"),)
    columns = [
        Link("seller", label=lazy("Who gives"), sort_key="seller__search_key", get_url=page_of),
        Column("buyer", label=lazy("Who receives"), accessor=lambda row: row.buyer or row.buyer_name or "—"),
        Column("qty", label=lazy("Shares"), sort_key="qty"),
        StatusTagColumn("state", label=lazy("State"), accessor=state_of, primary=lambda row: row.state == "received"),
        Column("received_on", label=lazy("Received on"), accessor=lambda row: days(row.received_on), sort_key="received_on"),
        Column("clock", label=lazy("Deadline"), accessor=clock_of),
    ]
    columns_exported = {
        lazy("Who gives"): lambda row: str(row.seller),
        lazy("Who receives"): lambda row: str(row.buyer or row.buyer_name),
        lazy("Shares"): lambda row: row.qty,
        lazy("State"): state_of,
        lazy("Received on"): lambda row: row.received_on,
        lazy("Answer by"): lambda row: row.answer_due_on,
        lazy("Communicated on"): lambda row: row.answered_on,
        lazy("Entered in the register on"): lambda row: row.registered_on,
    }

    def rows(self) -> QuerySet[ShareTransfer]:
        """All, newest first."""
        return reads.transfers()

    def searched(self, rows: QuerySet[ShareTransfer], words: str) -> QuerySet[ShareTransfer]:
        """By name or number."""
        return reads.search_transfers(rows, words)


class TransferPage(CasePage):
    """One case."""

    permission = "register.view_sharetransfer"
    change = "register.change_sharetransfer"
    space = SPACE
    who = "seller"
    record: ShareTransfer

    def rows(self) -> QuerySet[ShareTransfer]:
        """All."""
        return reads.transfers()

    def table(self) -> Table:
        """The one of transfers."""
        return TRANSFER

    def state(self, on: date) -> str:
        """Silence counts."""
        return self.record.state_on(on)

    def clocks(self, on: date) -> list[Clock]:
        """Answer and opposition."""
        return reads.transfer_clocks(self.record, on)

    def entrants(self, on: date) -> list[Entry]:
        """A buyer from outside, while the transfer is open."""
        found = entry(self.record.buyer, on, self.record.qty) if self.record.buyer and self.state(on) in OPEN_TRANSFERS else None
        return [found] if found else []

    def hidden(self) -> Sequence[str]:
        """No second answer; no second opposition."""
        answered = ["authorise", "refuse"] if self.record.answered_on else []
        return [*answered, *(["oppose"] if self.record.opposed_on else [])]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The state in words, as of today; the application of a buyer who gets nothing any more."""
        return {**super().get_context_data(**kwargs), "state": state_of(self.record), "left_open": left_open(self.record)}

    def facts(self) -> list[tuple[Any, Any]]:
        """Who, how many, the dates of the law."""
        row = self.record
        free = row.state_on(timezone.localdate()) == TransferState.FREE
        silence = elided(_("No answer was communicated by %(day)s: free by silence.") % {"day": day(row.answer_due_on)}) if free else ""
        return [
            (lazy("Who gives"), row.seller),
            (lazy("Who receives"), row.buyer or row.buyer_name),
            (lazy("Shares"), row.qty),
            (lazy("Silence"), silence),
            (lazy("Resolution"), row.resolution),
            (lazy("Answer"), row.get_answer_display() if row.answer else ""),
            (lazy("Reasons of the refusal"), row.refusal_reasons),
            (lazy("Communicated on"), days(row.answered_on)),
            (lazy("Opposition of"), days(row.opposed_on)),
            (lazy("Decision of the court of"), days(row.settled_on)),
            (lazy("Withdrawn on"), days(row.withdrawn_on)),
        ]

    def stages(self) -> list[Stage]:
        """Request, answer, entry."""
        row = self.record
        stopped = row.state in (TransferState.WITHDRAWN, TransferState.REFUSED)
        silent = row.answered_on is None and row.state_on(timezone.localdate()) in (TransferState.FREE, TransferState.REGISTERED)
        answer = Stage(lazy("silence"), row.answer_due_on) if silent else Stage(lazy("answer communicated"), row.answered_on, stopped)
        return [Stage(lazy("received"), row.received_on), answer, Stage(lazy("entered in the register"), row.registered_on, stopped)]

    def letters(self) -> list[tuple[str, Any]]:
        """Once there is an answer."""
        return [(reverse(f"{SPACE}:letter", args=[self.record.pk, name]), label) for name, label in transfer_letters(self.record)]


class Transfers(OfficeViewSet):
    """Transfers of shares."""

    model = ShareTransfer
    name = SPACE
    url_prefix = "cessioni"
    icon = "resubmit"
    menu_label = lazy("Transfers of shares")
    index_view_class = TransferList
    export_filename = "cessioni"

    def pages(self) -> list[URLPattern]:
        """The case and its acts."""
        return [
            path("nuova/", acts.Open.as_view(), name="open"),
            path("<int:pk>/", TransferPage.as_view(), name="page"),
            path("<int:pk>/lettera/<slug:name>/", TransferLetter.as_view(), name="letter"),
            path("<int:pk>/<slug:act>/", acts.step, name="act"),
        ]
