"""Branches of trade in the office."""

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.ui.tables import Column

from vivaio_core.office.acts import ActView
from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_liberex.models.participants import Sector
from vivaio_liberex.office.forms import SectorForm
from vivaio_liberex.office.pages import crumb
from vivaio_liberex.services.join import keep_sector

SPACE = "office_liberex_sectors"


class SectorList(OfficeList):
    """Search by title."""

    empty = lazy("There is no sector yet. They order the notice board and the figures.")
    header_actions = ((lazy("New sector"), f"{SPACE}:add", "liberex.add_sector"),)
    columns = [
        Link("title", label=lazy("Title"), sort_key="title", get_url=lambda row: reverse(f"{SPACE}:correct", args=[row.pk])),
        Column("code", label=lazy("Code"), sort_key="code"),
        Column("people", label=lazy("Participants"), accessor="people"),
    ]
    columns_exported = {lazy("Title"): lambda row: row.title, lazy("Code"): lambda row: row.code, lazy("Participants"): lambda row: row.people}

    def rows(self) -> QuerySet[Sector]:
        """All, by title."""
        return Sector.objects.annotate(people=Count("participants")).order_by("title")

    def searched(self, rows: QuerySet[Sector], words: str) -> QuerySet[Sector]:
        """By title."""
        return rows.filter(title__icontains=words)


class Keep(ActView):
    """A new sector, or a correction."""

    form_class: Any = SectorForm
    record: Sector | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Adding and changing are two permissions."""
        self.permission = "liberex.change_sector" if "pk" in kwargs else "liberex.add_sector"
        return super().dispatch(request, *args, **kwargs)

    def prepare(self) -> None:
        """The sector of the address, if it is there already."""
        if "pk" in self.kwargs:
            self.record = get_object_or_404(Sector, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Its title, or what is new."""
        return str(self.record or _("New sector"))

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return {"title": self.record.title, "code": self.record.code} if self.record else {}

    def act(self, data: dict[str, Any]) -> str:
        """Save."""
        made = keep_sector(sector=self.record, actor=self.actor, **data)
        return _("“%(name)s” is saved.") % {"name": made}

    def after(self) -> str:
        """The list."""
        return reverse(f"{SPACE}:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [crumb(SPACE, Sector)]


class Sectors(OfficeViewSet):
    """Branches of trade."""

    model = Sector
    name = SPACE
    url_prefix = "liberex/settori"
    icon = "folder-open-inverse"
    menu_label = lazy("Sectors")
    index_view_class = SectorList
    export_filename = "settori"

    def pages(self) -> list[URLPattern]:
        """New and correct."""
        return [path("nuovo/", Keep.as_view(), name="add"), path("<int:pk>/", Keep.as_view(), name="correct")]
