"""What the office does with a line of the bank: confirm what is proposed, match by hand, money of nobody known, leave aside, take up again."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.generic import View
from wagtail.admin import messages

from vivaio_core.access.models import User
from vivaio_core.contract.errors import ContractError
from vivaio_core.payments.models.bank import BankLine, BankStatement
from vivaio_core.payments.models.charges import Charge, Receipt
from vivaio_core.payments.office import bank_forms, forms
from vivaio_core.payments.office.pages import Act
from vivaio_core.payments.office.words import days, since_until, sum_of, who
from vivaio_core.payments.selectors import bank as reads
from vivaio_core.payments.services.match_line import AT_ONCE, ignore_line, ignore_outgoing, link_line, match_all, match_line, take_up_line

TITLE = lazy("Bank statements")
SPACE = "office_payments_statements"
CHANGE = "payments.change_bankline"
WHY = {"code": lazy("by the payment code"), "iban": lazy("by account and amount"), "name": lazy("by name and amount")}


def statement_url(number: int) -> str:
    """Its page."""
    return reverse(f"{SPACE}:page", args=[number])


def amount_of(line: BankLine) -> str:
    """With a plus for what came in and a minus for what went out."""
    return f"{'+' if line.amount > 0 else '−'}{sum_of(abs(line.amount))}"


def trouble(line: BankLine, charge: Any) -> str:
    """What would wait among the payments to look at, were it confirmed; nothing when it fits."""
    if charge.state == Charge.State.VOID:
        return _("This charge was cancelled: the money will wait to be looked at.")
    if charge.state == Charge.State.SETTLED:
        return _("This charge is paid already: the money will wait to be looked at.")
    if line.amount < charge.due:
        return _("%(sum)s will be missing.") % {"sum": sum_of(charge.due - line.amount)}
    return _("%(sum)s too much will wait to be looked at.") % {"sum": sum_of(line.amount - charge.due)} if line.amount > charge.due else ""


def said(receipt: Receipt) -> str:
    """What became of a line, after it was matched."""
    waits = receipt.exceptions.filter(state="open").first()
    if waits is not None:
        return _("Recorded. Something is to be looked at: %(what)s, %(sum)s.") % {"what": waits.get_kind_display(), "sum": sum_of(waits.amount)}
    return _("Recorded: %(sum)s.") % {"sum": sum_of(receipt.amount)}


class Confirm(View):
    """The button beside a proposal: exactly the charge that was shown."""

    def post(self, request: HttpRequest, pk: int, line: int) -> HttpResponse:
        """Match, or say why not."""
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        row = get_object_or_404(BankLine, pk=line, statement=pk)
        chosen = bank_forms.ShownForm(request.POST).as_number()
        charge = Charge.objects.filter(pk=chosen).first() if chosen else None
        proposal = reads.proposals([row]).get(row.pk)
        try:
            if row.receipt_id is None and (charge is None or proposal is None or proposal.charge.pk != charge.pk):
                messages.warning(request, _("Something has changed since this page was shown: look at the line again."))
            else:
                messages.success(request, said(match_line(line=row, charge=charge, actor=cast(User, request.user))))
        except ContractError as refusal:
            messages.error(request, str(refusal))
        return redirect(statement_url(pk))


class _OnStatement(Act):
    model = BankStatement
    space, title = SPACE, TITLE
    permission = CHANGE

    def named(self) -> str:
        since, until = since_until(self.record.since, self.record.until)
        return _("from %(since)s to %(until)s") % {"since": since, "until": until}


class MatchAll(_OnStatement):
    """Every proposal of a statement."""

    page_title = lazy("Confirm all proposals")
    button = lazy("Confirm")
    form_class: Any = forms.ConfirmForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How many, and how much together."""
        lines = {row.pk: row for row in self.record.lines.filter(state=BankLine.State.WAITING, amount__gt=0).order_by("pk")}
        chosen = reads.once_each(reads.proposals(list(lines.values())))[:AT_ONCE]
        total = sum(lines[pk].amount for pk, _charge in chosen)
        text = ngettext(
            "%(n)s line pays the charge it names, %(sum)s. What does not fit to the cent waits among the payments to look at.",
            "%(n)s lines pay the charge they name, %(sum)s together. What does not fit to the cent waits among the payments to look at.",
            len(chosen),
        )
        none = _("No line of this statement has a proposal: match them one by one.")
        return {**super().get_context_data(**kwargs), "explanation": text % {"n": len(chosen), "sum": sum_of(total)} if chosen else none}

    def act(self, data: dict[str, Any]) -> str:
        """Confirm."""
        count = match_all(statement=self.record, actor=self.actor)
        return ngettext("%(n)s line is matched.", "%(n)s lines are matched.", count) % {"n": count}


