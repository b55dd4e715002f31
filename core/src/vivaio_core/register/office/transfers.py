"""Transfers of shares in the office: the list, one page a case, its acts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn

from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.pages.numbers import day
from vivaio_core.register.case_states import TRANSFER, Table, TransferState
from vivaio_core.register.clocks import Clock
from vivaio_core.register.models.cases import ShareTransfer
from vivaio_core.register.office import case_forms as forms
from vivaio_core.register.office.case_pages import CaseAct, CasePage, OpenCase, Stage, days
from vivaio_core.register.office.forms import WhyForm, written
from vivaio_core.register.office.letters import TransferLetter, transfer_letters
from vivaio_core.register.selectors import cases as reads
from vivaio_core.register.services import share_transfers as services

SPACE = "office_transfers"


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

    def hidden(self) -> Sequence[str]:
        """No second answer; no second opposition."""
        answered = ["authorise", "refuse"] if self.record.answered_on else []
        return [*answered, *(["oppose"] if self.record.opposed_on else [])]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The state in words, as of today."""
        return {**super().get_context_data(**kwargs), "state": state_of(self.record)}

    def facts(self) -> list[tuple[Any, Any]]:
        """Who, how many, the dates of the law."""
        row = self.record
        free = row.state_on(timezone.localdate()) == TransferState.FREE
        silence = _("No answer was communicated by %(day)s: free by silence.") % {"day": day(row.answer_due_on)} if free else ""
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


class Open(OpenCase):
    """A member wants to give shares away."""

    permission = "register.add_sharetransfer"
    space = SPACE
    who = "seller"
    list_label = lazy("Transfers of shares")
    page_title = lazy("Transfer of shares")
    form_class: Any = forms.OpenTransferForm
    explanation = lazy("The answer must reach the seller within the days of the law. After that the transfer is free, whatever is decided later.")

    def act(self, data: dict[str, Any]) -> str:
        """Open."""
        self.made = services.ask_transfer(actor=self.actor, **data)
        return _("Written down: to be answered by %(day)s.") % {"day": day(self.made.answer_due_on)}


class _TransferAct(CaseAct):
    model = ShareTransfer
    space = SPACE
    permission = "register.change_sharetransfer"
    record: ShareTransfer
    name = ""
    said: Any = lazy("Written down.")

    def get_page_title(self) -> str:
        return str(TRANSFER[self.name].label)

    def run(self, data: dict[str, Any]) -> Any:
        """Call the service."""
        raise NotImplementedError

    def act(self, data: dict[str, Any]) -> str:
        self.run(data)
        return str(self.said)


class Authorise(_TransferAct):
    """Yes."""

    name = "authorise"
    form_class: Any = forms.AnswerForm
    explanation = lazy("The shares move only when the transfer is entered in the register.")

    def run(self, data: dict[str, Any]) -> Any:
        """Authorise."""
        return services.answer_transfer(transfer=self.record, authorise=True, resolution=written(data, self.actor), actor=self.actor, **data)


class Refuse(_TransferAct):
    """No, with reasons."""

    name = "refuse"
    form_class: Any = forms.RefusedAnswerForm

    @property
    def explanation(self) -> str:  # type: ignore[override]
        """Until when a no counts."""
        text = _("A refusal counts only if it reached the seller by %(day)s. A later one is kept, and the transfer is free.")
        return text % {"day": day(self.record.answer_due_on)}

    def run(self, data: dict[str, Any]) -> Any:
        """Refuse."""
        return services.answer_transfer(transfer=self.record, authorise=False, resolution=written(data, self.actor), actor=self.actor, **data)


class Register(_TransferAct):
    """Into the book."""

    name = "register"
    form_class: Any = forms.RegisterTransferForm
    said = lazy("The transfer is in the register.")
    explanation = lazy("The shares move in one operation. A buyer from outside becomes a member; who is left with nothing is no longer one.")

    def get_initial(self) -> dict[str, Any]:
        """The buyer that is known."""
        known = reads.known_as(self.record.buyer) if self.record.buyer else ""
        return {**super().get_initial(), "buyer": known}

    def run(self, data: dict[str, Any]) -> Any:
        """Enter."""
        return services.register_transfer(transfer=self.record, actor=self.actor, **data)


class Oppose(_TransferAct):
    """The seller goes to court."""

    name = "oppose"
    form_class: Any = forms.OnForm
    explanation = lazy("The case waits for the court. A late opposition is written down all the same.")

    def run(self, data: dict[str, Any]) -> Any:
        """Write it down."""
        return services.oppose_refusal(transfer=self.record, actor=self.actor, **data)


class Settle(_TransferAct):
    """The court decides."""

    name = "settle"
    form_class: Any = forms.CourtForm
    explanation = lazy("If the seller is right the transfer is authorised from this day.")

    def run(self, data: dict[str, Any]) -> Any:
        """Write it down."""
        return services.settle_transfer(transfer=self.record, upheld=data["upheld"] == "yes", on=data["on"], actor=self.actor)


class Withdraw(_TransferAct):
    """Taken back."""

    name = "withdraw"
    form_class: Any = forms.OnForm
    explanation = lazy("The shares stay where they are.")

    def run(self, data: dict[str, Any]) -> Any:
        """Withdraw."""
        return services.withdraw_transfer(transfer=self.record, actor=self.actor, **data)


class Undo(_TransferAct):
    """Back by one operation."""

    name = "undo"
    form_class: Any = WhyForm
    said = lazy("Undone: the corrections are in the register and the case is one step back.")
    explanation = lazy("Each entry is answered by a correction of today; nothing is deleted.")

    def run(self, data: dict[str, Any]) -> Any:
        """Undo."""
        return services.undo_transfer(transfer=self.record, actor=self.actor, **data)


STEPS: dict[str, type[_TransferAct]] = {act.name: act for act in (Authorise, Refuse, Register, Oppose, Settle, Withdraw, Undo)}


def step(request: HttpRequest, pk: int, act: str) -> HttpResponseBase:
    """The view of one step."""
    if act not in STEPS:
        raise Http404
    return STEPS[act].as_view()(request, pk=pk)


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
            path("nuova/", Open.as_view(), name="open"),
            path("<int:pk>/", TransferPage.as_view(), name="page"),
            path("<int:pk>/lettera/<slug:name>/", TransferLetter.as_view(), name="letter"),
            path("<int:pk>/<slug:act>/", step, name="act"),
        ]
