"""Prepare a file for the bank: choose the day, look at what goes into it, make the draft."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vivaio_core.contract.errors import ContractError
from vivaio_core.office.acts import ActView
from vivaio_core.payments.models.charges import Receipt
from vivaio_core.payments.models.sepa import PaymentFile
from vivaio_core.payments.office import file_forms
from vivaio_core.payments.office.files import SPACE, TITLE, file_url
from vivaio_core.payments.office.words import charge_url, days, receipt_url, sum_of, who
from vivaio_core.payments.selectors.accounts import account_in_use
from vivaio_core.payments.selectors.debits import candidates
from vivaio_core.payments.selectors.files import ibans_of, refundable
from vivaio_core.payments.sepa.clocks import first_told, refuse_day
from vivaio_core.payments.sepa.days import working_day
from vivaio_core.payments.services.prepare_file import MOST, prepare_debits, prepare_transfers

SHOWN = 100


class Prepare(ActView):
    """What the two pages share."""

    permission = "payments.add_paymentfile"
    header_icon = "upload"
    button = lazy("Prepare the file")
    made: PaymentFile

    def after(self) -> str:
        """The new draft's page."""
        made = getattr(self, "made", None)
        return file_url(made) if made else reverse(f"{SPACE}:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [{"url": reverse(f"{SPACE}:index"), "label": str(TITLE)}]

    def said(self) -> str:
        """What happened and what comes next."""
        return _("Prepared: %(sum)s. Another person must approve it.") % {"sum": sum_of(self.made.total)}

    def missing(self, *, collecting: bool) -> str:
        """What an administrator must write first; empty when all is there."""
        account = account_in_use(timezone.localdate())
        if account is None:
            return _("No account for payments is written down: an administrator does it first.")
        if collecting and not account.creditor_id:
            return _("The account for payments has no creditor identifier: an administrator writes it, as the bank gave it.")
        return ""


class Debits(Prepare):
    """Direct debits of what is due by a day."""

    template_name = "payments/office/debits.html"
    page_title = lazy("Prepare direct debits")
    form_class: Any = file_forms.DebitsForm

    @cached_property
    def day(self) -> date | None:
        """The day that was asked for, or the first for which notice can still be given; none when no rule says which."""
        said = str((self.request.POST or self.request.GET).get("execute_on", ""))[:10]
        try:
            return parse_date(said) or first_told(timezone.localdate())
        except (ValueError, ContractError):
            return None

    def get_initial(self) -> dict[str, Any]:
        """That day."""
        return {**super().get_initial(), "execute_on": self.day}

    def act(self, data: dict[str, Any]) -> str:
        """Prepare; the same form again finds what it made."""
        leave = self.get_form().left_out()
        self.made = prepare_debits(collect_on=data["execute_on"], on=timezone.localdate(), actor=self.actor, key=data["key"], leave=leave)
        return self.said()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What would be collected on the day, and what not yet."""
        context = super().get_context_data(**kwargs)
        try:
            if self.day:
                refuse_day(self.day, timezone.localdate(), collecting=True)
            found = candidates(self.day, timezone.localdate()) if self.day else []
        except ContractError as refusal:
            found, context["explanation"], context["refused"] = [], str(refusal), True
        good, late = [one for one in found if not one.fault][:MOST], [one for one in found if one.fault]
        ticked = context["form"].left_out() if context["form"].is_bound else frozenset()
        lines = [
            {"one": one, "name": who(one.charge.debtor), "sum": sum_of(one.cents), "url": charge_url(one.charge), "ticked": one.charge.pk in ticked}
            for one in good[:SHOWN]
        ]
        return {
            **context,
            "missing": self.missing(collecting=True),
            "day": days(self.day),
            "lines": lines,
            "more": max(len(good) - SHOWN, 0),
            "count": len(good),
            "total": sum_of(sum(one.cents for one in good)),
            "late": [(one, who(one.charge.debtor), charge_url(one.charge)) for one in late[:SHOWN]],
        }


class Transfers(Prepare):
    """Bank transfers of credits that go back."""

    template_name = "payments/office/transfers.html"
    page_title = lazy("Prepare bank transfers")
    explanation = lazy("Money that pays nothing goes back to who paid it, the whole of each. Tick whom you agreed it with, and look at the IBAN.")
    form_class: Any = file_forms.TransfersForm

    @cached_property
    def receipts(self) -> list[Receipt]:
        """The first credits, the oldest before."""
        return list(refundable()[:SHOWN])

    def get_initial(self) -> dict[str, Any]:
        """Today, or the next day on which banks work."""
        return {"execute_on": working_day(timezone.localdate()), "words": _("Giving back what was paid too much")}

    def get_form_kwargs(self) -> dict[str, Any]:
        """One row for each credit."""
        return {**super().get_form_kwargs(), "rows": self.receipts, "ibans": ibans_of(self.receipts)}

    def act(self, data: dict[str, Any]) -> str:
        """Prepare; the same form again finds what it made."""
        given = {"refunds": data["refunds"], "words": data["words"], "key": data["key"]}
        self.made = prepare_transfers(execute_on=data["execute_on"], on=timezone.localdate(), actor=self.actor, **given)
        return self.said()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows with their fields."""
        context = super().get_context_data(**kwargs)
        lines = [
            (row, who(row.payer), sum_of(row.free), days(row.value_on), receipt_url(row), take, iban, holder)
            for row, take, iban, holder in context["form"].lines()
        ]
        return {**context, "missing": self.missing(collecting=False), "lines": lines}
