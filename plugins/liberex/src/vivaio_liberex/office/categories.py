"""Categories of the notice board in the office."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.ui.tables import Column

from vivaio_core.office.acts import ActView
from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_liberex.models.board import Category, Listing
from vivaio_liberex.office.forms import CategoryForm
from vivaio_liberex.office.pages import crumb
from vivaio_liberex.services.board.keep_category import keep_category

SPACE = "office_liberex_categories"


class CategoryList(OfficeList):
    """Search by title."""

    empty = lazy("There is no category yet. Without one nothing can be published: write the first.")
    header_actions = ((lazy("New category"), f"{SPACE}:add", "liberex.add_category"),)
    columns = [
        Link("title", label=lazy("Title"), sort_key="title", get_url=lambda row: reverse(f"{SPACE}:correct", args=[row.pk])),
        Column("order", label=lazy("Place in the list"), sort_key="order"),
        Column("sector", label=lazy("Sector"), accessor=lambda row: str(row.sector or ""), sort_key="sector__title"),
        Column("active", label=lazy("New listings"), accessor=lambda row: _("takes new listings") if row.active else _("takes no more")),
        Column("count", label=lazy("Listings in force"), accessor="count"),
    ]
    columns_exported = {
        lazy("Title"): lambda row: row.title,
        lazy("Place in the list"): lambda row: row.order,
        lazy("Sector"): lambda row: str(row.sector or ""),
        lazy("Takes new listings"): lambda row: _("yes") if row.active else _("no"),
        lazy("Listings in force"): lambda row: row.count,
    }

    def rows(self) -> QuerySet[Category]:
        """All, in their order."""
        standing = Count("listings", Q(listings__state=Listing.State.ACTIVE))
        return Category.objects.select_related("sector").annotate(count=standing).order_by("order", "title", "pk")

    def searched(self, rows: QuerySet[Category], words: str) -> QuerySet[Category]:
        """By title."""
        return rows.filter(title__icontains=words)


class Keep(ActView):
    """A new category, or a correction."""

    form_class: Any = CategoryForm
    record: Category | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Adding and changing are two permissions."""
        self.permission = "liberex.change_category" if "pk" in kwargs else "liberex.add_category"
        return super().dispatch(request, *args, **kwargs)

    def prepare(self) -> None:
        """The category of the address, if it is there already."""
        if "pk" in self.kwargs:
            self.record = get_object_or_404(Category, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Its title, or what is new."""
        return str(self.record or _("New category"))

    def get_initial(self) -> dict[str, Any]:
        """As it is; a new one takes listings."""
        row = self.record
        return {name: getattr(row, name) for name in ("title", "order", "active", "sector")} if row else {"active": True, "order": 0}

    def act(self, data: dict[str, Any]) -> str:
        """Save."""
        made = keep_category(category=self.record, actor=self.actor, **data)
        return _("“%(name)s” is saved.") % {"name": made}

    def after(self) -> str:
        """The list."""
        return reverse(f"{SPACE}:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [crumb(SPACE, Category)]


class Categories(OfficeViewSet):
    """Categories of the notice board."""

    model = Category
    name = SPACE
    url_prefix = "liberex/categorie"
    icon = "tag"
    menu_label = lazy("Categories of the board")
    index_view_class = CategoryList
    export_filename = "categorie-della-bacheca"

    def pages(self) -> list[URLPattern]:
        """New and correct."""
        return [path("nuova/", Keep.as_view(), name="add"), path("<int:pk>/", Keep.as_view(), name="correct")]
