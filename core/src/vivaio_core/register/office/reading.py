"""The register on a day, and who may vote: on the screen, as XLSX, as PDF."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vivaio_core.access.models import User
from vivaio_core.office.listing import PER_PAGE
from vivaio_core.register.office.forms import DayQuery
from vivaio_core.register.printing import tables
from vivaio_core.register.printing.tables import Table
from vivaio_core.register.selectors import book
from vivaio_core.register.selectors.sheet import lines
from vivaio_core.trail.services import record

TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "pdf": "application/pdf"}


class Reading(WagtailAdminTemplateMixin, TemplateView):
    """A page that shows a table and gives it as a file: `?formato=xlsx` or `pdf`."""

    header_icon = "list-ol"
    permission = "register.view_registerentry"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever may read the register."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        kind = request.GET.get("formato", "")
        return self.file(kind) if kind in TYPES else super().dispatch(request, *args, **kwargs)

    def day(self, name: str) -> date | None:
        """A day of the query; None when it is not there or is none."""
        form = DayQuery(self.request.GET)
        form.is_valid()
        found: date | None = form.cleaned_data.get(name)
        return found

    @property
    def on(self) -> date:
        """The day asked for, else today."""
        return self.day("on") or timezone.localdate()

    def table(self) -> Table:
        """What the file holds."""
        raise NotImplementedError

    def file(self, kind: str) -> HttpResponse:
        """The file, once the trail knows who took it."""
        table = self.table()
        content = table.pdf() if kind == "pdf" else table.xlsx()
        actor = self.request.user if isinstance(self.request.user, User) else None
        record(kind="office.export", actor=actor, payload={"list": table.title, "rows": len(table.rows), "format": kind})
        name = f"{self.file_name}-{self.on.isoformat()}.{kind}"
        return HttpResponse(content, content_type=TYPES[kind], headers={"Content-Disposition": content_disposition_header(True, name) or ""})

    file_name = "libro-soci"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the book."""
        above = {"url": reverse("office_register:index"), "label": _("Register of members")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The days, and the query without the page for links."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        query = self.request.GET.copy()
        query.pop("p", None)
        initial = {"on": self.on, "known_on": self.day("known_on")}
        return {**context, "on": self.on, "known_on": self.day("known_on"), "form": DayQuery(initial=initial), "query": query.urlencode()}


class Standing(Reading):
    """The register as of a day."""

    template_name = "register/office/standing.html"
    page_title = gettext_lazy("The register on a day")

    def table(self) -> Table:
        """All members of the day."""
        return tables.members(self.on, self.day("known_on"), timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Fifty lines at a time, and the sums of all."""
        context = super().get_context_data(**kwargs)
        known_on, unpaid = self.day("known_on"), self.request.GET.get("da_pagare") == "1"
        rows = book.owing(self.on) if unpaid else book.standing(self.on, known_on)
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        return {
            **context,
            "page": page,
            "lines": lines(list(page.object_list), self.on, known_on),
            "totals": book.totals(self.on, known_on),
            "unpaid": unpaid,
        }


class Voters(Reading):
    """Who may vote at an assembly of the day."""

    template_name = "register/office/voters.html"
    page_title = gettext_lazy("Who may vote")
    file_name = "votanti"

    def table(self) -> Table:
        """All voters."""
        return tables.voters(self.on, timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Fifty at a time, and how many members do not vote yet."""
        context = super().get_context_data(**kwargs)
        found = book.voters(self.on)
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("p"))
        return {**context, "page": page, "count": page.paginator.count, "members": book.totals(self.on).members, "days": book.vote_days(self.on)}


class Annotations(Reading):
    """The book itself, as a file."""

    def table(self) -> Table:
        """Every annotation."""
        return tables.annotations(timezone.localdate())

    file_name = "annotazioni"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only as a file: the list is on the screen."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        kind = request.GET.get("formato", "")
        return self.file(kind if kind in TYPES else "pdf")
