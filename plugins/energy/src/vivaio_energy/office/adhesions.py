"""Adhesions in the office: what is missing, and acting for a member."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn

from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.people.errors import Refused
from vivaio_energy.models.campaigns import Adhesion, ConsentText
from vivaio_energy.office.forms import AgreedForm, AnswerForm, DayForm
from vivaio_energy.office.pages import Act, Page, days
from vivaio_energy.permissions import actor_of
from vivaio_energy.selectors import office as reads
from vivaio_energy.services.join_campaign import complete_adhesion, note_bill
from vivaio_energy.services.leave_campaign import withdraw_adhesion
from vivaio_energy.services.sign_contract import accept_offer
from vivaio_energy.states import ADHESION

SPACE = "office_energy_adhesions"


def page_of(adhesion: Adhesion) -> str:
    """Address of an adhesion's page."""
    return reverse(f"{SPACE}:page", args=[adhesion.pk])


class AdhesionFilter(WagtailFilterSet):
    """State, channel, bill."""

    bill = django_filters.ChoiceFilter(label=lazy("Bill"), choices=[("missing", lazy("not seen yet")), ("seen", lazy("seen"))], method="by_bill")

    class Meta:
        model = Adhesion
        fields = ["state", "channel"]

    def by_bill(self, rows: QuerySet[Adhesion], name: str, value: str) -> QuerySet[Adhesion]:
        """Those whose bill is missing are the ones that count."""
        if value == "seen":
            return rows.filter(bill_seen_on__isnull=False)
        return rows.filter(bill_seen_on__isnull=True, state__in=["data_complete", "priced"])


class AdhesionList(OfficeList):
    """Search by member, campaign or code."""

    empty = lazy("Nobody has joined a campaign yet.")
    filterset_class = AdhesionFilter
    columns = [
        Link("member", label=lazy("Member or client"), sort_key="member__search_key", get_url=page_of),
        Column("campaign", label=lazy("Campaign"), sort_key="campaign__title"),
        StatusTagColumn("state", label=lazy("State"), accessor="get_state_display", sort_key="state", primary=lambda row: row.state != "withdrawn"),
        Column("started_on", label=lazy("Started on"), accessor=lambda row: days(row.started_on), sort_key="started_on"),
        Column("bill_seen_on", label=lazy("Bill seen on"), accessor=lambda row: days(row.bill_seen_on), sort_key="bill_seen_on"),
    ]
    columns_exported = {
        lazy("Member or client"): lambda row: str(row.member),
        lazy("Campaign"): lambda row: row.campaign.title,
        lazy("Code"): lambda row: row.point.key,
        lazy("State"): lambda row: str(row.get_state_display()),
        lazy("How"): lambda row: str(row.get_channel_display()),
        lazy("Started on"): lambda row: row.started_on,
        lazy("Bill seen on"): lambda row: row.bill_seen_on,
    }

    def rows(self) -> QuerySet[Adhesion]:
        """All, newest first."""
        return reads.adhesions()

    def searched(self, rows: QuerySet[Adhesion], words: str) -> QuerySet[Adhesion]:
        """By member, campaign or code."""
        return reads.search_adhesions(rows, words)


