"""Prevalence in the office: every year by activity, the bands, the approval."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vivaio_core.mutuality.models.years import PrevalenceYear
from vivaio_core.mutuality.office import forms, words
from vivaio_core.mutuality.prevalence import Band, Standing
from vivaio_core.mutuality.selectors.prevalence import series, year_of, years
from vivaio_core.mutuality.services.years import approve_year, record_return
from vivaio_core.office.acts import ActView
from vivaio_core.office.listing import OfficeViewSet
from vivaio_core.register.office.forms import written

SPACE = "office_mutuality_years"


class Overview(WagtailAdminTemplateMixin, TemplateView):
    """Each year: members' part, the whole, the integer test, the band; drawn as a line."""

    template_name = "mutuality/office/prevalence.html"
    page_title = gettext_lazy("Prevalence")
    header_icon = "tasks"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever may see it."""
        if not request.user.has_perm("mutuality.view_prevalenceyear"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """This page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A number of queries that does not grow with exchanges or years."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        on = timezone.localdate()
        found = years(on)
        drawn = [(str(one.year), one.shown.tenths / 10) for one in reversed(found) if one.shown.computable]
        may = {name: self.request.user.has_perm(f"mutuality.{name}_prevalenceyear") for name in ("add", "change")}
        standing = series(on)
        told = {"standing": standing, "told": words.standing(standing, on), "lost": standing == Standing.LOST, "rules": words.rules(on)}
        return {**context, **told, "years": found, "drawn": drawn, "limits": words.limits(on), "below": Band.BELOW, "this_year": on.year, "may": may}


class _Act(ActView):
    header_icon = "tasks"

    def prepare(self) -> None:
        if not forms.FIRST_YEAR <= self.kwargs["year"] <= forms.LAST_YEAR:
            raise Http404

    def after(self) -> str:
        return reverse(f"{SPACE}:index")

    def crumbs(self) -> list[dict[str, str]]:
        return [{"url": self.after(), "label": _("Prevalence")}]


class Approve(_Act):
    """The assembly approves a year."""

    permission = "mutuality.add_prevalenceyear"
    page_title = gettext_lazy("Approve the prevalence")
    button = gettext_lazy("Approve")
    form_class: Any = forms.ApproveForm

    @property
    def explanation(self) -> str:  # type: ignore[override]
        """What is frozen."""
        found = year_of(self.kwargs["year"], timezone.localdate()).prevalence
        return _("The figures are frozen as they are now: %(percent)s %% with members. Later exchanges are shown beside them.") % {
            "percent": found.percent
        }

    def get_page_subtitle(self) -> str:
        """Which year."""
        return str(self.kwargs["year"])

    def get_initial(self) -> dict[str, Any]:
        """The assembly."""
        return {"organ": "assembly"}

    def act(self, data: dict[str, Any]) -> str:
        """Approve."""
        made = approve_year(year=self.kwargs["year"], resolution=written(data, self.actor), actor=self.actor)
        return _("The prevalence of %(year)s is approved.") % {"year": made.year}


class Return(_Act):
    """Back above the line after a loss."""

    permission = "mutuality.change_prevalenceyear"
    page_title = gettext_lazy("Write down the return to prevalence")
    explanation = gettext_lazy("After two years below the line the loss stays until somebody writes down the return. Ask the auditor first.")
    form_class: Any = forms.ConfirmForm

    def act(self, data: dict[str, Any]) -> str:
        """Write it down."""
        record_return(year=get_object_or_404(PrevalenceYear, year=self.kwargs["year"]), actor=self.actor)
        return _("The return is written down.")


class Years(OfficeViewSet):
    """Prevalence."""

    model = PrevalenceYear
    name = SPACE
    url_prefix = "mutualita/prevalenza"
    icon = "tasks"
    menu_label = gettext_lazy("Prevalence")

    def get_urlpatterns(self) -> list[URLPattern]:
        """The overview in the place of a list."""
        return [
            path("", Overview.as_view(), name="index"),
            path("<int:year>/approva/", Approve.as_view(), name="approve"),
            path("<int:year>/rientro/", Return.as_view(), name="return"),
        ]
