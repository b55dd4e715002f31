"""What a person must look at: the queue, and one exception with the acts that end it."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn

from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.payments.models.charges import PaymentException
from vivaio_core.payments.office import forms
from vivaio_core.payments.office.pages import Act, Action, Page
from vivaio_core.payments.office.words import EXCEPTIONS, RECEIPTS, charge_url, days, receipt_url, sum_of, who
from vivaio_core.payments.selectors.receipts import exceptions, free, search_exceptions
from vivaio_core.payments.services.exceptions import resolve_exception
from vivaio_core.people.models import Party

TITLE = lazy("Payments to look at")
SPACE = EXCEPTIONS
OPEN = PaymentException.State.OPEN


def party_of(row: PaymentException) -> Party | None:
    """Who paid, or who owes."""
    if row.receipt is not None and row.receipt.payer is not None:
        return row.receipt.payer
    return row.charge.debtor if row.charge else None


def named(row: PaymentException) -> str:
    """What it is, with a capital."""
    kind = str(row.get_kind_display())
    return kind[:1].upper() + kind[1:]


def unit_of(row: PaymentException) -> str:
    """The unit of the money, or of what is owed."""
    return row.receipt.unit if row.receipt else row.charge.unit if row.charge else "EUR"


class ExceptionList(OfficeList):
    """Search by person."""

    empty = lazy("Nothing to look at: every payment has found its charge.")
    list_filter = ["state", "kind"]
    ready_views = ((lazy("To be looked at"), "state=open"),)
    columns = [
        Link("kind", label=lazy("What"), accessor=named, sort_key="kind", get_url=lambda row: reverse(f"{SPACE}:page", args=[row.pk])),
        Column("party", label=lazy("Who"), accessor=lambda row: who(party_of(row))),
        Column("amount", label=lazy("Amount"), accessor=lambda row: sum_of(row.amount, unit_of(row)), sort_key="amount"),
        Column("opened_on", label=lazy("Since"), accessor=lambda row: days(row.opened_on), sort_key="opened_on"),
        StatusTagColumn("state", label=lazy("State"), accessor="get_state_display", sort_key="state", primary=lambda row: row.state != OPEN),
        Column("resolution", label=lazy("How it ended")),
    ]
    columns_exported = {
        lazy("What"): lambda row: str(row.get_kind_display()),
        lazy("Who"): lambda row: who(party_of(row)),
        lazy("Amount in cents"): lambda row: row.amount,
        lazy("Since"): lambda row: row.opened_on,
        lazy("State"): lambda row: str(row.get_state_display()),
        lazy("How it ended"): lambda row: row.resolution,
    }

    def rows(self) -> QuerySet[PaymentException]:
        """All, those that wait first."""
        return exceptions().order_by("state", "opened_on", "pk")

    def searched(self, rows: QuerySet[PaymentException], words: str) -> QuerySet[PaymentException]:
        """By person."""
        return search_exceptions(rows, words)


class ExceptionPage(Page):
    """One exception: what happened, what can be done."""

    template_name = "payments/office/exception.html"
    permission = "payments.view_paymentexception"
    space, title = SPACE, TITLE

    def rows(self) -> QuerySet[PaymentException]:
        """All."""
        return exceptions()

    def get_page_title(self) -> str:
        """What, and who."""
        party = party_of(self.record)
        return f"{named(self.record)}: {who(party)}" if party else named(self.record)

    def facts(self) -> list[tuple[Any, Any]]:
        """How much, since when."""
        row = self.record
        return [
            (lazy("Amount"), sum_of(row.amount, unit_of(row)) if row.amount else ""),
            (lazy("To be used"), sum_of(free(row.receipt), row.receipt.unit) if row.receipt and free(row.receipt) else ""),
            (lazy("Since"), days(row.opened_on)),
            (lazy("Note"), row.note),
            (lazy("How it ended"), row.resolution),
            (lazy("Looked at by"), row.resolved_by),
        ]

    def acts(self) -> list[Action]:
        """Use the money, give it back, name the payer, or say how it ended."""
        row = self.record
        if row.state != OPEN:
            return []
        return [*self._with_money(), *self.act("resolve", self._ends(), "change_paymentexception", not self._nameless())]

    def _nameless(self) -> bool:
        return self.record.kind == PaymentException.Kind.UNKNOWN_PAYER and self.record.receipt.payer is None

    def _ends(self) -> str:
        short = self.record.kind in (PaymentException.Kind.SHORT, PaymentException.Kind.EXPIRED_HOLD)
        return _("Say how it ended") if short else _("Keep as credit of the payer")

    def _with_money(self) -> list[Action]:
        row, user = self.record, self.request.user
        if row.receipt is None or not free(row.receipt):
            return []
        offered = [
            ("payer", _("Say who paid"), "change_receipt", self._nameless()),
            ("allocate", _("Let it pay a charge"), "add_allocation", row.kind != PaymentException.Kind.WRONG_UNIT),
            ("return", _("Give money back"), "add_givenback", True),
        ]
        return [
            (reverse(f"{RECEIPTS}:{name}", args=[row.receipt_id]), label)
            for name, label, permission, shown in offered
            if shown and user.has_perm(f"payments.{permission}")
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Links to the payment and the charge."""
        row = self.record
        links = [
            *([(_("The payment"), receipt_url(row.receipt))] if row.receipt else []),
            *([(_("The charge"), charge_url(row.charge))] if row.charge else []),
        ]
        return {**super().get_context_data(**kwargs), "links": links, "advice": ADVICE[row.kind] if row.state == OPEN else ""}


