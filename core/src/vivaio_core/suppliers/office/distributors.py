"""Distributors in the office: the list, a new agreement from somebody's page, the end of one."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.ui.tables import Column

from vivaio_core.office.acts import ActView
from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.pages.numbers import day
from vivaio_core.people.folding import fold
from vivaio_core.people.models import Party
from vivaio_core.suppliers import agreements, selectors
from vivaio_core.suppliers.models import Distributor
from vivaio_core.suppliers.office import forms

SPACE = "office_distributors"


def person_of(row: Distributor) -> str:
    """Address of the organisation's page."""
    return reverse("office_people:person", args=[row.party_id])


class DistributorList(OfficeList):
    """Search by name."""

    empty = lazy("There is no distributor yet. Write one down from the page of an organisation.")
    list_filter = ["kind"]
    columns = [
        Link("party", label=lazy("Distributor"), sort_key="party__search_key", get_url=person_of),
        Column("kind", label=lazy("What it is"), accessor="get_kind_display", sort_key="kind"),
        Column("distributes", label=lazy("What it distributes")),
        Column("started_on", label=lazy("Distributor from"), accessor=lambda row: day(row.started_on), sort_key="started_on"),
        Column("ended_on", label=lazy("Until"), accessor=lambda row: day(row.ended_on) if row.ended_on else "", sort_key="ended_on"),
    ]
    columns_exported = {
        lazy("Distributor"): lambda row: row.party.display_name,
        lazy("What it is"): lambda row: str(row.get_kind_display()),
        lazy("What it distributes"): lambda row: row.distributes,
        lazy("Distributor from"): lambda row: row.started_on,
        lazy("Until"): lambda row: row.ended_on,
    }

    def rows(self) -> QuerySet[Distributor]:
        """All, by name."""
        return selectors.distributors()

    def searched(self, rows: QuerySet[Distributor], words: str) -> QuerySet[Distributor]:
        """By name."""
        return rows.filter(party__search_key__contains=fold(words))


class _Act(ActView):
    header_icon = "group"
    party: Party

    def get_page_subtitle(self) -> str:
        return str(self.party)

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def after(self) -> str:
        return reverse("office_people:person", args=[self.party.pk])

    def crumbs(self) -> list[dict[str, str]]:
        return [{"url": reverse(f"{SPACE}:index"), "label": _("Distributors")}, {"url": self.after(), "label": str(self.party)}]


class Agree(_Act):
    """A new agreement, from somebody's page."""

    permission = "suppliers.add_distributor"
    page_title = lazy("Make it a distributor")
    explanation = lazy("By agreement it brings our services to people. It is counted among the distributors on our public page, without its name.")
    form_class: Any = forms.AgreementForm

    def prepare(self) -> None:
        """Who."""
        self.party = get_object_or_404(Party, pk=self.kwargs["pk"])

    def act(self, data: dict[str, Any]) -> str:
        """Agree."""
        agreements.agree_distributor(party=self.party, actor=self.actor, **data)
        return _("%(party)s is a distributor.") % {"party": self.party}


class End(_Act):
    """The end of an agreement."""

    permission = "suppliers.change_distributor"
    page_title = lazy("End the agreement")
    explanation = lazy("From this day it no longer counts among the distributors.")
    form_class: Any = forms.EndAgreementForm
    distributor: Distributor

    def prepare(self) -> None:
        """Which."""
        self.distributor = get_object_or_404(selectors.distributors(), pk=self.kwargs["pk"])
        self.party = self.distributor.party

    def act(self, data: dict[str, Any]) -> str:
        """End."""
        agreements.end_distributor(distributor=self.distributor, actor=self.actor, **data)
        return _("%(party)s is no longer a distributor.") % {"party": self.party}


class Distributors(OfficeViewSet):
    """Distributors."""

    model = Distributor
    name = SPACE
    url_prefix = "fornitori/distributori"
    icon = "group"
    menu_label = lazy("Distributors")
    index_view_class = DistributorList
    export_filename = "distributori"

    def pages(self) -> list[URLPattern]:
        """From somebody's page, and the end."""
        return [path("nuovo/<int:pk>/", Agree.as_view(), name="agree"), path("<int:pk>/fine/", End.as_view(), name="end")]
