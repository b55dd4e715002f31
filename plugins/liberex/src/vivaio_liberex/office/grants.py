"""Yearly sums in the office: decide, look at who gets them, pay."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.ui.tables import Column

from vivaio_core.office.acts import ActView
from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_liberex.models.grants import Grant
from vivaio_liberex.office.forms import EmptyForm, GrantForm
from vivaio_liberex.office.pages import Act, Acts, Page, crumb, days
from vivaio_liberex.selectors import grants as reads
from vivaio_liberex.services.grants import RUN, decide_grant, run_grants
from vivaio_liberex.words import credits

SPACE = "office_liberex_grants"
SHOWN = 200


class GrantList(OfficeList):
    """Search by title or year."""

    empty = lazy("No yearly sum has been decided yet.")
    header_actions = ((lazy("Decide a yearly sum"), f"{SPACE}:add", RUN),)
    columns = [
        Link("title", label=lazy("Title"), sort_key="title", get_url=lambda row: reverse(f"{SPACE}:page", args=[row.pk])),
        Column("year", label=lazy("Year"), sort_key="year"),
        Column("amount", label=lazy("For each person"), accessor=lambda row: credits(row.amount), sort_key="amount"),
        Column("paid", label=lazy("Persons paid"), accessor="paid_count"),
        Column("sum", label=lazy("Paid in all"), accessor=lambda row: credits(row.amount * row.paid_count)),
        Column("refused", label=lazy("Refused"), accessor="refused_count"),
    ]
    columns_exported = {
        lazy("Title"): lambda row: row.title,
        lazy("Year"): lambda row: row.year,
        lazy("For each person, in cents"): lambda row: row.amount,
        lazy("Persons paid"): lambda row: row.paid_count,
        lazy("Refused"): lambda row: row.refused_count,
        lazy("Resolution"): lambda row: str(row.resolution or ""),
    }

    def rows(self) -> QuerySet[Grant]:
        """All, the latest first."""
        return reads.grants()

    def searched(self, rows: QuerySet[Grant], words: str) -> QuerySet[Grant]:
        """By year when a number is written, otherwise by title."""
        return rows.filter(year=int(words.strip()[:4])) if words.strip().isdecimal() else rows.filter(title__icontains=words)


class GrantPage(Page):
    """One sum: who has it, who gets it now, who does not and why."""

    permission = "liberex.view_grant"
    space = SPACE
    template_name = "liberex/office/grant.html"

    def rows(self) -> QuerySet[Grant]:
        """All."""
        return reads.grants()

    def facts(self) -> list[tuple[Any, Any]]:
        """The decision."""
        row = self.record
        return [
            (lazy("For each person"), credits(row.amount)),
            (lazy("Year"), row.year),
            (lazy("Only who works for"), row.employer),
            (lazy("Resolution"), row.resolution),
            (lazy("Recorded on"), days(row.decided_on)),
            (lazy("Recorded by"), row.decided_by),
        ]

    def acts(self) -> Acts:
        """The payment."""
        return self.allowed([(RUN, reverse(f"{SPACE}:run", args=[self.record.pk]), Run.page_title)])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What a run today would do."""
        found = reads.forecast(self.record, timezone.localdate())
        return {**super().get_context_data(**kwargs), "forecast": found, "shown": SHOWN}


class Decide(ActView):
    """A new one."""

    permission = RUN
    page_title = lazy("Decide a yearly sum")
    explanation = lazy("Nobody is paid yet: the next page shows who gets it, and who not and why.")
    form_class: Any = GrantForm
    made: Grant | None = None

    def get_initial(self) -> dict[str, Any]:
        """This year."""
        today = timezone.localdate()
        return {"year": today.year, "held_on": today}

    def act(self, data: dict[str, Any]) -> str:
        """Write it down."""
        resolution = GrantForm.written(data, self.actor)
        self.made = decide_grant(resolution=resolution, on=timezone.localdate(), actor=self.actor, **data)
        return _("Written down. Look at who gets it, then pay.")

    def after(self) -> str:
        """Its page, or the list."""
        return reverse(f"{SPACE}:page", args=[self.made.pk]) if self.made else reverse(f"{SPACE}:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [crumb(SPACE, Grant)]


class Run(Act):
    """The payment."""

    model = Grant
    space = SPACE
    permission = RUN
    page_title = lazy("Pay those who are due")
    form_class: Any = EmptyForm
    button = lazy("Pay now")

    @property
    def explanation(self) -> str:  # type: ignore[override]
        """What it does now."""
        found = reads.forecast(self.record, timezone.localdate())
        words = {"count": len(found.due), "sum": credits(found.cents), "paid": len(found.paid), "refused": len(found.refused)}
        return _("%(count)s persons get %(sum)s now; %(paid)s have it already; %(refused)s do not get it. A second run pays nobody twice.") % words

    def act(self, data: dict[str, Any]) -> str:
        """Pay."""
        done = run_grants(grant=self.record, on=timezone.localdate(), actor=self.actor)
        words = {"count": done.paid, "sum": credits(done.cents), "refused": done.refused}
        return _("%(count)s persons paid, %(sum)s; %(refused)s refused.") % words


class Grants(OfficeViewSet):
    """Yearly sums."""

    model = Grant
    name = SPACE
    url_prefix = "liberex/somme-annuali"
    icon = "pick"
    menu_label = lazy("Yearly sums")
    index_view_class = GrantList
    export_filename = "somme-annuali"

    def pages(self) -> list[URLPattern]:
        """A new one, its page, its payment."""
        return [
            path("nuova/", Decide.as_view(), name="add"),
            path("<int:pk>/", GrantPage.as_view(), name="page"),
            path("<int:pk>/paga/", Run.as_view(), name="run"),
        ]
