"""The notice board in the office: all listings, one listing, and its removal with a reason."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn

from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.pages.numbers import euros
from vivaio_liberex.models.board import Listing
from vivaio_liberex.office.forms import ReasonForm
from vivaio_liberex.office.pages import Act, Acts, Page, days
from vivaio_liberex.searching import words_of
from vivaio_liberex.selectors import board as reads
from vivaio_liberex.services.board.remove import REMOVE, remove
from vivaio_liberex.views.board import sent
from vivaio_liberex.words import credits

SPACE = "office_liberex_board"
State = Listing.State


def state_of(row: Listing) -> str:
    """The state in words; what its owner's suspension hides is told as hidden."""
    on = timezone.localdate()
    hidden = row.state == State.ACTIVE and row.expires_on >= on and not reads.standing(row, on)
    return _("hidden: the participant is suspended or leaving") if hidden else row.state_on(on)


def price_of(row: Listing) -> str:
    """The price, in credits where all of it is paid so, or that it is to be agreed upon."""
    if not row.price:
        return _("to be agreed upon")
    return credits(row.price) if row.share == 100 else euros(row.price)


class ListingList(OfficeList):
    """Search in the words of listings and by participant."""

    empty = lazy("There is no listing yet. Participants write them in their area; you prepare the categories.")
    header_actions = ((lazy("New category"), "office_liberex_categories:add", "liberex.add_category"),)
    list_filter = ["state", "kind", "category"]
    ready_views = ((lazy("On the board"), "state=active"),)
    columns = [
        Link("title", label=lazy("Title"), sort_key="title", get_url=lambda row: reverse(f"{SPACE}:page", args=[row.pk])),
        Column("kind", label=lazy("Kind of listing"), accessor=lambda row: str(row.get_kind_display()).capitalize()),
        Column("category", label=lazy("Category"), accessor=lambda row: str(row.category), sort_key="category__title"),
        Column("who", label=lazy("Participant"), accessor=lambda row: row.participant.shown_as, sort_key="participant__shown_as"),
        Column("price", label=lazy("Price"), accessor=price_of, sort_key="price"),
        Column("published_on", label=lazy("Published on"), accessor=lambda row: days(row.published_on), sort_key="published_on"),
        Column("expires_on", label=lazy("Until"), accessor=lambda row: days(row.expires_on), sort_key="expires_on"),
        StatusTagColumn("state", label=lazy("State"), accessor=state_of, primary=lambda row: row.state == State.ACTIVE),
    ]
    columns_exported = {
        lazy("Title"): lambda row: row.title,
        lazy("Kind of listing"): lambda row: str(row.get_kind_display()),
        lazy("Category"): lambda row: str(row.category),
        lazy("Participant"): lambda row: row.participant.shown_as,
        lazy("Code"): lambda row: row.participant.code,
        lazy("Price in cents"): lambda row: row.price,
        lazy("Share accepted in credits, out of a hundred"): lambda row: row.share,
        lazy("Published on"): lambda row: row.published_on,
        lazy("Until"): lambda row: row.expires_on,
        lazy("State"): state_of,
    }

    def rows(self) -> QuerySet[Listing]:
        """All, the newest first."""
        return reads.listings().order_by("-published_on", "-pk")

    def searched(self, rows: QuerySet[Listing], words: str) -> QuerySet[Listing]:
        """Every word in the listing or in the name of who wrote it."""
        for word in words_of(words):
            rows = rows.filter(search_key__contains=word) | rows.filter(participant__search_key__contains=word)
        return rows


class ListingPage(Page):
    """One listing as participants read it, and its removal."""

    permission = "liberex.view_listing"
    space = SPACE
    template_name = "liberex/office/listing.html"

    def rows(self) -> QuerySet[Listing]:
        """All."""
        return reads.listings().select_related("actor")

    def facts(self) -> list[tuple[Any, Any]]:
        """Who, what, until when, and why it was removed."""
        row = self.record
        return [
            (lazy("State"), state_of(row)),
            (lazy("why it was removed"), row.reason),
            (lazy("Participant"), row.participant),
            (lazy("Kind of listing"), str(row.get_kind_display()).capitalize()),
            (lazy("Category"), row.category),
            (lazy("Price"), price_of(row)),
            (lazy("Accepts in credits"), f"{row.share}%"),
            (lazy("Where"), row.place),
            (lazy("How to reach them"), row.contact),
            (lazy("Published on"), days(row.published_on)),
            (lazy("on the board until"), days(row.expires_on)),
            (lazy("ended on"), days(row.ended_on)),
            (lazy("Recorded by"), row.actor),
        ]

    def acts(self) -> Acts:
        """The removal, while there is something to remove."""
        if self.record.state == State.REMOVED:
            return []
        return self.allowed([(REMOVE, reverse(f"{SPACE}:remove", args=[self.record.pk]), Remove.page_title)])


class Remove(Act):
    """The removal."""

    model = Listing
    space = SPACE
    permission = REMOVE
    page_title = lazy("Remove from the board")
    explanation = lazy("It goes for good: its owner cannot put it back. The reason reaches the owner by letter and stays in the history.")
    form_class: Any = ReasonForm
    button = lazy("Remove")

    def act(self, data: dict[str, Any]) -> str:
        """Remove."""
        remove(listing=self.record, on=timezone.localdate(), actor=self.actor, **data)
        return _("The listing is removed, and its owner reads why.")


def picture(request: HttpRequest, key: UUID, size: str) -> HttpResponse:
    """A picture for whoever may see listings."""
    if not request.user.has_perm("liberex.view_listing"):
        raise PermissionDenied
    return sent(key, size, lambda listing: listing)


class Listings(OfficeViewSet):
    """Listings of the notice board."""

    model = Listing
    name = SPACE
    url_prefix = "liberex/bacheca"
    icon = "list-ul"
    menu_label = lazy("Notice board")
    index_view_class = ListingList
    export_filename = "bacheca"

    def pages(self) -> list[URLPattern]:
        """One page for each, the removal, pictures."""
        return [
            path("<int:pk>/", ListingPage.as_view(), name="page"),
            path("<int:pk>/togli/", Remove.as_view(), name="remove"),
            path("foto/<uuid:key>/<slug:size>/", picture, name="picture"),
        ]
