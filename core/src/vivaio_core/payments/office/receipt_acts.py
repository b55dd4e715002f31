"""What can be done with a payment that came in."""

from typing import Any

from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vivaio_core.office.listing import OfficeViewSet
from vivaio_core.payments.models.charges import Receipt
from vivaio_core.payments.office import forms
from vivaio_core.payments.office.pages import Act
from vivaio_core.payments.office.receipts import SPACE, TITLE, Add, ReceiptList, ReceiptPage
from vivaio_core.payments.office.words import sum_of, who
from vivaio_core.payments.selectors.receipts import free
from vivaio_core.payments.services.allocate import allocate
from vivaio_core.payments.services.bounce import bounce
from vivaio_core.payments.services.covering import euro_part
from vivaio_core.payments.services.exceptions import name_payer
from vivaio_core.payments.services.give_back import give_back


class OnReceipt(Act):
    """An act on one payment."""

    model = Receipt
    space, title = SPACE, TITLE
    related = ("payer__merged_into",)

    def named(self) -> str:
        """How much, of whom."""
        return f"{sum_of(self.record.amount, self.record.unit)}: {who(self.record.payer) if self.record.payer else _('payer not known')}"


class Allocate(OnReceipt):
    """Let money that waits pay a charge."""

    permission = "payments.add_allocation"
    page_title = lazy("Let it pay a charge")
    button = lazy("Pay the charge")
    form_class: Any = forms.AllocateForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form knows what the payer owes."""
        return {**super().get_form_kwargs(), "receipt": self.record}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How much there is."""
        said = _("%(sum)s of this payment can be used.") % {"sum": sum_of(free(self.record), self.record.unit)}
        return {**super().get_context_data(**kwargs), "explanation": said}

    def act(self, data: dict[str, Any]) -> str:
        """As much as was written, or as fits."""
        charge = data["chosen"]
        amount = data["amount"] or min(free(self.record), max(euro_part(charge), 1))
        row = allocate(receipt=self.record, charge=charge, amount=amount, on=timezone.localdate(), actor=self.actor)
        return _("%(sum)s pay “%(title)s”.") % {"sum": sum_of(row.amount, charge.unit), "title": charge.title}


class GiveBack(OnReceipt):
    """Money went back to who paid."""

    permission = "payments.add_givenback"
    page_title = lazy("Give money back")
    button = lazy("Record what went back")
    explanation = lazy("Make the bank transfer first: here you write down that it was made.")
    form_class: Any = forms.GiveBackForm

    def get_initial(self) -> dict[str, Any]:
        """All that is left."""
        return {**super().get_initial(), "amount": free(self.record) or None}

    def act(self, data: dict[str, Any]) -> str:
        """Record."""
        row = give_back(receipt=self.record, actor=self.actor, **data)
        return _("Given back: %(sum)s.") % {"sum": sum_of(row.amount, self.record.unit)}


class Payer(OnReceipt):
    """Say who paid."""

    permission = "payments.change_receipt"
    page_title = lazy("Say who paid")
    explanation = lazy("The money becomes credit of this person: then let it pay a charge.")
    form_class: Any = forms.PayerForm

    def act(self, data: dict[str, Any]) -> str:
        """Name."""
        found = name_payer(receipt=self.record, payer=data["payer"], actor=self.actor)
        return _("Paid by %(payer)s.") % {"payer": found.payer}


class Bounce(OnReceipt):
    """It came back."""

    permission = "payments.change_receipt"
    page_title = lazy("It came back")
    button = lazy("Record that it came back")
    explanation = lazy("For a direct debit not paid, a cheque without cover, a card charged back. What it had paid is owed again.")
    form_class: Any = forms.DatedReasonForm

    def act(self, data: dict[str, Any]) -> str:
        """Take it all back."""
        bounce(receipt=self.record, on=data["on"], reason=data["reason"], actor=self.actor)
        return _("Recorded: the payment came back and what it paid is owed again.")


class Receipts(OfficeViewSet):
    """Money that came in."""

    model = Receipt
    name = SPACE
    url_prefix = "pagamenti/incassi"
    icon = "download"
    menu_label = lazy("Payments received")
    menu_order = 20
    index_view_class = ReceiptList
    export_filename = "incassi"

    def pages(self) -> list[URLPattern]:
        """A new one, one payment, its acts."""
        return [
            path("nuovo/", Add.as_view(), name="add"),
            path("<int:pk>/", ReceiptPage.as_view(), name="page"),
            path("<int:pk>/abbina/", Allocate.as_view(), name="allocate"),
            path("<int:pk>/restituisci/", GiveBack.as_view(), name="return"),
            path("<int:pk>/pagante/", Payer.as_view(), name="payer"),
            path("<int:pk>/tornato/", Bounce.as_view(), name="bounce"),
        ]
