"""What the pages of energy's office share: a page for one record, and the form that writes a record."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vivaio_core.office.acts import ActView
from vivaio_core.office.history import told_events
from vivaio_core.pages.numbers import day
from vivaio_energy.permissions import actor_of
from vivaio_energy.selectors.office import events_on
from vivaio_energy.services.keep_record import keep_record
from vivaio_energy.states import Step, possible

EVENTS = 30


class Page(WagtailAdminTemplateMixin, TemplateView):
    """One record: facts, the acts its state allows, history. Subclasses give `rows`, `facts` and `acts`."""

    template_name = "energy/office/page.html"
    permission = ""
    space = ""
    record: Any

    def rows(self) -> Any:
        """Where the record is read from."""
        raise NotImplementedError

    def facts(self) -> list[tuple[Any, Any]]:
        """Label and value of each fact."""
        raise NotImplementedError

    def acts(self) -> list[tuple[str, Any]]:
        """Address and label of what can be done now."""
        return []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever may see such records."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        self.record = get_object_or_404(self.rows(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """The record's name."""
        return str(self.record)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the list."""
        return [*self.breadcrumbs_items, crumb(self.space, type(self.record)), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        target = f"energy.{type(self.record).__name__}:{self.record.pk}"
        history = told_events(events_on(target)[:EVENTS])
        facts = [(label, value) for label, value in self.facts() if value not in (None, "")]
        return {**context, "record": self.record, "facts": facts, "acts": self.acts(), "history": history}

    def steps(self, table: dict[str, Step], but: Sequence[str] = ()) -> list[tuple[str, Any]]:
        """Addresses of the steps that state and permissions allow."""
        allowed = [(act, step) for act, step in possible(table, self.record.state) if act not in but and self.request.user.has_perm(step.permission)]
        return [(reverse(f"{self.space}:act", args=[self.record.pk, act]), step.label) for act, step in allowed]


def crumb(space: str, model: type[Any]) -> dict[str, str]:
    """The list above a page."""
    return {"url": reverse(f"{space}:index"), "label": str(model._meta.verbose_name_plural).capitalize()}


def days(value: Any) -> str:
    """A day in words, nothing for none."""
    return day(value) if value else ""


class Act(ActView):
    """A step on one record; back to its page."""

    model: Any = None
    space = ""
    record: Any

    def prepare(self) -> None:
        """The record of the address."""
        self.record = get_object_or_404(self.model, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """What it is about."""
        return str(self.record)

    def crumbs(self) -> list[dict[str, str]]:
        """Below the record's page."""
        return [crumb(self.space, self.model), {"url": self.after(), "label": str(self.record)}]

    def after(self) -> str:
        """The record's page."""
        return reverse(f"{self.space}:page", args=[self.record.pk])


class Keep(ActView):
    """Write a new record or correct one, by a form whose saving belongs to the service."""

    model: Any = None
    space = ""
    form: forms.ModelForm[Any]
    record: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Adding and changing are two permissions."""
        verb = "change" if "pk" in kwargs else "add"
        self.permission = f"energy.{verb}_{self.model._meta.model_name}"
        return super().dispatch(request, *args, **kwargs)

    def prepare(self) -> None:
        """The record of the address, if it is there already."""
        if "pk" in self.kwargs:
            self.record = get_object_or_404(self.model, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """The record's name, or what is new."""
        return str(self.record) if self.record else _("New: %(what)s") % {"what": self.model._meta.verbose_name}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form writes on the record."""
        return {**super().get_form_kwargs(), "instance": self.record}

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the form for the service."""
        self.form = form
        return super().form_valid(form)

    def act(self, data: dict[str, Any]) -> str:
        """Let the service write it."""
        self.record = keep_record(actor=actor_of(self.request), form=self.form)
        return _("“%(name)s” is saved.") % {"name": self.record}

    def after(self) -> str:
        """The list."""
        return reverse(f"{self.space}:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [crumb(self.space, self.model)]

    button = lazy("Save")