class AdhesionPage(Page):
    """One adhesion."""

    permission = "energy.view_adhesion"
    space = SPACE

    def rows(self) -> QuerySet[Adhesion]:
        """With consent, offer and helper."""
        return reads.adhesions().select_related("consent", "assisted_by", "offer__supplier__seller__party", "contract")

    def facts(self) -> list[tuple[Any, Any]]:
        """Who, what, when, with which consent."""
        row = self.record
        return [
            (lazy("Member or client"), row.member),
            (lazy("Campaign"), row.campaign),
            (lazy("Supply point"), f"{row.point}\n{row.point.key}"),
            (lazy("How"), row.get_channel_display()),
            (lazy("With the help of"), row.assisted_by),
            (lazy("Started on"), days(row.started_on)),
            (lazy("Consent"), row.consent and f"{row.consent}, {days(timezone.localdate(row.consent_at))}"),
            (lazy("Bill seen on"), days(row.bill_seen_on)),
            (lazy("Offer"), row.offer and f"{row.offer.supplier}, {row.offer}"),
            (lazy("Accepted on"), days(row.accepted_on)),
            (lazy("Can change one's mind until"), days(row.withdrawal_until)),
            (lazy("Withdrawn on"), days(row.withdrawn_on)),
        ]

    def acts(self) -> list[tuple[str, Any]]:
        """The steps of the state, and the bill."""
        found = self.steps(ADHESION, but=["price"])
        if self.record.bill_seen_on is None and self.record.state != "withdrawn" and self.request.user.has_perm("energy.act_for_member"):
            found.append((reverse(f"{SPACE}:bill", args=[self.record.pk]), lazy("The bill was seen")))
        return found


class _AdhesionAct(Act):
    model = Adhesion
    space = SPACE
    permission = "energy.act_for_member"

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}


class Complete(_AdhesionAct):
    """The consent, on paper or by telephone."""

    page_title = lazy("Complete")
    form_class: Any = AgreedForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the words that the person hears or signs."""
        text = ConsentText.objects.order_by("-version").first()
        return {**super().get_context_data(**kwargs), "explanation": text.body if text else ""}

    def act(self, data: dict[str, Any]) -> str:
        """Complete."""
        text = ConsentText.objects.order_by("-version").first()
        if text is None:
            raise Refused(_("No text of the consent is published yet."))
        complete_adhesion(
            actor=actor_of(self.request),
            adhesion=self.record,
            consent=text,
            agreed=data["agreed"],
            at=timezone.now(),
            on=timezone.localdate(),
        )
        return _("The adhesion is counted.")


class Accept(_AdhesionAct):
    """The answer to the offer, given to an operator."""

    page_title = lazy("Accept the offer")
    form_class: Any = AnswerForm

    def act(self, data: dict[str, Any]) -> str:
        """Sign."""
        accept_offer(actor=actor_of(self.request), adhesion=self.record, **data)
        return _("The contract is written: you find it among those to send.")


class Withdraw(_AdhesionAct):
    """Take it back for the member."""

    page_title = lazy("Withdraw")
    form_class: Any = DayForm

    def act(self, data: dict[str, Any]) -> str:
        """Withdraw."""
        withdraw_adhesion(actor=actor_of(self.request), adhesion=self.record, **data)
        return _("The adhesion is withdrawn.")


class Bill(_AdhesionAct):
    """The bill was seen."""

    page_title = lazy("The bill was seen")
    form_class: Any = DayForm

    def act(self, data: dict[str, Any]) -> str:
        """Note it."""
        note_bill(actor=actor_of(self.request), adhesion=self.record, **data)
        return _("Noted.")


STEPS: dict[str, type[_AdhesionAct]] = {"complete": Complete, "accept": Accept, "withdraw": Withdraw}


def step(request: HttpRequest, pk: int, act: str) -> HttpResponseBase:
    """The view of one step."""
    if act not in STEPS:
        raise Http404
    return STEPS[act].as_view()(request, pk=pk)


class Adhesions(OfficeViewSet):
    """Adhesions."""

    model = Adhesion
    name = SPACE
    url_prefix = "energia/adesioni"
    icon = "form"
    menu_label = lazy("Adhesions")
    index_view_class = AdhesionList
    export_filename = "adesioni"

    def pages(self) -> list[URLPattern]:
        """One page for each adhesion and its acts."""
        return [
            path("<int:pk>/", AdhesionPage.as_view(), name="page"),
            path("<int:pk>/bolletta/", Bill.as_view(), name="bill"),
            path("<int:pk>/<slug:act>/", step, name="act"),
        ]
