"""One page per supplier, and the acts on it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vivaio_core.documents.selectors import charter_standing
from vivaio_core.office.acts import ActView
from vivaio_core.office.history import told_events
from vivaio_core.people.models import Party
from vivaio_core.suppliers import selectors, services, states
from vivaio_core.suppliers.models import Supplier
from vivaio_core.suppliers.office import forms
from vivaio_core.trail.selectors import events_about

SPACE = "office_suppliers"
EVENTS = 20
LABELS = {"start": lazy("Begin to buy"), "end": lazy("Stop buying"), "reopen": lazy("Make it a candidate again")}


def page_of(supplier: Supplier) -> str:
    """Address of a supplier's page."""
    return reverse(f"{SPACE}:page", args=[supplier.pk])


def above() -> list[dict[str, str]]:
    """The list above a page."""
    return [{"url": reverse(f"{SPACE}:index"), "label": _("Suppliers")}]


class SupplierPage(WagtailAdminTemplateMixin, TemplateView):
    """State and why, what it is, its history."""

    template_name = "suppliers/office/supplier.html"
    header_icon = "site"
    supplier: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever may see suppliers."""
        if not request.user.has_perm("suppliers.view_supplier"):
            raise PermissionDenied
        self.supplier = get_object_or_404(selectors.suppliers(timezone.localdate()), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """The name."""
        return str(self.supplier)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the list."""
        return [*self.breadcrumbs_items, *above(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A constant number of queries."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        one, may = self.supplier, self.request.user.has_perm("suppliers.change_supplier")
        acts = [(reverse(f"{SPACE}:act", args=[one.pk, act]), LABELS[act]) for act in states.possible(one)] if may else []
        return {
            **context,
            "supplier": one,
            "state": selectors.state_in_words(one.shown),
            "standing": charter_standing(one.party, timezone.localdate()),
            "acts": acts,
            "may": may,
            "history": told_events(events_about(one.party)[:EVENTS]),
        }


class _SupplierAct(ActView):
    permission = "suppliers.change_supplier"
    header_icon = "site"
    supplier: Supplier

    def prepare(self) -> None:
        self.supplier = get_object_or_404(Supplier.objects.select_related("party"), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.supplier)

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def crumbs(self) -> list[dict[str, str]]:
        return [*above(), {"url": self.after(), "label": str(self.supplier)}]

    def after(self) -> str:
        return page_of(self.supplier)


class Correct(_SupplierAct):
    """Correct what is known."""

    page_title = lazy("Correct the data")
    form_class: Any = forms.ProfileForm

    def get_initial(self) -> dict[str, Any]:
        """What is there."""
        return {name: getattr(self.supplier, name) for name in forms.ProfileForm.base_fields}

    def act(self, data: dict[str, Any]) -> str:
        """Correct."""
        services.correct_supplier(supplier=self.supplier, profile=services.Profile(**data), actor=self.actor)
        return _("The data are corrected.")


class Start(_SupplierAct):
    """Begin to buy."""

    page_title = LABELS["start"]
    button = LABELS["start"]
    explanation = lazy("From this day orders may go to it. It must have signed the charter in force on that day.")
    form_class: Any = forms.StartForm

    def act(self, data: dict[str, Any]) -> str:
        """Start."""
        services.start_supplier(supplier=self.supplier, on=data["on"], actor=self.actor)
        return _("%(supplier)s is a supplier.") % {"supplier": self.supplier}


class End(_SupplierAct):
    """Stop buying."""

    page_title = LABELS["end"]
    button = LABELS["end"]
    explanation = lazy("From this day no order goes to it. What it has already supplied is still paid.")
    form_class: Any = forms.EndForm

    def act(self, data: dict[str, Any]) -> str:
        """End."""
        services.end_supplier(supplier=self.supplier, actor=self.actor, **data)
        return _("%(supplier)s is no longer a supplier.") % {"supplier": self.supplier}


class Reopen(_SupplierAct):
    """Make a former supplier a candidate."""

    page_title = LABELS["reopen"]
    button = LABELS["reopen"]
    explanation = lazy("It becomes a candidate: to sell to us again it must sign the charter and be started anew.")
    form_class: Any = forms.EmptyForm

    def act(self, data: dict[str, Any]) -> str:
        """Reopen."""
        services.reopen_supplier(supplier=self.supplier, actor=self.actor)
        return _("%(supplier)s is a candidate again.") % {"supplier": self.supplier}


class Propose(ActView):
    """Write somebody down as a candidate, from their page."""

    permission = "suppliers.add_supplier"
    page_title = lazy("Make it a candidate supplier")
    explanation = lazy("A candidate gets no orders yet. It becomes a supplier once it has signed the charter and you start it.")
    header_icon = "site"
    form_class: Any = forms.ProfileForm
    party: Party
    made: Supplier | None = None

    def prepare(self) -> None:
        """Who."""
        self.party = get_object_or_404(Party, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Who."""
        return self.party.display_name

    def act(self, data: dict[str, Any]) -> str:
        """Propose."""
        self.made = services.propose_supplier(party=self.party, profile=services.Profile(**data), actor=self.actor)
        return _("%(supplier)s is a candidate supplier.") % {"supplier": self.party}

    def after(self) -> str:
        """The supplier's page, or the person's."""
        return page_of(self.made) if self.made else reverse("office_people:person", args=[self.party.pk])

    def crumbs(self) -> list[dict[str, str]]:
        """Below the person."""
        person = reverse("office_people:person", args=[self.party.pk])
        return [{"url": reverse("office_people:index"), "label": _("People")}, {"url": person, "label": self.party.display_name}]


ACTS: dict[str, type[_SupplierAct]] = {"start": Start, "end": End, "reopen": Reopen}


def step(request: HttpRequest, pk: int, act: str) -> HttpResponseBase:
    """The view of one step."""
    if act not in ACTS:
        raise Http404
    return ACTS[act].as_view()(request, pk=pk)


def pages() -> list[URLPattern]:
    """Below the list."""
    return [
        path("<int:pk>/", SupplierPage.as_view(), name="page"),
        path("<int:pk>/correggi/", Correct.as_view(), name="correct"),
        path("<int:pk>/<slug:act>/", step, name="act"),
        path("proponi/<int:pk>/", Propose.as_view(), name="propose"),
    ]
