"""What the pages of the circuit's office share: a page for one record, and an act on it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vivaio_core.office.acts import ActView
from vivaio_core.office.history import told_events
from vivaio_core.pages.numbers import day
from vivaio_core.trail.models import Event

EVENTS = 30
Acts = list[tuple[str, Any]]


class Board(WagtailAdminTemplateMixin, TemplateView):
    """A page of the office for whoever holds `permission`."""

    permission = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever may not, before anything is read."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        self.prepare()
        return super().dispatch(request, *args, **kwargs)

    def prepare(self) -> None:
        """Read what the page is about."""

    def crumbs(self) -> list[dict[str, str]]:
        """Address and label of the pages above this one."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The path to this page."""
        return [*self.breadcrumbs_items, *self.crumbs(), {"url": "", "label": self.get_page_title()}]

    def allowed(self, found: list[tuple[str, str, Any]]) -> Acts:
        """Address and label of the acts whose permission is there."""
        return [(url, label) for permission, url, label in found if self.request.user.has_perm(permission)]


class Page(Board):
    """One record: facts, the acts its state allows, history. Subclasses give `rows`, `facts` and `acts`."""

    template_name = "liberex/office/page.html"
    space = ""
    record: Any

    def rows(self) -> Any:
        """Where the record is read from."""
        raise NotImplementedError

    def facts(self) -> list[tuple[Any, Any]]:
        """Label and value of each fact."""
        raise NotImplementedError

    def acts(self) -> Acts:
        """Address and label of what can be done now."""
        return []

    def prepare(self) -> None:
        """The record of the address."""
        self.record = get_object_or_404(self.rows(), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """The record's name."""
        return str(self.record)

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [crumb(self.space, type(self.record))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        facts = [(label, value) for label, value in self.facts() if value not in (None, "")]
        return {**context, "record": self.record, "facts": facts, "acts": self.acts(), "history": told_of(self.record)}


class FilePage(Board):
    """What a file that was brought in says, line by line."""

    model: Any = None
    space = ""
    record: Any

    def prepare(self) -> None:
        """The file of the address."""
        self.record = get_object_or_404(self.model, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """The file's name."""
        return str(self.record.file_name)

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [crumb(self.space, self.model)]


class BringIn(ActView):
    """A file is read and kept as `made`; then its page."""

    model: Any = None
    space = ""
    made: Any = None

    def after(self) -> str:
        """Its page; the list before."""
        return reverse(f"{self.space}:page", args=[self.made.pk]) if self.made else reverse(f"{self.space}:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [crumb(self.space, self.model)]


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


def told_of(record: Any) -> Any:
    """What happened to one record, newest first."""
    target = f"liberex.{type(record).__name__}:{record.pk}"
    return told_events(Event.objects.filter(target=target).select_related("actor").order_by("-seq")[:EVENTS])


def crumb(space: str, model: type[Any]) -> dict[str, str]:
    """The list above a page."""
    return {"url": reverse(f"{space}:index"), "label": str(model._meta.verbose_name_plural).capitalize()}


def days(value: Any) -> str:
    """A day in words, nothing for none."""
    return day(value) if value else ""
