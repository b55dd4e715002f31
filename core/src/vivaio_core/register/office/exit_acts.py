"""The acts of the office on exits: each a small form that calls one service and says beforehand what will happen."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from vivaio_core.office.acts import ActView
from vivaio_core.pages.numbers import day, euros
from vivaio_core.register import case_rules
from vivaio_core.register.case_states import EXITS, ExitKind, ExitState
from vivaio_core.register.models.cases import ExitCase
from vivaio_core.register.office import case_forms as forms
from vivaio_core.register.office.case_pages import CaseAct, OpenCase
from vivaio_core.register.office.forms import EntryForm, WhyForm, written
from vivaio_core.register.selectors.book import holding
from vivaio_core.register.selectors.cases import balances_waiting
from vivaio_core.register.services import leave, leave_end

SPACE = "office_exits"


class _Open(OpenCase):
    permission = "register.add_exitcase"
    space = SPACE
    list_label = lazy("Exits")


class OpenExit(_Open):
    """A member wants to leave."""

    page_title = lazy("Exit of a member")
    form_class: Any = forms.OpenExitForm
    explanation = lazy("The board then has the days of the law to examine it. The membership goes on until the answer is communicated.")

    def act(self, data: dict[str, Any]) -> str:
        """Open."""
        self.made = leave.ask_exit(actor=self.actor, **data)
        return _("Written down: to be examined by %(day)s.") % {"day": day(self.made.examine_due_on)}


class OpenExclusion(_Open):
    """The board wants to exclude a member."""

    page_title = lazy("Exclusion of a member")
    form_class: Any = forms.OpenExclusionForm
    explanation = lazy("Nothing changes for the member until the resolution has been communicated.")

    def act(self, data: dict[str, Any]) -> str:
        """Open."""
        self.made = leave.open_exclusion(actor=self.actor, **data)
        return _("Written down: now it takes the resolution of the organ that excludes.")


class OpenDeath(_Open):
    """A member died."""

    page_title = lazy("Death of a member")
    form_class: Any = forms.OpenDeathForm
    explanation = lazy("The membership ends with the day of death. The heirs are refunded, or enter where the statute allows it.")

    def act(self, data: dict[str, Any]) -> str:
        """Open."""
        self.made = leave.open_death(actor=self.actor, **data)
        return _("Written down. Now enter the end in the register.")


class YearBalance(ActView):
    """The balance sheet of a year is approved: the term of all its refunds begins."""

    permission = "register.change_exitcase"
    page_title = lazy("Balance sheet approved")
    form_class: Any = forms.YearBalanceForm
    explanation = lazy("The refunds of everybody who left in that year start their term. Who has a date already keeps it.")

    def get_initial(self) -> dict[str, Any]:
        """The oldest year that somebody waits for."""
        waiting = balances_waiting(timezone.localdate())
        return {"close_on": waiting[0] if waiting else None, "approved_on": timezone.localdate()}

    def act(self, data: dict[str, Any]) -> str:
        """Set the dates."""
        count = leave_end.approve_balance(actor=self.actor, **data)
        return ngettext("The term of %(count)s refund begins.", "The term of %(count)s refunds begins.", count) % {"count": count}

    def after(self) -> str:
        """The list."""
        return reverse(f"{SPACE}:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [{"url": self.after(), "label": _("Exits")}]


class _ExitAct(CaseAct):
    model = ExitCase
    space = SPACE
    permission = "register.change_exitcase"
    record: ExitCase
    name = ""
    said: Any = lazy("Written down.")

    def get_page_title(self) -> str:
        return str(EXITS[self.record.kind][self.name].label)

    def run(self, data: dict[str, Any]) -> Any:
        """Call the service."""
        raise NotImplementedError

    def act(self, data: dict[str, Any]) -> str:
        self.run(data)
        return str(self.said)


class Accept(_ExitAct):
    """Yes, by a resolution."""

    name = "accept"
    form_class: Any = forms.DecisionForm
    explanation = lazy("The membership ends only when the answer has reached the person: communicate it at once.")

    def run(self, data: dict[str, Any]) -> Any:
        """Accept."""
        return leave.decide_exit(case=self.record, accept=True, resolution=written(data, self.actor), actor=self.actor)


class Refuse(_ExitAct):
    """No, with reasons."""

    name = "refuse"
    form_class: Any = forms.RefusalForm
    explanation = lazy("The membership goes on. The reasons go into the letter; from its arrival the member may go to court.")

    def run(self, data: dict[str, Any]) -> Any:
        """Refuse."""
        resolution = written(data, self.actor)
        return leave.decide_exit(case=self.record, accept=False, resolution=resolution, reasons=data["reasons"], actor=self.actor)


class Communicate(_ExitAct):
    """The answer arrived."""

    name = "communicate"
    form_class: Any = forms.CommunicatedForm

    @property
    def explanation(self) -> str:  # type: ignore[override]
        """What follows from the day."""
        if self.record.state != ExitState.ACCEPTED:
            return _("From this day the member has the days of the law to go to court.")
        until = case_rules.mutual_relations_end(self.record, timezone.localdate())
        if self.record.kind == ExitKind.EXCLUSION:
            return _("From this day the person is no longer a member, and the mutual relations end too.")
        text = _("From this day the person is no longer a member. The mutual relations go on until %(day)s.")
        return text % {"day": day(until)}

    def run(self, data: dict[str, Any]) -> Any:
        """Write it down."""
        return leave.communicate_exit(case=self.record, actor=self.actor, **data)


class Annotate(_ExitAct):
    """Into the book."""

    name = "annotate"
    form_class: Any = EntryForm
    said = lazy("The end of the membership is in the register.")

    @property
    def explanation(self) -> str:  # type: ignore[override]
        """Which day the entry carries."""
        if self.record.membership_end_on is None:
            return _("First write down the day on which the answer was communicated.")
        return _("The register will say: no longer a member from %(day)s. The shares stay, to be refunded.") % {
            "day": day(self.record.membership_end_on)
        }

    def run(self, data: dict[str, Any]) -> Any:
        """Annotate."""
        return leave_end.annotate_exit(case=self.record, actor=self.actor, **data)


class Balance(_ExitAct):
    """The balance sheet of the year is approved."""

    name = "balance"
    form_class: Any = forms.BalanceForm
    explanation = lazy("From this day run the days within which the shares are refunded.")

    def run(self, data: dict[str, Any]) -> Any:
        """Set the date."""
        return leave_end.note_balance(case=self.record, actor=self.actor, **data)


class Instalments(_ExitAct):
    """An agreement, noted."""

    name = "instalments"
    form_class: Any = forms.InstalmentsForm
    explanation = lazy("Only a note: the deadline stays as it is.")

    def run(self, data: dict[str, Any]) -> Any:
        """Note."""
        return leave_end.note_instalments(case=self.record, actor=self.actor, **data)


class Refund(_ExitAct):
    """The money goes back."""

    name = "refund"
    form_class: Any = forms.RefundForm
    said = lazy("Refunded and entered in the register: the case is closed.")
    explanation = lazy("The shares leave the register and the payment is written down. After this nothing can be undone.")

    def get_initial(self) -> dict[str, Any]:
        """The nominal value of what is there."""
        held = holding(self.record.party, timezone.localdate())
        value = 0 if held.status else held.amount_cents
        return {**super().get_initial(), "euro": euros(value).removesuffix(" €")}

    def run(self, data: dict[str, Any]) -> Any:
        """Refund."""
        return leave_end.refund_exit(case=self.record, amount_cents=data.pop("euro"), actor=self.actor, **data)


class Heir(_ExitAct):
    """An heir enters."""

    name = "heir"
    form_class: Any = forms.HeirForm
    explanation = lazy("All shares go to the heir, who becomes a member. Only where the statute allows it.")

    def run(self, data: dict[str, Any]) -> Any:
        """Let in."""
        return leave_end.let_heir_enter(case=self.record, resolution=written(data, self.actor), actor=self.actor, **data)


class Oppose(_ExitAct):
    """The member goes to court."""

    name = "oppose"
    form_class: Any = forms.OnForm
    explanation = lazy("The case waits for the court. A late opposition is written down all the same.")

    def run(self, data: dict[str, Any]) -> Any:
        """Write it down."""
        return leave.oppose_exit(case=self.record, actor=self.actor, **data)


class Settle(_ExitAct):
    """The court decides."""

    name = "settle"
    form_class: Any = forms.CourtForm
    explanation = lazy("If the member is right, an exit counts as accepted from this day, and an exclusion is taken back from the register.")

    def run(self, data: dict[str, Any]) -> Any:
        """Write it down."""
        return leave_end.settle_exit(case=self.record, upheld=data["upheld"] == "yes", on=data["on"], actor=self.actor)


class Withdraw(_ExitAct):
    """Taken back."""

    name = "withdraw"
    form_class: Any = forms.OnForm
    explanation = lazy("The membership goes on as before.")

    def run(self, data: dict[str, Any]) -> Any:
        """Withdraw."""
        return leave.withdraw_exit(case=self.record, actor=self.actor, **data)


class Undo(_ExitAct):
    """Back by one operation."""

    name = "undo"
    form_class: Any = WhyForm
    said = lazy("Undone: the corrections are in the register and the case is one step back.")
    explanation = lazy("Each entry is answered by a correction of today; nothing is deleted. Once the refund is paid this is no longer possible.")

    def run(self, data: dict[str, Any]) -> Any:
        """Undo."""
        return leave_end.undo_exit(case=self.record, actor=self.actor, **data)


STEPS: dict[str, type[_ExitAct]] = {
    act.name: act for act in (Accept, Refuse, Communicate, Annotate, Balance, Instalments, Refund, Heir, Oppose, Settle, Withdraw, Undo)
}


def step(request: HttpRequest, pk: int, act: str) -> HttpResponseBase:
    """The view of one step."""
    if act not in STEPS:
        raise Http404
    return STEPS[act].as_view()(request, pk=pk)
