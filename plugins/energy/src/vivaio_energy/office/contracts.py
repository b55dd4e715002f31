"""Contracts in the office: to send, to chase, to start, to end."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn

from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.pages.numbers import euros
from vivaio_energy.models.contracts import SupplyContract
from vivaio_energy.office.forms import DayForm, EndForm, RejectForm
from vivaio_energy.office.pages import Act, Page, days
from vivaio_energy.permissions import actor_of
from vivaio_energy.selectors import office as reads
from vivaio_energy.services import handle_contract as services
from vivaio_energy.states import CONTRACT

SPACE = "office_energy_contracts"


def page_of(contract: SupplyContract) -> str:
    """Address of a contract's page."""
    return reverse(f"{SPACE}:page", args=[contract.pk])


def next_day(contract: SupplyContract) -> str:
    """When it started, or is planned to start."""
    return days(contract.effective_on or contract.planned_on)


class ContractList(OfficeList):
    """Search by member, supplier or code."""

    empty = lazy("There is no contract yet: they come from accepted adhesions.")
    list_filter = ["state", "kind"]
    columns = [
        Link("member", label=lazy("Member or client"), sort_key="member__search_key", get_url=page_of),
        Column("supplier", label=lazy("Supplier"), sort_key="supplier__seller__party__search_key"),
        Column("key", label=lazy("Code"), accessor=lambda row: row.point.key),
        StatusTagColumn("state", label=lazy("State"), accessor="get_state_display", sort_key="state", primary=lambda row: row.state == "active"),
        Column("starts", label=lazy("Starts"), accessor=next_day, sort_key="effective_on"),
        Column("ended_on", label=lazy("Until"), accessor=lambda row: days(row.ended_on), sort_key="ended_on"),
    ]
    columns_exported = {
        lazy("Member or client"): lambda row: str(row.member),
        lazy("Supplier"): lambda row: str(row.supplier),
        lazy("Code"): lambda row: row.point.key,
        lazy("State"): lambda row: str(row.get_state_display()),
        lazy("Signed on"): lambda row: row.signed_on,
        lazy("Planned start"): lambda row: row.planned_on,
        lazy("Active from"): lambda row: row.effective_on,
        lazy("Until"): lambda row: row.ended_on,
        lazy("Reason"): lambda row: row.reason or str(row.get_end_reason_display()),
    }

    def rows(self) -> QuerySet[SupplyContract]:
        """All, newest first."""
        return reads.contracts()

    def searched(self, rows: QuerySet[SupplyContract], words: str) -> QuerySet[SupplyContract]:
        """By member, supplier or code."""
        return reads.search_contracts(rows, words)


class ContractPage(Page):
    """One contract, with the offer as it was signed."""

    permission = "energy.view_supplycontract"
    space = SPACE

    def rows(self) -> QuerySet[SupplyContract]:
        """All."""
        return reads.contracts()

    def facts(self) -> list[tuple[Any, Any]]:
        """Who, what, the days, the signed offer."""
        row = self.record
        offer = row.offer_snapshot
        return [
            (lazy("Member or client"), row.member),
            (lazy("Supply point"), f"{row.point}\n{row.point.key}"),
            (lazy("In the name of"), row.point.holder),
            (lazy("Kind"), row.get_kind_display()),
            (lazy("Signed on"), days(row.signed_on)),
            (lazy("Sent on"), days(row.requested_on)),
            (lazy("Planned start"), days(row.planned_on)),
            (lazy("Active from"), days(row.effective_on)),
            (lazy("Until"), days(row.ended_on)),
            (lazy("The supplier's reason"), row.reason),
            (lazy("Why it ended"), row.get_end_reason_display() if row.end_reason else ""),
            (lazy("Offer, as signed"), "\n".join(str(part) for part in (offer.get("name"), offer.get("unit_price"), offer.get("tier")) if part)),
            (lazy("What the cooperative receives each year"), euros(row.fee_cents) if row.fee_cents else ""),
            (lazy("Fingerprint of the offer"), row.snapshot_hash[:16]),
        ]

    def acts(self) -> list[tuple[str, Any]]:
        """The steps of the state."""
        return self.steps(CONTRACT)


class _ContractAct(Act):
    model = SupplyContract
    space = SPACE
    permission = "energy.handle_switch"
    form_class: Any = DayForm
    name = ""

    def get_page_title(self) -> str:
        return str(CONTRACT[self.name].label)

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}


class Submit(_ContractAct):
    """The request went out."""

    name = "submit"
    explanation = lazy("Write the day on which the request left. The first day of supply is computed from the dated rules.")

    def act(self, data: dict[str, Any]) -> str:
        """Compute and record."""
        sent = services.submit_switch(actor=actor_of(self.request), contract=self.record, requested_on=data["on"])
        return _("Sent. The supply starts on %(day)s.") % {"day": days(sent.planned_on)}


class Accepted(_ContractAct):
    """The supplier says yes."""

    name = "accept"

    def act(self, data: dict[str, Any]) -> str:
        """Record."""
        services.accept_switch(actor=actor_of(self.request), contract=self.record, on=data["on"])
        return _("The supplier accepted.")


class Rejected(_ContractAct):
    """The supplier says no."""

    name = "reject"
    form_class: Any = RejectForm

    def act(self, data: dict[str, Any]) -> str:
        """Record with the reason."""
        services.reject_switch(actor=actor_of(self.request), contract=self.record, reason=data["reason"], on=timezone.localdate())
        return _("Recorded: it waits among the refused ones.")


class Started(_ContractAct):
    """The supply began."""

    name = "activate"

    def get_initial(self) -> dict[str, Any]:
        """The computed day."""
        return {"on": self.record.planned_on or timezone.localdate()}

    def act(self, data: dict[str, Any]) -> str:
        """Activate."""
        services.activate_contract(actor=actor_of(self.request), contract=self.record, effective_on=data["on"])
        return _("The supply is active.")

    def refused(self, form: forms.Form, refusal: Any) -> Any:
        """The day is one field here."""
        refusal.field = "on" if getattr(refusal, "field", "") == "effective_on" else ""
        return super().refused(form, refusal)


class Ended(_ContractAct):
    """The supply ends."""

    name = "end"
    form_class: Any = EndForm

    def act(self, data: dict[str, Any]) -> str:
        """End."""
        services.end_contract(actor=actor_of(self.request), contract=self.record, **data)
        return _("The contract is ended.")


STEPS: dict[str, type[_ContractAct]] = {view.name: view for view in (Submit, Accepted, Rejected, Started, Ended)}


def step(request: HttpRequest, pk: int, act: str) -> HttpResponseBase:
    """The view of one step."""
    if act not in STEPS:
        raise Http404
    return STEPS[act].as_view()(request, pk=pk)


class Contracts(OfficeViewSet):
    """Supply contracts."""

    model = SupplyContract
    name = SPACE
    url_prefix = "energia/contratti"
    icon = "doc-full"
    menu_label = lazy("Contracts")
    index_view_class = ContractList
    export_filename = "contratti"

    def pages(self) -> list[URLPattern]:
        """One page for each contract and its steps."""
        return [path("<int:pk>/", ContractPage.as_view(), name="page"), path("<int:pk>/<slug:act>/", step, name="act")]
