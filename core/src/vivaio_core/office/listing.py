"""Lists of the office. They read through selectors and write nothing: whatever changes something is an act with a page of its own."""

from typing import Any, cast
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from vivaio_core.access.models import User
from vivaio_core.office.exports import SafeExportMixin, Text
from vivaio_core.office.saved.selectors import kept_part, saved_views
from vivaio_core.office.table import OfficeTable

PER_PAGE = 50


class Link(TitleColumn):
    """The column that leads to a row's page."""

    cell_template_name = "office/link_cell.html"


class OfficeList(SafeExportMixin, IndexView):
    """A list of PER_PAGE rows; subclasses give `rows`, `columns` and, where there is a search, `searched`."""

    template_name = "office/list.html"
    results_template_name = "office/list_results.html"
    paginate_by = PER_PAGE
    table_class = OfficeTable
    table_classname = "listing office-list"
    searchable = True
    empty: Text = gettext_lazy("There is nothing here yet.")
    header_actions: tuple[tuple[Text, str, str], ...] = ()
    more_actions: tuple[tuple[Text, str, str], ...] = ()
    ready_views: tuple[tuple[Text, str], ...] = ()

    @property
    def is_searchable(self) -> bool:
        """Whether the search field is shown."""
        return self.searchable

    def rows(self) -> QuerySet[Any]:
        """What is listed when nobody filters."""
        raise NotImplementedError

    def searched(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        """The rows that hold the words."""
        raise NotImplementedError

    def get_base_queryset(self) -> QuerySet[Any]:
        """The selector's rows."""
        return self.rows()

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The selector's search instead of Wagtail's index: people are not indexed text."""
        return self.searched(queryset, self.search_query) if self.is_searching else queryset

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The selector's order, unless somebody clicks a heading; the key last, so that pages never overlap."""
        return queryset.order_by(self.ordering, "pk") if self.ordering else queryset

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """Buttons for the acts that create something, each shown to whoever may."""
        allowed = [action for action in self.header_actions if self.request.user.has_perm(action[2])]
        return [HeaderButton(label, url=reverse(name), icon_name="plus", priority=place) for place, (label, name, _permission) in enumerate(allowed)]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Wagtail's exports and columns, and the list's own further pages."""
        shown = [action for action in self.more_actions if self.request.user.has_perm(action[2])]
        own = [Button(label, url=reverse(name), icon_name="list-ul", priority=5) for label, name, _permission in shown]
        return [*own, *super().header_more_buttons]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's generic «add» stays away: our acts are in the header."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return {**context, **self.saved(), "can_add": False, "add_url": None}

    def saved(self) -> dict[str, Any]:
        """The views kept of this list, in one query and only for the whole page: live search changes the rows alone.

        The present one can be kept unless it is one of them already.
        """
        query = kept_part(self.request.GET)
        views = [] if self.results_only else list(saved_views(self.index_url_name, cast(User, self.request.user)))
        known = not query or query in {*(view.query for view in views), *(ready for _label, ready in self.ready_views)}
        save_url = "" if known else f"{reverse('office_save_view')}?{urlencode({'list': self.index_url_name})}&{query}"
        return {"saved_views": views, "ready_views": self.ready_views, "kept_query": query, "save_url": save_url}

    @property
    def no_results_message(self) -> str:
        """What a list without rows says: how to search better, or what will come here."""
        looking = self.is_searching or self.is_filtering
        return str(_("Nothing fits what you look for. Try fewer words, or take a filter away.") if looking else self.empty)

    def get_add_url(self) -> None:
        """No generic form writes here."""
        return


class OfficeViewSet(ModelViewSet):
    """A section of the office: a list and pages of its own; Wagtail's generic create, edit, delete, copy and history are not mounted."""

    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_reference_index = False
    exclude_form_fields: list[str] = []
    list_columns: list[BaseColumn] = []

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Names of views that are not mounted are taken away, so that nothing links to them."""
        gone = dict.fromkeys(["add_url_name", "edit_url_name", "delete_url_name", "history_url_name", "usage_url_name"])
        common: dict[str, Any] = super().get_common_view_kwargs(**{**gone, **kwargs})
        return common

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Only what our lists understand."""
        index: dict[str, Any] = {"template_name": self.index_template_name, "results_template_name": self.index_results_template_name, **kwargs}
        return index

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list, its results alone for live search, and the section's own pages."""
        return [path("", self.index_view, name="index"), path("results/", self.index_results_view, name="index_results"), *self.pages()]

    def pages(self) -> list[URLPattern]:
        """Pages beside the list."""
        return []

    def register_admin_url_finder(self) -> None:
        """There is no generic edit page to find."""
