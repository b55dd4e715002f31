"""Payments that came in: the list, recording one, the page of one with what it pays."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn

from vivaio_core.office.acts import ActView
from vivaio_core.office.listing import Link, OfficeList
from vivaio_core.payments import methods
from vivaio_core.payments.models.charges import METHODS, Charge, Receipt
from vivaio_core.payments.office import forms
from vivaio_core.payments.office.pages import Action, Page
from vivaio_core.payments.office.words import RECEIPTS, charge_url, days, receipt_url, sum_of, use_of, who
from vivaio_core.payments.selectors import receipts as reads
from vivaio_core.payments.selectors.authorisations import usable
from vivaio_core.payments.selectors.charges import left
from vivaio_core.payments.services.covering import euro_part
from vivaio_core.payments.services.record_receipt import record_receipt

TITLE = lazy("Payments received")
SPACE = RECEIPTS
FREE, NOBODY = "free", "nobody"


class ReceiptFilter(WagtailFilterSet):
    """By method, state, and what its money does."""

    method = django_filters.ChoiceFilter(label=lazy("How"), choices=METHODS)
    state = django_filters.ChoiceFilter(label=lazy("State"), choices=Receipt.State.choices)
    use = django_filters.ChoiceFilter(label=lazy("Money"), choices=[(FREE, lazy("to be used")), (NOBODY, lazy("payer not known"))], method="by_use")

    def by_use(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Not wholly used, or of nobody known."""
        standing = rows.filter(state=Receipt.State.RECORDED)
        return standing.filter(free__gt=0) if value == FREE else standing.filter(payer=None)

    class Meta:
        model = Receipt
        fields = ["method", "state", "use"]


