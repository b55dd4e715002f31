"""Campaigns in the office."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn

from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_energy.models.campaigns import Campaign
from vivaio_energy.models.contracts import Offer
from vivaio_energy.office.forms import CampaignForm, EmptyForm, VoteForm
from vivaio_energy.office.pages import Act, Keep, Page, days
from vivaio_energy.permissions import actor_of
from vivaio_energy.selectors import office as reads
from vivaio_energy.services.run_campaign import advance_campaign
from vivaio_energy.states import CAMPAIGN, RUNNING

SPACE = "office_energy_campaigns"


def page_of(campaign: Campaign) -> str:
    """Address of a campaign's page."""
    return reverse(f"{SPACE}:page", args=[campaign.pk])


class CampaignList(OfficeList):
    """Search by title."""

    empty = lazy("There is no campaign yet. The first one begins with the button above.")
    list_filter = ["state", "kind"]
    header_actions = ((lazy("New campaign"), f"{SPACE}:add", "energy.add_campaign"),)
    columns = [
        Link("title", label=lazy("Title"), sort_key="title", get_url=page_of),
        StatusTagColumn("state", label=lazy("State"), accessor="get_state_display", sort_key="state", primary=lambda row: row.state in RUNNING),
        Column("counted", label=lazy("Adhesions"), sort_key="counted"),
        Column("deadline", label=lazy("Until"), accessor=lambda row: days(row.deadline), sort_key="deadline"),
    ]
    columns_exported = {
        lazy("Title"): lambda row: row.title,
        lazy("Kind"): lambda row: str(row.get_kind_display()),
        lazy("State"): lambda row: str(row.get_state_display()),
        lazy("Adhesions"): lambda row: row.counted,
        lazy("From"): lambda row: row.opens_on,
        lazy("Until"): lambda row: row.deadline,
    }

    def rows(self) -> QuerySet[Campaign]:
        """All, latest deadline first."""
        return reads.campaigns()

    def searched(self, rows: QuerySet[Campaign], words: str) -> QuerySet[Campaign]:
        """By title."""
        return rows.filter(title__icontains=words)


class CampaignPage(Page):
    """One campaign: how far it is, what comes next."""

    permission = "energy.view_campaign"
    space = SPACE

    def rows(self) -> QuerySet[Campaign]:
        """With its tiers and offer."""
        return Campaign.objects.select_related("chosen_offer__supplier__seller__party").prefetch_related("tiers", "collectivities")

    def facts(self) -> list[tuple[Any, Any]]:
        """What it is, until when, who buys together."""
        row = self.record
        return [
            (lazy("Kind"), row.get_kind_display()),
            (lazy("In one sentence"), row.summary),
            (lazy("From"), days(row.opens_on)),
            (lazy("Until"), days(row.deadline)),
            (lazy("Places"), row.places),
            (lazy("An adhesion counts from"), row.get_count_from_state_display()),
            (lazy("Groups"), "\n".join(group.name for group in row.collectivities.all())),
            (lazy("Tiers"), "\n".join(f"{tier.threshold}: {tier.benefit}" for tier in row.tiers.all())),
            (lazy("Chosen offer"), row.chosen_offer and f"{row.chosen_offer.supplier}, {row.chosen_offer}"),
            (lazy("How the members chose"), row.choice_note),
        ]

    def acts(self) -> list[tuple[str, Any]]:
        """The next step, the correction, the public page."""
        found = self.steps(CAMPAIGN)
        if self.request.user.has_perm("energy.change_campaign") and self.record.state not in ("closed", "reporting"):
            found.append((reverse(f"{SPACE}:correct", args=[self.record.pk]), lazy("Correct the data")))
        if self.record.state != "draft":
            found.append((self.record.get_absolute_url(), lazy("Public page")))
        return found


class KeepCampaign(Keep):
    """Write or correct a campaign."""

    model = Campaign
    space = SPACE
    form_class: Any = CampaignForm

    def after(self) -> str:
        """Its page."""
        return page_of(self.record) if self.record else super().after()


class Advance(Act):
    """The next step of a campaign."""

    model = Campaign
    space = SPACE
    permission = "energy.view_campaign"

    def prepare(self) -> None:
        """Only steps that exist; each has its own permission."""
        super().prepare()
        if self.kwargs["act"] not in CAMPAIGN:
            raise Http404
        self.button = CAMPAIGN[self.kwargs["act"]].label
        if not self.request.user.has_perm(CAMPAIGN[self.kwargs["act"]].permission):
            raise PermissionDenied

    def get_page_title(self) -> str:
        """The step's name."""
        return str(self.button)

    def get_form_class(self) -> Any:
        """Only the vote asks something."""
        return VoteForm if self.kwargs["act"] == "vote" else EmptyForm

    def get_form(self, form_class: Any = None) -> Any:
        """The vote chooses among the campaign's own offers."""
        form = super().get_form(form_class)
        if "offer" in form.fields:
            form.fields["offer"].queryset = Offer.objects.filter(campaign=self.record).select_related("supplier__seller__party")
        return form

    def act(self, data: dict[str, Any]) -> str:
        """Take the step."""
        moved = advance_campaign(actor=actor_of(self.request), campaign=self.record, act=self.kwargs["act"], on=timezone.localdate(), **data)
        return _("“%(name)s” is now: %(state)s.") % {"name": moved, "state": moved.get_state_display()}


class Campaigns(OfficeViewSet):
    """Campaigns."""

    model = Campaign
    name = SPACE
    url_prefix = "energia/campagne"
    icon = "group"
    menu_label = lazy("Campaigns")
    index_view_class = CampaignList
    export_filename = "campagne"

    def pages(self) -> list[URLPattern]:
        """One page for each campaign and its steps."""
        return [
            path("nuova/", KeepCampaign.as_view(), name="add"),
            path("<int:pk>/", CampaignPage.as_view(), name="page"),
            path("<int:pk>/correggi/", KeepCampaign.as_view(), name="correct"),
            path("<int:pk>/<slug:act>/", Advance.as_view(), name="act"),
        ]
