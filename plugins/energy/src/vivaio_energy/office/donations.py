"""Donations in the office: the yearly run, projects, sums approved and paid."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.ui.tables import Column

from vivaio_core.office.acts import ActView
from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.pages.numbers import euros
from vivaio_energy.models.donations import DonationEntry, FundedProject, SocialFund
from vivaio_energy.office.forms import ProjectForm, SumForm, YearForm
from vivaio_energy.office.pages import Act, Keep, Page, crumb, days
from vivaio_energy.permissions import actor_of
from vivaio_energy.selectors import office as reads
from vivaio_energy.services.accrue_donations import accrue_donations
from vivaio_energy.services.move_fund import approve_sum, pay_sum, record_history

SPACE = "office_energy_donations"
PROJECTS = "office_energy_projects"


class EntryList(OfficeList):
    """Search by member or project."""

    empty = lazy("No donation has been recorded yet.")
    header_actions = ((lazy("Record the donations of a year"), f"{SPACE}:accrue", "energy.accrue_donations"),)
    columns = [
        Column("year", label=lazy("Year"), sort_key="year"),
        Column("member", label=lazy("Member or client"), accessor=lambda row: row.contract.member, sort_key="contract__member__search_key"),
        Column("supplier", label=lazy("Supplier"), accessor=lambda row: row.rule.supplier),
        Column("project", label=lazy("Project"), sort_key="project__title"),
        Column("amount", label=lazy("Amount"), accessor=lambda row: euros(row.amount_cents)),
        Column("recorded_on", label=lazy("Recorded on"), accessor=lambda row: days(row.recorded_on)),
    ]
    columns_exported = {
        lazy("Year"): lambda row: row.year,
        lazy("Member or client"): lambda row: str(row.contract.member),
        lazy("Supplier"): lambda row: str(row.rule.supplier),
        lazy("Project"): lambda row: row.project.title,
        lazy("Amount in cents"): lambda row: row.amount_cents,
    }

    def rows(self) -> QuerySet[DonationEntry]:
        """All, newest first."""
        return reads.entries()

    def searched(self, rows: QuerySet[DonationEntry], words: str) -> QuerySet[DonationEntry]:
        """By year when a number is written, otherwise by member or project."""
        if words.strip().isdecimal():
            return rows.filter(year=int(words.strip()[:4]))
        return rows.filter(contract__member__search_key__contains=words.lower()) | rows.filter(project__title__icontains=words)


class Accrue(ActView):
    """The yearly run; twice is the same as once."""

    permission = "energy.accrue_donations"
    page_title = lazy("Record the donations of a year")
    explanation = lazy("Every contract that was active in the year gives its donation once. Running it again adds only what is still missing.")
    form_class: Any = YearForm

    def get_initial(self) -> dict[str, Any]:
        """This year."""
        return {"year": timezone.localdate().year}

    def act(self, data: dict[str, Any]) -> str:
        """Run."""
        done = accrue_donations(actor=actor_of(self.request), year=data["year"], on=timezone.localdate())
        return _("Recorded %(entries)d donations for %(sum)s.") % {"entries": done.entries, "sum": euros(done.cents)}

    def after(self) -> str:
        """The list."""
        return reverse(f"{SPACE}:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [crumb(SPACE, DonationEntry)]


class Donations(OfficeViewSet):
    """Donations, contract by contract."""

    model = DonationEntry
    name = SPACE
    url_prefix = "energia/donazioni"
    icon = "success"
    menu_label = lazy("Donations")
    index_view_class = EntryList
    export_filename = "donazioni"

    def pages(self) -> list[URLPattern]:
        """The yearly run."""
        return [path("anno/", Accrue.as_view(), name="accrue")]


class ProjectList(OfficeList):
    """Search by title."""

    header_actions = ((lazy("New project"), f"{PROJECTS}:add", "energy.add_fundedproject"),)
    columns = [
        Link("title", label=lazy("Project"), sort_key="title", get_url=lambda row: reverse(f"{PROJECTS}:page", args=[row.pk])),
        Column("beneficiary", label=lazy("Who receives"), sort_key="beneficiary"),
        Column("fund", label=lazy("Fund"), sort_key="fund__name"),
        Column("approved", label=lazy("Approved"), accessor=lambda row: euros(row.approved_cents), sort_key="approved_cents"),
        Column("paid", label=lazy("Paid"), accessor=lambda row: euros(row.paid_cents), sort_key="paid_cents"),
    ]
    columns_exported = {
        lazy("Project"): lambda row: row.title,
        lazy("Who receives"): lambda row: row.beneficiary,
        lazy("Fund"): lambda row: row.fund.name,
        lazy("Approved, in cents"): lambda row: row.approved_cents,
        lazy("Paid, in cents"): lambda row: row.paid_cents,
    }

    def rows(self) -> QuerySet[FundedProject]:
        """All."""
        return reads.projects()

    def searched(self, rows: QuerySet[FundedProject], words: str) -> QuerySet[FundedProject]:
        """By title or beneficiary."""
        return rows.filter(title__icontains=words) | rows.filter(beneficiary__icontains=words)


class ProjectPage(Page):
    """One project and its sums."""

    permission = "energy.view_fundedproject"
    space = PROJECTS

    def rows(self) -> QuerySet[FundedProject]:
        """All."""
        return reads.projects()

    def facts(self) -> list[tuple[Any, Any]]:
        """The sums of project and fund, the movements."""
        row = self.record
        fund = SocialFund.objects.get(pk=row.fund_id)
        moves = [
            f"{days(move.on)}: {move.get_kind_display()} {euros(move.amount_cents)}, {move.note}"
            for move in reads.movements().filter(project=row)[:30]
        ]
        return [
            (lazy("Who receives"), row.beneficiary),
            (lazy("What for"), row.purpose),
            (lazy("Who chose it and when"), row.decision),
            (lazy("Fund"), fund),
            (lazy("Accrued in the fund"), euros(fund.accrued_cents)),
            (lazy("Approved for the project"), euros(row.approved_cents)),
            (lazy("Paid to the project"), euros(row.paid_cents)),
            (lazy("Movements"), "\n".join(moves)),
        ]

    def acts(self) -> list[tuple[str, Any]]:
        """Sums and correction, as permissions allow."""
        user = self.request.user
        found = [
            (reverse(f"{PROJECTS}:act", args=[self.record.pk, view.name]), view.page_title)
            for view in MOVES.values()
            if user.has_perm(view.permission)
        ]
        if user.has_perm("energy.change_fundedproject"):
            found.append((reverse(f"{PROJECTS}:correct", args=[self.record.pk]), lazy("Correct the data")))
        return found


class _Move(Act):
    model = FundedProject
    space = PROJECTS
    form_class: Any = SumForm
    name = ""

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def act(self, data: dict[str, Any]) -> str:
        cents = int(data["amount"] * 100)
        self.move(cents, data["note"], data["on"])
        return _("%(sum)s recorded.") % {"sum": euros(cents)}

    def move(self, cents: int, note: str, on: Any) -> None:
        raise NotImplementedError


class Approve(_Move):
    """A sum for the project."""

    name = "approve"
    permission = "energy.approve_fund"
    page_title = lazy("Approve a sum")

    def move(self, cents: int, note: str, on: Any) -> None:
        """Approve."""
        approve_sum(actor=actor_of(self.request), project=self.record, amount_cents=cents, decision=note, on=on)


class Pay(_Move):
    """A payment to the project."""

    name = "pay"
    permission = "energy.pay_fund"
    page_title = lazy("Record a payment")

    def move(self, cents: int, note: str, on: Any) -> None:
        """Pay."""
        pay_sum(actor=actor_of(self.request), project=self.record, amount_cents=cents, note=note, on=on)


class History(_Move):
    """What accrued before the register."""

    name = "history"
    permission = "energy.approve_fund"
    page_title = lazy("Declare what accrued before")

    def move(self, cents: int, note: str, on: Any) -> None:
        """Declare."""
        record_history(actor=actor_of(self.request), project=self.record, amount_cents=cents, source=note, on=on)


MOVES: dict[str, type[_Move]] = {view.name: view for view in (Approve, Pay, History)}


def move(request: HttpRequest, pk: int, act: str) -> HttpResponseBase:
    """The view of one movement."""
    if act not in MOVES:
        raise Http404
    return MOVES[act].as_view()(request, pk=pk)


class KeepProject(Keep):
    """Write or correct a project."""

    model = FundedProject
    space = PROJECTS
    form_class: type[forms.BaseForm] = ProjectForm


class Projects(OfficeViewSet):
    """Projects that donations help."""

    model = FundedProject
    name = PROJECTS
    url_prefix = "energia/progetti"
    icon = "pick"
    menu_label = lazy("Projects")
    index_view_class = ProjectList
    export_filename = "progetti"

    def pages(self) -> list[URLPattern]:
        """One page for each project, its sums and its correction."""
        return [
            path("nuovo/", KeepProject.as_view(), name="add"),
            path("<int:pk>/", ProjectPage.as_view(), name="page"),
            path("<int:pk>/correggi/", KeepProject.as_view(), name="correct"),
            path("<int:pk>/<slug:act>/", move, name="act"),
        ]
