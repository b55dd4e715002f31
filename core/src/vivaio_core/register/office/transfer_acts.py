"""The acts of the office on transfers of shares: each a small form that calls one service and says beforehand what will happen."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vivaio_core.pages.numbers import day
from vivaio_core.register.case_states import TRANSFER
from vivaio_core.register.models.cases import ShareTransfer
from vivaio_core.register.office import case_forms as forms
from vivaio_core.register.office.case_pages import CaseAct, OpenCase
from vivaio_core.register.office.forms import WhyForm, written
from vivaio_core.register.selectors import cases as reads
from vivaio_core.register.services import share_transfers as services

SPACE = "office_transfers"


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
