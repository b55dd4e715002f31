"""Supply points in the office."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.ui.tables import Column

from vivaio_core.office.acts import ActView
from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Party
from vivaio_energy.forms import MeterForm
from vivaio_energy.models.campaigns import ConsentText
from vivaio_energy.models.points import SupplyPoint
from vivaio_energy.office.forms import JoinForm, PointForm, TransferForm
from vivaio_energy.office.pages import Act, Page, crumb, days
from vivaio_energy.permissions import actor_of
from vivaio_energy.selectors import office as reads
from vivaio_energy.services.join_campaign import join_with_operator
from vivaio_energy.services.register_point import change_point, register_point
from vivaio_energy.services.sign_contract import sign_transfer
from vivaio_energy.views.area import meter_of

SPACE = "office_energy_points"


def page_of(point: SupplyPoint) -> str:
    """Address of a meter's page."""
    return reverse(f"{SPACE}:page", args=[point.pk])


def consumption(point: SupplyPoint) -> str:
    """The consumption with its unit, nothing when unknown."""
    return "" if point.annual_consumption is None else f"{point.annual_consumption} {point.unit}"


class PointList(OfficeList):
    """Search by code, name or address."""

    empty = lazy("No supply point is known yet: members add theirs, or you do from a person's page.")
    list_filter = ["commodity", "use"]
    columns = [
        Link("key", label=lazy("Code"), sort_key="key", get_url=page_of),
        Column("member", label=lazy("Member or client"), sort_key="member__search_key"),
        Column("commodity", label=lazy("What"), accessor="get_commodity_display", sort_key="commodity"),
        Column("address", label=lazy("Where"), sort_key="address"),
        Column("consumption", label=lazy("In a year"), accessor=consumption, sort_key="annual_consumption"),
    ]
    columns_exported = {
        lazy("Code"): lambda point: point.key,
        lazy("As written"): lambda point: point.code_given,
        lazy("What"): lambda point: str(point.get_commodity_display()),
        lazy("Member or client"): lambda point: str(point.member),
        lazy("In the name of"): lambda point: point.holder,
        lazy("Where"): lambda point: point.address,
        lazy("In a year"): lambda point: point.annual_consumption,
        lazy("Unit"): lambda point: point.unit,
    }

    def rows(self) -> QuerySet[SupplyPoint]:
        """All, newest first."""
        return reads.points()

    def searched(self, rows: QuerySet[SupplyPoint], words: str) -> QuerySet[SupplyPoint]:
        """By code, name or address."""
        return reads.search_points(rows, words)


class PointPage(Page):
    """One meter."""

    permission = "energy.view_supplypoint"
    space = SPACE
    header_icon = "bolt"

    def rows(self) -> QuerySet[SupplyPoint]:
        """All."""
        return reads.points()

    def facts(self) -> list[tuple[Any, Any]]:
        """Code, people, place, use."""
        point = self.record
        return [
            (lazy("Code"), point.key),
            (lazy("As written"), point.code_given),
            (lazy("Distributor"), point.distributor),
            (lazy("Member or client"), point.member),
            (lazy("In the name of"), point.holder),
            (lazy("Where"), point.address),
            (lazy("Use"), point.get_use_display()),
            (lazy("In a year"), consumption(point)),
            (lazy("Contract power, kW"), point.power_kw),
            (lazy("Registered on"), days(point.added_on)),
        ]

    def acts(self) -> list[tuple[str, Any]]:
        """What the worker may do."""
        offered = [
            ("energy.act_for_member", "join", lazy("Join a campaign")),
            ("energy.change_supplypoint", "correct", lazy("Correct the data")),
            ("energy.handle_switch", "transfer", lazy("Change of name on the bill")),
        ]
        user = self.request.user
        return [(reverse(f"{SPACE}:{name}", args=[self.record.pk]), label) for right, name, label in offered if user.has_perm(right)]


class Add(ActView):
    """Register a meter for somebody."""

    permission = "energy.act_for_member"
    page_title = lazy("Register a meter")
    form_class: Any = PointForm
    party: Party
    made: SupplyPoint | None = None

    def prepare(self) -> None:
        """Whose it is."""
        self.party = get_object_or_404(Party, pk=self.kwargs["party"])

    def get_page_subtitle(self) -> str:
        """Whose it is."""
        return self.party.display_name

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [crumb(SPACE, SupplyPoint)]

    def act(self, data: dict[str, Any]) -> str:
        """Register."""
        self.made = register_point(actor=actor_of(self.request), member=self.party, on=timezone.localdate(), **data)
        return _("The meter is registered.")

    def after(self) -> str:
        """The meter's page, or the person's."""
        return page_of(self.made) if self.made else reverse("office_people:person", args=[self.party.pk])


class _PointAct(Act):
    model = SupplyPoint
    space = SPACE


class Correct(_PointAct):
    """Correct a meter's data."""

    permission = "energy.change_supplypoint"
    page_title = lazy("Correct the data")
    form_class: Any = MeterForm

    def get_initial(self) -> dict[str, Any]:
        """What is there."""
        return meter_of(self.record)

    def act(self, data: dict[str, Any]) -> str:
        """Correct."""
        change_point(actor=actor_of(self.request), point=self.record, **data)
        return _("The data are corrected.")


class Join(_PointAct):
    """An adhesion on paper or by telephone."""

    permission = "energy.act_for_member"
    page_title = lazy("Join a campaign")
    form_class: Any = JoinForm
    button = lazy("Join")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the words that the person hears or signs."""
        text = ConsentText.objects.order_by("-version").first()
        return {**super().get_context_data(**kwargs), "explanation": text.body if text else _("No text of the consent is published yet.")}

    def act(self, data: dict[str, Any]) -> str:
        """Join; both names stay in the register."""
        text = ConsentText.objects.order_by("-version").first()
        if not data["agreed"] or text is None:
            raise Refused(_("Without the person's consent to the published text nothing can be written."), "agreed")
        join_with_operator(
            actor=actor_of(self.request),
            campaign=data["campaign"],
            point=self.record,
            consent=text,
            channel=data["channel"],
            at=timezone.now(),
            on=timezone.localdate(),
        )
        return _("The adhesion is counted.")


class Transfer(_PointAct):
    """A change of name with a change of supplier."""

    permission = "energy.handle_switch"
    page_title = lazy("Change of name on the bill")
    form_class: Any = TransferForm

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"signed_on": timezone.localdate()}

    def act(self, data: dict[str, Any]) -> str:
        """Sign."""
        sign_transfer(actor=actor_of(self.request), point=self.record, **data)
        return _("The contract is written: you find it among those to send.")


class Points(OfficeViewSet):
    """Supply points."""

    model = SupplyPoint
    name = SPACE
    url_prefix = "energia/punti"
    icon = "thumbtack"
    menu_label = lazy("Supply points")
    index_view_class = PointList
    export_filename = "punti-di-fornitura"

    def pages(self) -> list[URLPattern]:
        """One page for each meter and its acts."""
        return [
            path("nuovo/<int:party>/", Add.as_view(), name="add"),
            path("<int:pk>/", PointPage.as_view(), name="page"),
            path("<int:pk>/correggi/", Correct.as_view(), name="correct"),
            path("<int:pk>/aderisci/", Join.as_view(), name="join"),
            path("<int:pk>/voltura/", Transfer.as_view(), name="transfer"),
        ]
