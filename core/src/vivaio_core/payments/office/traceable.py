"""«Pagamenti tracciabili»: which share of the money left a trace, year by year, on the way to the target."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vivaio_core.office.listing import OfficeViewSet
from vivaio_core.pages.numbers import plain
from vivaio_core.payments.models.charges import METHODS, Allocation
from vivaio_core.payments.office.words import sum_of
from vivaio_core.payments.selectors.traceable import YearShare, leaves_trace, shares, target

SPACE = "office_payments_traceable"
TITLE = lazy("Traceable payments")


class Traceable(WagtailAdminTemplateMixin, TemplateView):
    """Year by year, drawn and in a table."""

    template_name = "payments/office/traceable.html"
    page_title = TITLE
    header_icon = "success"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever may see payments."""
        if not request.user.has_perm("payments.view_receipt"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The path to this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": str(TITLE)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A constant number of queries."""
        years, goal = shares(), target(timezone.localdate())
        used = [(code, title) for code, title in METHODS if any(code == one for year in years for one, _cents in year.by_method)]
        return {
            **super().get_context_data(**kwargs),
            "drawn": [(str(one.year), one.percent) for one in years],
            "last": years[-1] if years else None,
            "goal": goal,
            "heads": [(title, leaves_trace(code)) for code, title in used],
            "rows": [(one.year, plain(one.percent), [_cell(one, code) for code, _title in used], sum_of(one.total)) for one in reversed(years)],
        }


def _cell(year: YearShare, code: str) -> str:
    cents = dict(year.by_method).get(code)
    return sum_of(cents) if cents else "—"


class Traceables(OfficeViewSet):
    """The page in the place of a list."""

    model = Allocation
    name = SPACE
    url_prefix = "pagamenti/tracciabili"
    icon = "success"
    menu_label = TITLE
    menu_order = 80

    def get_urlpatterns(self) -> list[URLPattern]:
        """Only the page."""
        return [path("", Traceable.as_view(), name="index")]
