"""Ristorni in the office: plan, preview, approval, giving."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vivaio_core.access.models import User
from vivaio_core.mutuality.models.ristorni import RistornoLine, RistornoPlan
from vivaio_core.mutuality.office import forms
from vivaio_core.mutuality.office.printed import shared_out
from vivaio_core.mutuality.selectors.exchanges import activities, lines, plans
from vivaio_core.mutuality.services.ristorni import approve_ristorno, drop_ristorno, give_ristorno, plan_ristorno, preview
from vivaio_core.office.acts import ActView
from vivaio_core.office.listing import PER_PAGE, Link, OfficeList, OfficeViewSet
from vivaio_core.pages.numbers import euros
from vivaio_core.people.errors import Refused
from vivaio_core.register.office.forms import written
from vivaio_core.register.office.reading import TYPES
from vivaio_core.trail.services import record

SPACE = "office_mutuality_ristorni"


def page_of(plan: RistornoPlan) -> str:
    """Address of a plan's page."""
    return reverse(f"{SPACE}:page", args=[plan.pk])


class PlanList(OfficeList):
    """Search by activity."""

    empty = gettext_lazy("No ristorno has been planned yet. “Plan a ristorno” shows every line before the assembly decides.")
    list_filter = ["state"]
    header_actions = ((gettext_lazy("Plan a ristorno"), f"{SPACE}:add", "mutuality.add_ristornoplan"),)
    columns = [
        Link("year", label=gettext_lazy("Year"), get_url=page_of, sort_key="year"),
        Column("activity", label=gettext_lazy("Activity"), sort_key="activity"),
        Column("pool", label=gettext_lazy("Sum"), accessor=lambda plan: euros(plan.pool_cents), sort_key="pool_cents"),
        Column("form", label=gettext_lazy("How"), accessor="get_form_display"),
        StatusTagColumn("state", label=gettext_lazy("State"), accessor="get_state_display", primary=lambda plan: plan.state == "posted"),
    ]
    columns_exported = {
        gettext_lazy("Year"): lambda plan: plan.year,
        gettext_lazy("Activity"): lambda plan: plan.activity,
        gettext_lazy("Amount in cents"): lambda plan: plan.pool_cents,
        gettext_lazy("State"): lambda plan: str(plan.get_state_display()),
    }

    def rows(self) -> QuerySet[RistornoPlan]:
        """All, newest first."""
        return plans()

    def searched(self, rows: QuerySet[RistornoPlan], words: str) -> QuerySet[RistornoPlan]:
        """By activity or year."""
        return rows.filter(activity__contains=words.lower()) | (rows.filter(year=int(words)) if words.isdecimal() and len(words) < 5 else rows.none())


