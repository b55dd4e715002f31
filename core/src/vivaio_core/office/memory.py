"""The trail, to be read: who did what, when, about whom; and whether the chain holds."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from vivaio_core.office.history import who_did
from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.office.people import page_of
from vivaio_core.pages.numbers import day
from vivaio_core.trail.models import Event
from vivaio_core.trail.selectors import latest, search, verify
from vivaio_core.trail.sentences import titles, told


def when(event: Event) -> str:
    """Day and hour of the office's clock."""
    local = timezone.localtime(event.at)
    return f"{day(local.date())}, {local:%H:%M}"


def about(event: Event) -> str:
    """The name of whom it is about, nothing when it is about nobody."""
    return str(event.subject or "")


def page_about(event: Event) -> str | None:
    """That party's page."""
    return page_of(event.subject) if event.subject else None


class EventFilter(WagtailFilterSet):
    """What was done, from and until which day."""

    kind = django_filters.ChoiceFilter(label=gettext_lazy("Act"), choices=titles)
    since = django_filters.DateFilter(label=gettext_lazy("From the day"), field_name="at", lookup_expr="date__gte")
    until = django_filters.DateFilter(label=gettext_lazy("Until the day"), field_name="at", lookup_expr="date__lte")

    class Meta:
        model = Event
        fields: list[str] = []


class EventList(OfficeList):
    """Search by the name of whom it is about or of who did it."""

    filterset_class = EventFilter
    page_title = gettext_lazy("Memory")
    columns = [
        Column("seq", label=gettext_lazy("No."), sort_key="seq"),
        Column("at", label=gettext_lazy("When"), accessor=when, sort_key="at"),
        Column("sentence", label=gettext_lazy("What"), accessor=told),
        Link("subject", label=gettext_lazy("About"), accessor=about, get_url=page_about),
        Column("who", label=gettext_lazy("Who"), accessor=who_did),
    ]
    columns_exported = {
        gettext_lazy("No."): lambda event: event.seq,
        gettext_lazy("When"): when,
        gettext_lazy("What"): told,
        gettext_lazy("About"): about,
        gettext_lazy("Who"): who_did,
        gettext_lazy("Hash"): lambda event: event.hash,
    }

    def rows(self) -> QuerySet[Event]:
        """Newest first."""
        return latest()

    def searched(self, rows: QuerySet[Event], words: str) -> QuerySet[Event]:
        """By name."""
        return search(rows, words)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """The check of the chain."""
        return [HeaderButton(_("Check the chain"), url=reverse("office_memory:verify"), icon_name="check")]


class Verify(WagtailAdminTemplateMixin, TemplateView):
    """Recomputes the whole chain and says whether it holds."""

    template_name = "office/verify.html"
    page_title = gettext_lazy("Check of the chain")
    header_icon = "check"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever may read the trail."""
        if not request.user.has_perm("trail.view_event"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the list."""
        above = {"url": reverse("office_memory:index"), "label": _("Memory")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The verdict."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "verdict": verify()}


class Memory(OfficeViewSet):
    """The trail."""

    model = Event
    name = "office_memory"
    url_prefix = "memoria"
    icon = "history"
    menu_label = gettext_lazy("Memory")
    index_view_class = EventList
    export_filename = "memoria"

    def pages(self) -> list[URLPattern]:
        """The check."""
        return [path("verifica/", Verify.as_view(), name="verify")]