class IgnoreOutgoing(_OnStatement):
    """What went out needs no match."""

    page_title = lazy("Leave aside what went out")
    button = lazy("Leave aside")
    explanation = lazy("All lines with money that went out and that wait are left aside, with one reason. Each can be taken up again.")
    form_class: Any = bank_forms.AsideForm

    def act(self, data: dict[str, Any]) -> str:
        """Leave them aside."""
        count = ignore_outgoing(statement=self.record, reason=data["reason"], actor=self.actor)
        return ngettext("%(n)s line is left aside.", "%(n)s lines are left aside.", count) % {"n": count}


class _OnLine(_OnStatement):
    line: BankLine

    def prepare(self) -> None:
        """The line of the statement of the address."""
        super().prepare()
        self.line = get_object_or_404(self.record.lines, pk=self.kwargs["line"])

    def get_page_subtitle(self) -> str:
        """How much, whose."""
        return ", ".join(one for one in (amount_of(self.line), self.line.payer_name or days(self.line.value_on)) if one)


class Match(_OnLine):
    """By hand, with the code of a charge."""

    page_title = lazy("Match by hand")
    button = lazy("Match")
    form_class: Any = bank_forms.MatchForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """The charges that it could be."""
        return {**super().get_form_kwargs(), "line": self.line}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the bank said."""
        text = _("The line becomes a bank transfer that pays the charge. What does not fit waits among the payments to look at.")
        words = self.line.text or self.line.reference
        told = _("The bank writes: %(words)s.") % {"words": words.rstrip(".")} if words else ""
        return {**super().get_context_data(**kwargs), "explanation": f"{text} {told}".strip()}

    def act(self, data: dict[str, Any]) -> str:
        """Match."""
        receipt = match_line(line=self.line, charge=data["chosen"], actor=self.actor)
        return _("%(what)s The payment is of %(payer)s.") % {"what": said(receipt), "payer": who(receipt.payer)}


class Twin(_OnLine):
    """Somebody recorded it before the statement came."""

    page_title = lazy("Recorded already")
    button = lazy("It is this one")
    explanation = lazy("Choose the payment that this line is: nothing is recorded a second time.")
    form_class: Any = bank_forms.TwinForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """The payments that it could be."""
        return {**super().get_form_kwargs(), "line": self.line}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say so when there is none."""
        found = super().get_context_data(**kwargs)
        none = _("No payment of this amount was recorded in these days: go back and match the line by hand.")
        return found if found["form"].found else {**found, "explanation": none}

    def act(self, data: dict[str, Any]) -> str:
        """Link it."""
        receipt = link_line(line=self.line, receipt=data["receipt"], actor=self.actor)
        return _("The line is the payment of %(sum)s recorded already.") % {"sum": sum_of(receipt.amount)}


class Nobody(_OnLine):
    """Money of nobody known."""

    page_title = lazy("Nobody knows whose it is")
    button = lazy("Record it")
    explanation = lazy("The money is recorded without a payer and waits among the payments to look at, until somebody says whose it is.")
    form_class: Any = forms.ConfirmForm

    def act(self, data: dict[str, Any]) -> str:
        """Record it."""
        return said(match_line(line=self.line, charge=None, actor=self.actor))


class Ignore(_OnLine):
    """No payment."""

    page_title = lazy("Leave aside")
    button = lazy("Leave aside")
    explanation = lazy("The line pays nothing and asks nobody any more. It stays in the statement, with your reason, and can be taken up again.")
    form_class: Any = bank_forms.AsideForm

    def act(self, data: dict[str, Any]) -> str:
        """Leave it."""
        ignore_line(line=self.line, reason=data["reason"], actor=self.actor)
        return _("The line is left aside.")


class TakeUp(_OnLine):
    """It was left aside by mistake."""

    page_title = lazy("Take up again")
    button = lazy("Take up again")
    explanation = lazy("The line waits again to be matched.")
    form_class: Any = forms.ConfirmForm

    def act(self, data: dict[str, Any]) -> str:
        """Take it up."""
        take_up_line(line=self.line, actor=self.actor)
        return _("The line waits to be matched.")
