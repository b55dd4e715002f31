"""Collectivities: the list, one page each, and the acts on them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vivaio_core.office import forms
from vivaio_core.office.acts import ActView
from vivaio_core.office.listing import PER_PAGE, Link, OfficeList, OfficeViewSet
from vivaio_core.people import states
from vivaio_core.people.models import Collectivity
from vivaio_core.people.selectors import belongings, groups
from vivaio_core.people.services import change_collectivity, correct_collectivity, propose_collectivity

ACTS = {
    "include": (gettext_lazy("Include"), gettext_lazy("From this day the cooperative serves the group.")),
    "suspend": (gettext_lazy("Suspend"), gettext_lazy("Nobody can join any more until the group is included again.")),
    "close": (gettext_lazy("Close"), gettext_lazy("All who belong to the group leave it on this day. This cannot be undone.")),
}


def page_of(group: Collectivity) -> str:
    """Address of a group's page."""
    return reverse("office_groups:group", args=[group.pk])


class GroupList(OfficeList):
    """Search by name."""

    list_filter = ["state"]
    header_actions = ((gettext_lazy("Propose a group"), "office_groups:propose", "people.add_collectivity"),)
    columns = [
        Link("name", label=gettext_lazy("Name"), sort_key="name", get_url=page_of),
        StatusTagColumn(
            "state", label=gettext_lazy("State"), accessor="get_state_display", sort_key="state", primary=lambda group: group.state == "included"
        ),
        Column("size", label=gettext_lazy("People"), sort_key="size"),
        Column("contact", label=gettext_lazy("Contact")),
    ]
    columns_exported = {
        gettext_lazy("Name"): lambda group: group.name,
        gettext_lazy("State"): lambda group: str(group.get_state_display()),
        gettext_lazy("People"): lambda group: group.size,
        gettext_lazy("Contact"): lambda group: str(group.contact or ""),
    }

    def rows(self) -> QuerySet[Collectivity]:
        """All, by name."""
        return groups(timezone.localdate())

    def searched(self, rows: QuerySet[Collectivity], words: str) -> QuerySet[Collectivity]:
        """By name."""
        return rows.filter(name__icontains=words)


class GroupPage(WagtailAdminTemplateMixin, TemplateView):
    """State, description, who belongs to it."""

    template_name = "office/group.html"
    header_icon = "group"
    group: Collectivity

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever may see groups."""
        if not request.user.has_perm("people.view_collectivity"):
            raise PermissionDenied
        self.group = get_object_or_404(groups(timezone.localdate()), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """The name."""
        return self.group.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the list."""
        return [*self.breadcrumbs_items, *_crumbs(), {"url": "", "label": self.group.name}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of people and the acts that the state allows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        may = self.request.user.has_perm("people.change_collectivity")
        acts = [(reverse("office_groups:act", args=[self.group.pk, act]), ACTS[act][0]) for act in states.possible(self.group)] if may else []
        page = Paginator(belongings(self.group), PER_PAGE).get_page(self.request.GET.get("p"))
        return {**context, "group": self.group, "acts": acts, "may": may, "page": page, "today": timezone.localdate()}


class Propose(ActView):
    """Propose a group."""

    permission = "people.add_collectivity"
    page_title = gettext_lazy("Propose a group")
    header_icon = "group"
    form_class: Any = forms.GroupForm
    made: Collectivity | None = None

    def act(self, data: dict[str, Any]) -> str:
        """Propose."""
        self.made = propose_collectivity(actor=self.actor, **data)
        return _("“%(name)s” is proposed. Include it when the board has decided.") % {"name": self.made}

    def after(self) -> str:
        """The new page, or back to the list."""
        return page_of(self.made) if self.made else reverse("office_groups:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return _crumbs()


class _GroupAct(ActView):
    permission = "people.change_collectivity"
    group: Collectivity

    def prepare(self) -> None:
        self.group = get_object_or_404(Collectivity, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.group.name

    def crumbs(self) -> list[dict[str, str]]:
        return [*_crumbs(), {"url": self.after(), "label": self.group.name}]

    def after(self) -> str:
        return page_of(self.group)


class Correct(_GroupAct):
    """Correct name and description."""

    page_title = gettext_lazy("Correct the data")
    form_class = forms.GroupForm

    def get_initial(self) -> dict[str, Any]:
        """What is there."""
        return {"name": self.group.name, "description": self.group.description}

    def act(self, data: dict[str, Any]) -> str:
        """Correct."""
        correct_collectivity(collectivity=self.group, contact=self.group.contact, actor=self.actor, **data)
        return _("The data are corrected.")


class Change(_GroupAct):
    """Include, suspend, close."""

    form_class = forms.DayForm

    def prepare(self) -> None:
        """Only the acts that exist."""
        super().prepare()
        if self.kwargs["act"] not in ACTS:
            raise Http404
        self.button, self.explanation = ACTS[self.kwargs["act"]]

    def get_page_title(self) -> str:
        """The act's name."""
        return str(self.button)

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"on": timezone.localdate()}

    def act(self, data: dict[str, Any]) -> str:
        """Change the state."""
        changed = change_collectivity(collectivity=self.group, act=self.kwargs["act"], actor=self.actor, **data)
        return _("“%(name)s” is now %(state)s.") % {"name": changed, "state": changed.get_state_display()}


class Groups(OfficeViewSet):
    """Collectivities."""

    model = Collectivity
    name = "office_groups"
    url_prefix = "collettivita"
    icon = "group"
    menu_label = gettext_lazy("Collectivities")
    index_view_class = GroupList
    export_filename = "collettivita"

    def pages(self) -> list[URLPattern]:
        """A new one, one page for each, and the acts on it."""
        return [
            path("proponi/", Propose.as_view(), name="propose"),
            path("<int:pk>/", GroupPage.as_view(), name="group"),
            path("<int:pk>/correggi/", Correct.as_view(), name="correct"),
            path("<int:pk>/<slug:act>/", Change.as_view(), name="act"),
        ]


def _crumbs() -> list[dict[str, str]]:
    return [{"url": reverse("office_groups:index"), "label": _("Collectivities")}]