Kind = PaymentException.Kind
ADVICE = {
    Kind.SHORT: lazy("Less came in than is owed. Ask for the rest: when it comes this closes by itself. Nothing is written off."),
    Kind.OVER: lazy("More came in than is owed. Let the rest pay another charge, give it back, or keep it as credit of the payer."),
    Kind.UNKNOWN_PAYER: lazy("Nobody knows who paid. Say who it was, or give the money back."),
    Kind.DUPLICATE: lazy("The charge was paid already. Let the money pay another charge, give it back, or keep it as credit."),
    Kind.AFTER_VOID: lazy("The charge was cancelled before. Let the money pay another charge, give it back, or keep it as credit."),
    Kind.WRONG_UNIT: lazy("The money is in another unit than the charge. Give it back and ask for the right one."),
    Kind.EXPIRED_HOLD: lazy("The credits promised for this charge are no longer reserved. Agree on it anew with who pays."),
}


class Resolve(Act):
    """Say how it ended."""

    model = PaymentException
    space, title = SPACE, TITLE
    related = ("receipt__payer__merged_into", "charge__debtor__merged_into")
    permission = "payments.change_paymentexception"
    page_title = lazy("How it ended")
    explanation = lazy("It leaves the queue. The money stays where it is, and what is owed stays owed.")
    form_class: Any = forms.ResolveForm

    def named(self) -> str:
        """What, and who."""
        return f"{self.record.get_kind_display()}, {who(party_of(self.record))}"

    def act(self, data: dict[str, Any]) -> str:
        """Resolve."""
        resolve_exception(exception=self.record, resolution=data["resolution"], actor=self.actor)
        return _("Done: it has left the queue.")


class Exceptions(OfficeViewSet):
    """The queue."""

    model = PaymentException
    name = SPACE
    url_prefix = "pagamenti/eccezioni"
    icon = "warning"
    menu_label = lazy("Payments to look at")
    menu_order = 30
    index_view_class = ExceptionList
    export_filename = "pagamenti-da-guardare"

    def pages(self) -> list[URLPattern]:
        """One exception, how it ended."""
        return [path("<int:pk>/", ExceptionPage.as_view(), name="page"), path("<int:pk>/chiudi/", Resolve.as_view(), name="resolve")]