class PlanPage(WagtailAdminTemplateMixin, TemplateView):
    """Who receives what: computed while it is a draft, as approved afterwards."""

    template_name = "mutuality/office/ristorno.html"
    header_icon = "tasks"
    plan: RistornoPlan

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever may see ristorni."""
        if not request.user.has_perm("mutuality.view_ristornoplan"):
            raise PermissionDenied
        self.plan = get_object_or_404(plans(), pk=kwargs["pk"])
        kind = request.GET.get("formato", "")
        return self._file(kind) if kind in TYPES else super().dispatch(request, *args, **kwargs)

    def _file(self, kind: str) -> HttpResponse:
        """Every line, once the trail knows who took them."""
        table = shared_out(self.plan, self._lines()[0], timezone.localdate())
        content = table.pdf() if kind == "pdf" else table.xlsx()
        record(kind="office.export", actor=cast(User, self.request.user), payload={"list": table.title, "rows": len(table.rows) - 1, "format": kind})
        name = content_disposition_header(True, f"ristorno-{self.plan.year}-{self.plan.activity}.{kind}") or ""
        return HttpResponse(content, content_type=TYPES[kind], headers={"Content-Disposition": name})

    def get_page_title(self) -> str:
        """Activity and year."""
        return _("Ristorno %(year)s, %(activity)s") % {"year": self.plan.year, "activity": self.plan.activity}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the list."""
        return [*self.breadcrumbs_items, *_crumbs(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Fifty lines at a time; the sums are of all."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        found, refusal = self._lines()
        sums = {name: sum(getattr(line, name) for line in found) for name in ("amount_cents", "shares", "credit_cents")}
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("p"))
        may = self.request.user.has_perm("mutuality.change_ristornoplan")
        return {**context, "plan": self.plan, "page": page, "count": len(found), "sums": sums, "refusal": refusal, "may": may}

    def _lines(self) -> tuple[list[RistornoLine], str]:
        if self.plan.state != RistornoPlan.State.DRAFT:
            return list(lines(self.plan)), ""
        try:
            return preview(self.plan), ""
        except Refused as refusal:
            return [], str(refusal)


class Add(ActView):
    """Plan a ristorno."""

    permission = "mutuality.add_ristornoplan"
    page_title = gettext_lazy("Plan a ristorno")
    explanation = gettext_lazy(
        "The sum is shared out in proportion to what each member exchanged in the year. You see every line before the assembly decides."
    )
    form_class: Any = forms.PlanForm
    header_icon = "tasks"
    made: RistornoPlan | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        """The activities in use."""
        return {**super().get_form_kwargs(), "activities": activities()}

    def get_initial(self) -> dict[str, Any]:
        """Last year."""
        return {"year": timezone.localdate().year - 1}

    def act(self, data: dict[str, Any]) -> str:
        """Plan."""
        self.made = plan_ristorno(actor=self.actor, **data)
        return _("The draft is ready: look at the lines.")

    def after(self) -> str:
        """Its page, or the list."""
        return page_of(self.made) if self.made else reverse(f"{SPACE}:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return _crumbs()


class _PlanAct(ActView):
    permission = "mutuality.change_ristornoplan"
    header_icon = "tasks"
    plan: RistornoPlan

    def prepare(self) -> None:
        self.plan = get_object_or_404(RistornoPlan, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.plan)

    def after(self) -> str:
        return page_of(self.plan)

    def crumbs(self) -> list[dict[str, str]]:
        return _crumbs()


class Approve(_PlanAct):
    """The assembly approves."""

    page_title = gettext_lazy("Approve the ristorno")
    button = gettext_lazy("Approve")
    explanation = gettext_lazy("The lines are computed now and stay as they are.")
    form_class: Any = forms.ApproveForm

    def get_initial(self) -> dict[str, Any]:
        """The assembly."""
        return {"organ": "assembly"}

    def act(self, data: dict[str, Any]) -> str:
        """Approve."""
        approve_ristorno(plan=self.plan, resolution=written(data, self.actor), actor=self.actor)
        return _("The ristorno is approved.")


class Give(_PlanAct):
    """Give what was approved."""

    page_title = gettext_lazy("Give the ristorno")
    button = gettext_lazy("Give")
    explanation = gettext_lazy("Whole shares are entered in the register in one operation; the rest is owed to each member in money.")
    form_class: Any = forms.GiveForm

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"recorded_on": timezone.localdate()}

    def act(self, data: dict[str, Any]) -> str:
        """Give."""
        give_ristorno(plan=self.plan, actor=self.actor, **data)
        return _("The ristorno is given.")


class Drop(_PlanAct):
    """Throw the draft away."""

    page_title = gettext_lazy("Drop the draft")
    button = gettext_lazy("Drop")
    form_class: Any = forms.ConfirmForm
    gone = False

    def act(self, data: dict[str, Any]) -> str:
        """Drop."""
        drop_ristorno(plan=self.plan, actor=self.actor)
        self.gone = True
        return _("The draft is gone.")

    def after(self) -> str:
        """The list, once it is gone."""
        return reverse(f"{SPACE}:index") if self.gone else super().after()


class Plans(OfficeViewSet):
    """Ristorni."""

    model = RistornoPlan
    name = SPACE
    url_prefix = "mutualita/ristorni"
    icon = "tasks"
    menu_label = gettext_lazy("Ristorni")
    index_view_class = PlanList
    export_filename = "ristorni"

    def pages(self) -> list[URLPattern]:
        """A new one, one page each, its acts."""
        return [
            path("nuovo/", Add.as_view(), name="add"),
            path("<int:pk>/", PlanPage.as_view(), name="page"),
            path("<int:pk>/approva/", Approve.as_view(), name="approve"),
            path("<int:pk>/eroga/", Give.as_view(), name="give"),
            path("<int:pk>/elimina/", Drop.as_view(), name="drop"),
        ]


def _crumbs() -> list[dict[str, str]]:
    return [{"url": reverse(f"{SPACE}:index"), "label": _("Ristorni")}]