class ReceiptList(OfficeList):
    """Search by person, number, fiscal code or reference."""

    empty = lazy("No payment has come in yet.")
    filterset_class = ReceiptFilter
    header_actions = ((lazy("Record a payment"), f"{SPACE}:add", "payments.add_receipt"),)
    ready_views = ((lazy("Money to be used"), "use=free"), (lazy("Payer not known"), "use=nobody"))
    columns = [
        Link("payer", label=lazy("Who paid"), accessor=lambda row: who(row.payer), sort_key="payer__search_key", get_url=receipt_url),
        Column("value_on", label=lazy("Value date"), accessor=lambda row: days(row.value_on), sort_key="value_on"),
        Column("method", label=lazy("How"), accessor="get_method_display", sort_key="method"),
        Column("amount", label=lazy("Amount"), accessor=lambda row: sum_of(row.amount, row.unit), sort_key="amount"),
        StatusTagColumn("use", label=lazy("Money"), accessor=use_of, primary=lambda row: row.state == Receipt.State.RECORDED and not row.free),
        Column("external_ref", label=lazy("Reference")),
    ]
    columns_exported = {
        lazy("Who paid"): lambda row: who(row.payer) if row.payer else "",
        lazy("Came in on"): lambda row: row.received_on,
        lazy("Value date"): lambda row: row.value_on,
        lazy("How"): lambda row: str(row.get_method_display()),
        lazy("Amount in cents"): lambda row: row.amount,
        lazy("Unit"): lambda row: row.unit,
        lazy("To be used, in cents"): lambda row: row.free if row.state == Receipt.State.RECORDED else 0,
        lazy("Reference"): lambda row: row.external_ref,
        lazy("State"): lambda row: str(row.get_state_display()),
    }

    def rows(self) -> QuerySet[Any]:
        """All, newest first."""
        return reads.receipts()

    def searched(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By person or reference."""
        return reads.search_receipts(rows, words)


class ReceiptPage(Page):
    """One payment."""

    template_name = "payments/office/receipt.html"
    permission = "payments.view_receipt"
    space, title = SPACE, TITLE

    def rows(self) -> QuerySet[Any]:
        """All."""
        return reads.receipts().select_related("payer__merged_into", "recorded_by", "authorisation__given_by")

    def get_page_title(self) -> str:
        """How much, of whom."""
        return f"{sum_of(self.record.amount, self.record.unit)}: {who(self.record.payer) if self.record.payer else _('payer not known')}"

    def facts(self) -> list[tuple[Any, Any]]:
        """How, when, what is left."""
        row = self.record
        leave = row.authorisation
        return [
            (lazy("How"), row.get_method_display()),
            (lazy("Came in on"), days(row.received_on)),
            (lazy("Value date"), days(row.value_on) if row.value_on != row.received_on else ""),
            (lazy("Reference"), row.external_ref),
            (lazy("To be used"), sum_of(row.free, row.unit) if row.free and row.state == Receipt.State.RECORDED else ""),
            (lazy("Given back"), sum_of(row.returned, row.unit) if row.returned else ""),
            (lazy("Leave given by"), f"{leave.given_by or _('the system')}, {days(timezone.localdate(leave.given_at))}" if leave else ""),
            (lazy("Written down by"), row.recorded_by or _("the system")),
            (lazy("Came back on"), days(row.bounced_on)),
        ]

    def acts(self) -> list[Action]:
        """Use the money, give it back, say who paid, it came back."""
        row = self.record
        stands = row.state == Receipt.State.RECORDED and row.method != methods.MUTUAL_CREDIT
        usable_money = stands and row.free > 0
        return [
            *self.act("payer", _("Say who paid"), "change_receipt", stands and row.payer is None),
            *self.act("allocate", _("Let it pay a charge"), "add_allocation", usable_money),
            *self.act("return", _("Give money back"), "add_givenback", usable_money),
            *self.act("bounce", _("It came back"), "change_receipt", stands),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it pays, and what is to be looked at."""
        row = self.record
        found = row.allocations.select_related("charge", "undoes").order_by("pk")
        lines = [(line, sum_of(line.amount, row.unit), charge_url(line.charge)) for line in found]
        troubles = [(one, reverse("office_payments_exceptions:page", args=[one.pk])) for one in row.exceptions.filter(state="open")]
        state = use_of(row)
        return {
            **super().get_context_data(**kwargs),
            "lines": lines,
            "troubles": troubles,
            "state": state[:1].upper() + state[1:],
            "quiet": not row.free,
        }


class Add(ActView):
    """Record money that came in."""

    permission = "payments.add_receipt"
    page_title = lazy("Record a payment")
    explanation = lazy(
        "With the payment code the charge is paid at once; what does not fit waits among the exceptions. Cash and cheques need a leave, "
        "given before by another person."
    )
    header_icon = "form"
    form_class: Any = forms.ReceiptForm
    made: Receipt

    def get_initial(self) -> dict[str, Any]:
        """Today; what is missing of the charge one comes from."""
        found = {**super().get_initial(), "received_on": timezone.localdate()}
        number = self.request.GET.get("charge", "")
        charge = Charge.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 16 else None
        if charge is None or not left(charge):
            return found
        return {**found, "charge": charge.code, "amount": euro_part(charge)}

    def act(self, data: dict[str, Any]) -> str:
        """Record; the same form again finds what it wrote."""
        charge = data["charge"]
        payer = data["payer"] or (charge.debtor if charge else None)
        leave = usable(payer, data["method"], data["amount"], data["received_on"], charge) if payer else None
        given = {**data, "value_on": data["value_on"] or data["received_on"], "payer": payer, "authorisation": leave}
        self.made = record_receipt(actor=self.actor, **given)
        waits = self.made.exceptions.filter(state="open").first()
        if waits is not None:
            return _("Recorded. Something is to be looked at: %(what)s, %(sum)s.") % {"what": waits.get_kind_display(), "sum": sum_of(waits.amount)}
        return _("Recorded: %(sum)s.") % {"sum": sum_of(self.made.amount)}

    def after(self) -> str:
        """The new payment's page."""
        made = getattr(self, "made", None)
        return receipt_url(made) if made else reverse(f"{SPACE}:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [{"url": reverse(f"{SPACE}:index"), "label": str(TITLE)}]
