"""All credit lines in the office, and the earlier end of one."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.ui.tables import Column

from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.people.folding import fold
from vivaio_liberex.models.participants import CreditLine
from vivaio_liberex.office.forms import EndLineForm
from vivaio_liberex.office.pages import Act, Acts, Page, days
from vivaio_liberex.selectors import lines as reads
from vivaio_liberex.services.lines import GRANT, end_line
from vivaio_liberex.words import credits

SPACE = "office_liberex_lines"


class LineList(OfficeList):
    """Search by participant."""

    empty = lazy("No credit line has been granted yet: each begins on the page of a participant.")
    columns = [
        Link("who", label=lazy("Participant"), accessor="participant", get_url=lambda row: reverse(f"{SPACE}:page", args=[row.pk])),
        Column("amount", label=lazy("Credit line"), accessor=lambda row: credits(row.amount), sort_key="amount"),
        Column("valid_from", label=lazy("From"), accessor=lambda row: days(row.valid_from), sort_key="valid_from"),
        Column("valid_to", label=lazy("Until"), accessor=lambda row: days(row.valid_to), sort_key="valid_to"),
        Column("balance", label=lazy("Balance now"), accessor=lambda row: credits(row.participant.account.balance)),
        Column("resolution", label=lazy("Resolution"), accessor=lambda row: str(row.resolution or "")),
    ]
    columns_exported = {
        lazy("Participant"): lambda row: str(row.participant),
        lazy("Code"): lambda row: row.participant.code,
        lazy("Credit line in cents"): lambda row: row.amount,
        lazy("From"): lambda row: row.valid_from,
        lazy("Until"): lambda row: row.valid_to,
        lazy("Reason"): lambda row: row.reason,
        lazy("Resolution"): lambda row: str(row.resolution or ""),
    }

    def rows(self) -> QuerySet[CreditLine]:
        """All, the latest first."""
        return reads.lines()

    def searched(self, rows: QuerySet[CreditLine], words: str) -> QuerySet[CreditLine]:
        """By participant."""
        return rows.filter(participant__shown_as__icontains=words) | rows.filter(participant__party__search_key__contains=fold(words))


class LinePage(Page):
    """One line."""

    permission = "liberex.view_creditline"
    space = SPACE

    def rows(self) -> QuerySet[CreditLine]:
        """All."""
        return reads.lines()

    def get_page_title(self) -> str:
        """Whose it is."""
        return _("Credit line of %(name)s") % {"name": self.record.participant}

    def facts(self) -> list[tuple[Any, Any]]:
        """Sum, days, who decided."""
        row = self.record
        return [
            (lazy("Participant"), row.participant),
            (lazy("Credit line"), credits(row.amount)),
            (lazy("From"), days(row.valid_from)),
            (lazy("Until"), days(row.valid_to) or _("no end is known")),
            (lazy("Reason"), row.reason),
            (lazy("Resolution"), row.resolution),
            (lazy("Why it ended earlier"), row.ended_reason),
            (lazy("Recorded by"), row.granted_by),
        ]

    def acts(self) -> Acts:
        """An earlier end, while it lasts."""
        row = self.record
        over = row.valid_to is not None and row.valid_to <= timezone.localdate()
        return [] if over else self.allowed([(GRANT, reverse(f"{SPACE}:end", args=[row.pk]), EndLine.page_title)])


class EndLine(Act):
    """An earlier end."""

    model = CreditLine
    space = SPACE
    permission = GRANT
    page_title = lazy("End the line earlier")
    explanation = lazy("From that day the account cannot go further below zero. Who is below may only come back up.")
    form_class: Any = EndLineForm
    button = lazy("End the line")

    def get_page_subtitle(self) -> str:
        """Whose line."""
        return str(self.record.participant)

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"ends_on": timezone.localdate()}

    def act(self, data: dict[str, Any]) -> str:
        """End it."""
        made = end_line(line=self.record, on=timezone.localdate(), actor=self.actor, **data)
        return _("The line ends on %(day)s.") % {"day": days(made.valid_to)}


class Lines(OfficeViewSet):
    """Credit lines."""

    model = CreditLine
    name = SPACE
    url_prefix = "liberex/fidi"
    icon = "tag"
    menu_label = lazy("Credit lines")
    index_view_class = LineList
    export_filename = "fidi"

    def pages(self) -> list[URLPattern]:
        """One page for each, and its earlier end."""
        return [path("<int:pk>/", LinePage.as_view(), name="page"), path("<int:pk>/fine/", EndLine.as_view(), name="end")]
