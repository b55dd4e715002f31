"""«Da incassare»: what is owed, a new charge, the page of one with what covers it."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn

from vivaio_core.office.acts import ActView
from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.payments import methods
from vivaio_core.payments.codes import code_in_fours
from vivaio_core.payments.models.charges import Charge
from vivaio_core.payments.office import forms
from vivaio_core.payments.office.pages import Act, Action, Page
from vivaio_core.payments.office.words import CHARGES, RECEIPTS, charge_url, days, due, receipt_url, state_of, sum_of, who
from vivaio_core.payments.selectors import charges as reads
from vivaio_core.payments.selectors.files import waiting_rows
from vivaio_core.payments.selectors.receipts import credit_of
from vivaio_core.payments.services.raise_charge import raise_charge
from vivaio_core.payments.services.undo_allocation import undo_allocation
from vivaio_core.payments.services.void_charge import void_charge

TITLE = lazy("To be collected")
SPACE = CHARGES
LATE = "late"


class ChargeFilter(WagtailFilterSet):
    """By state; overdue is a state to people."""

    state = django_filters.ChoiceFilter(label=lazy("State"), choices=Charge.State.choices)
    late = django_filters.ChoiceFilter(label=lazy("Due"), choices=[(LATE, lazy("overdue"))], method="by_day")

    def by_day(self, rows: QuerySet[Charge], name: str, value: str) -> QuerySet[Charge]:
        """Open ones whose day has passed."""
        return rows.filter(state=Charge.State.OPEN, due_on__lt=timezone.localdate()) if value == LATE else rows

    class Meta:
        model = Charge
        fields = ["state", "late"]


class ChargeList(OfficeList):
    """Search by person, number, fiscal code, words or payment code."""

    page_title = lazy("To be collected")
    empty = lazy("Nobody owes anything yet. Modules write their charges down by themselves; others you write here.")
    filterset_class = ChargeFilter
    header_actions = (
        (lazy("Write down a charge"), f"{SPACE}:add", "payments.add_charge"),
        (lazy("Record a payment"), f"{RECEIPTS}:add", "payments.add_receipt"),
    )
    ready_views = ((lazy("To be paid"), "state=open"), (lazy("Overdue"), "late=late"), (lazy("Paid"), "state=settled"))
    columns = [
        Link("debtor", label=lazy("Who owes"), accessor=lambda row: who(row.debtor), sort_key="debtor__search_key", get_url=charge_url),
        Column("title", label=lazy("What for")),
        Column("amount", label=lazy("Amount"), accessor=lambda row: sum_of(row.amount, row.unit), sort_key="amount"),
        Column("due", label=lazy("Missing"), accessor=lambda row: sum_of(row.due, row.unit) if row.state == Charge.State.OPEN else ""),
        Column("due_on", label=lazy("By"), accessor=due, sort_key="due_on"),
        StatusTagColumn("state", label=lazy("State"), accessor=state_of, sort_key="state", primary=lambda row: row.state == Charge.State.SETTLED),
    ]
    columns_exported = {
        lazy("Payment code"): lambda row: row.code,
        lazy("Who owes"): lambda row: who(row.debtor),
        lazy("To whom"): lambda row: who(row.creditor) if row.creditor else "",
        lazy("What for"): lambda row: row.title,
        lazy("Amount in cents"): lambda row: row.amount,
        lazy("Missing, in cents"): lambda row: row.due if row.state == Charge.State.OPEN else 0,
        lazy("Unit"): lambda row: row.unit,
        lazy("Raised on"): lambda row: row.raised_on,
        lazy("By"): lambda row: row.due_on,
        lazy("State"): lambda row: str(row.get_state_display()),
        lazy("Paid on"): lambda row: row.settled_on,
    }

    def rows(self) -> QuerySet[Charge]:
        """All, those to be paid first, the most urgent before."""
        return reads.charges().order_by("state", "due_on", "pk")

    def searched(self, rows: QuerySet[Charge], words: str) -> QuerySet[Charge]:
        """By person or words."""
        return reads.search_charges(rows, words)


class ChargePage(Page):
    """One charge."""

    template_name = "payments/office/charge.html"
    permission = "payments.view_charge"
    space, title = SPACE, TITLE

    def rows(self) -> QuerySet[Charge]:
        """All."""
        return reads.charges()

    def get_page_title(self) -> str:
        """What for, and who."""
        return f"{self.record.title}: {who(self.record.debtor)}"

    def facts(self) -> list[tuple[Any, Any]]:
        """Who, how much, by when."""
        row = self.record
        promised = methods.promise(row)
        return [
            (lazy("Amount"), sum_of(row.amount, row.unit)),
            (lazy("Missing"), sum_of(row.due, row.unit) if row.state == Charge.State.OPEN else ""),
            (lazy("By"), due(row)),
            (lazy("Payment code"), code_in_fours(row.code)),
            (lazy("To whom"), who(row.creditor) if row.creditor else ""),
            (lazy("Taxable amount"), sum_of(row.taxable, row.unit) if row.taxable is not None else ""),
            (lazy("VAT"), sum_of(row.vat, row.unit) if row.vat is not None else ""),
            (lazy("May be paid in credits"), _("up to %(n)s%% of the taxable amount") % {"n": row.credit_share} if row.credit_share else ""),
            (lazy("Promised in credits"), sum_of(promised[1].value, row.unit) if promised else ""),
            (lazy("Raised on"), days(row.raised_on)),
            (lazy("In the file for the bank"), ", ".join(f"{one.file}, {days(one.file.execute_on)}" for one in waiting_rows(row))),
            (lazy("Paid on"), days(row.settled_on)),
            (lazy("Why cancelled"), row.void_reason),
        ]

    def acts(self) -> list[Action]:
        """Take a payment, use the payer's credit, cancel."""
        row, still_open = self.record, self.record.state == Charge.State.OPEN
        take = [(f"{reverse(f'{RECEIPTS}:add')}?charge={row.pk}", _("Record a payment"))]
        return [
            *(take if still_open and self.request.user.has_perm("payments.add_receipt") else []),
            *self.act("void", _("Cancel the charge"), "change_charge", still_open and not row.paid),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What covers it, and the credit that might."""
        row = self.record
        may_undo = self.request.user.has_perm("payments.change_allocation")
        lines = [(line, sum_of(line.amount, row.unit), receipt_url(line.receipt), self._undo(line) if may_undo else "") for line in reads.lines(row)]
        credit = credit_of(row.debtor) if row.state == Charge.State.OPEN else 0
        state = state_of(row)
        shown = {"lines": lines, "credit": sum_of(credit) if credit else "", "debtor": row.debtor, "state": state[:1].upper() + state[1:]}
        return {**super().get_context_data(**kwargs), **shown, "receipts": reverse(f"{RECEIPTS}:index")}

    def _undo(self, line: Any) -> str:
        stands = line.undoes_id is None and not hasattr(line, "undone_by") and line.receipt.method != methods.MUTUAL_CREDIT
        return reverse(f"{SPACE}:undo", args=[self.record.pk, line.pk]) if stands else ""


class Add(ActView):
    """A charge written by hand."""

    permission = "payments.add_charge"
    page_title = lazy("Write down a charge")
    explanation = lazy("The person sees it among the own payments, with a payment code for the bank transfer.")
    header_icon = "form"
    form_class: Any = forms.ChargeForm
    made: Charge

    def get_initial(self) -> dict[str, Any]:
        """Whose page one comes from."""
        found = str(self.request.GET.get("debtor", ""))[:120]
        return {**super().get_initial(), "debtor": found}

    def act(self, data: dict[str, Any]) -> str:
        """Write it down; the same form again finds what it wrote."""
        cause = f"payments.ByHand:{data.pop('key')}"
        self.made = raise_charge(cause=cause, on=timezone.localdate(), actor=self.actor, **data)
        return _("Written down: %(sum)s. Payment code %(code)s.") % {"sum": sum_of(self.made.amount), "code": code_in_fours(self.made.code)}

    def after(self) -> str:
        """The new charge's page."""
        made = getattr(self, "made", None)
        return charge_url(made) if made else reverse(f"{SPACE}:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [{"url": reverse(f"{SPACE}:index"), "label": str(TITLE)}]


class _OnCharge(Act):
    model = Charge
    space, title = SPACE, TITLE
    related = ("debtor__merged_into",)

    def named(self) -> str:
        return f"{self.record.title}: {who(self.record.debtor)}"


class Void(_OnCharge):
    """Take a charge away."""

    permission = "payments.change_charge"
    page_title = lazy("Cancel the charge")
    button = lazy("Cancel the charge")
    explanation = lazy("The charge stays in the list as cancelled, with the reason. What is promised in credits for it is released.")
    form_class: Any = forms.ReasonForm

    def act(self, data: dict[str, Any]) -> str:
        """Cancel."""
        void_charge(charge=self.record, reason=data["reason"], on=timezone.localdate(), actor=self.actor)
        return _("The charge is cancelled.")


class Undo(_OnCharge):
    """Take a payment off a charge."""

    permission = "payments.change_allocation"
    page_title = lazy("Take the payment off the charge")
    button = lazy("Take it off")
    explanation = lazy("The money stays as credit of who paid, and the charge is owed again.")
    form_class: Any = forms.ConfirmForm

    def act(self, data: dict[str, Any]) -> str:
        """Undo; a row of another charge is not found."""
        row = get_object_or_404(self.record.allocations, pk=self.kwargs["line"])
        undo_allocation(allocation=row, on=timezone.localdate(), actor=self.actor)
        return _("%(sum)s are credit of the payer again.") % {"sum": sum_of(row.amount, self.record.unit)}


class Charges(OfficeViewSet):
    """What is owed."""

    model = Charge
    name = SPACE
    url_prefix = "pagamenti/da-incassare"
    icon = "form"
    menu_label = lazy("To be collected")
    menu_order = 10
    index_view_class = ChargeList
    export_filename = "da-incassare"

    def pages(self) -> list[URLPattern]:
        """A new one, one charge, its acts."""
        return [
            path("nuovo/", Add.as_view(), name="add"),
            path("<int:pk>/", ChargePage.as_view(), name="page"),
            path("<int:pk>/annulla/", Void.as_view(), name="void"),
            path("<int:pk>/stacca/<int:line>/", Undo.as_view(), name="undo"),
        ]
