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
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Collectivity
from vivaio_core.people.selectors import belongings, groups
from vivaio_core.people.services import change_collectivity, collectivity_kind, correct_collectivity, propose_collectivity, record_resolution

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

    empty = gettext_lazy("There is no group yet. Propose one: the board decides whether it is included.")
    list_filter = ["state", "kind"]
    page_title = gettext_lazy("Collectivities")
    ready_views = ((gettext_lazy("Included"), "state=included"), (gettext_lazy("To decide on"), "state=proposed"))
    header_actions = ((gettext_lazy("Propose a group"), "office_groups:propose", "people.add_collectivity"),)
    columns = [
        Link("name", label=gettext_lazy("Name"), sort_key="name", get_url=page_of),
        StatusTagColumn(
            "state", label=gettext_lazy("State"), accessor="get_state_display", sort_key="state", primary=lambda group: group.state == "included"
        ),
        Column("kind", label=gettext_lazy("Kind"), sort_key="kind__name"),
        Column("parent", label=gettext_lazy("Part of")),
        Column("size", label=gettext_lazy("People"), sort_key="size"),
        Column("contact", label=gettext_lazy("Contact")),
    ]
    columns_exported = {
        gettext_lazy("Name"): lambda group: group.name,
        gettext_lazy("State"): lambda group: str(group.get_state_display()),
        gettext_lazy("Kind"): lambda group: str(group.kind or ""),
        gettext_lazy("Part of"): lambda group: str(group.parent or ""),
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
        self.group = get_object_or_404(groups(timezone.localdate()).select_related("contact", "kind", "parent", "included_by"), pk=kwargs["pk"])
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
        kind = collectivity_kind(name=data.pop("kind"), actor=self.actor)
        self.made = propose_collectivity(kind=kind, actor=self.actor, **data)
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
        contact = self.group.contact
        code = contact.identifiers.filter(active=True).order_by("scheme").first() if contact else None
        return {
            "name": self.group.name,
            "description": self.group.description,
            "kind": self.group.kind or "",
            "parent": self.group.parent or "",
            "contact": code or contact or "",
        }

    def act(self, data: dict[str, Any]) -> str:
        """Correct."""
        kind = collectivity_kind(name=data.pop("kind"), actor=self.actor)
        correct_collectivity(collectivity=self.group, kind=kind, actor=self.actor, **data)
        return _("The data are corrected.")


class Change(_GroupAct):
    """Include, suspend, close."""

    def get_form_class(self) -> type[forms.DayForm]:
        """A group is included by a resolution, when there is one."""
        return forms.DecisionForm if self.kwargs["act"] == "include" else forms.DayForm

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
        held_on, minute_no, resolution = data.pop("held_on", None), data.pop("minute_no", ""), None
        if held_on or minute_no:
            if not held_on:
                raise Refused(_("Write the date of the resolution too."), "held_on")
            subject = _("Inclusion of the group %(name)s") % {"name": self.group}
            resolution = record_resolution(organ="board", held_on=held_on, minute_no=minute_no, subject=subject, actor=self.actor)
        changed = change_collectivity(collectivity=self.group, act=self.kwargs["act"], actor=self.actor, resolution=resolution, **data)
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
