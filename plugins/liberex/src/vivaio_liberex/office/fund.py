"""The solidarity fund in the office: what it holds and what moved."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.ui.tables import Column

from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_liberex.models.fund import FundMovement
from vivaio_liberex.office.pages import days
from vivaio_liberex.office.participants import page_of
from vivaio_liberex.selectors.fund import movements, standing
from vivaio_liberex.words import credits

SPACE = "office_liberex_fund"


def signed(row: FundMovement) -> str:
    """With a plus for what came in."""
    return f"+{credits(row.amount)}" if row.inward else credits(-row.amount)


def what(row: FundMovement) -> str:
    """The kind in words, and whether it is taken back by this row."""
    kind = str(row.get_kind_display())
    return _("taken back: %(what)s") % {"what": kind} if row.undoes_id else kind


class FundList(OfficeList):
    """The acts; shares of payments are summed up above."""

    empty = lazy("Nothing has moved yet: gifts, help and settlements of exits appear here.")
    template_name = "liberex/office/fund.html"
    list_filter = ["kind"]
    columns = [
        Column("on", label=lazy("Date"), accessor=lambda row: days(row.on), sort_key="on"),
        Column("kind", label=lazy("What"), accessor=what),
        Link("participant", label=lazy("Participant"), get_url=lambda row: page_of(row.participant)),
        Column("amount", label=lazy("Amount"), accessor=signed, sort_key="amount"),
        Column("reason", label=lazy("Reason")),
    ]
    columns_exported = {
        lazy("Date"): lambda row: row.on,
        lazy("What"): lambda row: str(row.get_kind_display()),
        lazy("Participant"): lambda row: str(row.participant),
        lazy("Amount in cents"): lambda row: row.amount if row.inward else -row.amount,
        lazy("Reason"): lambda row: row.reason,
    }

    def rows(self) -> QuerySet[FundMovement]:
        """All, the latest first."""
        return movements()

    def searched(self, rows: QuerySet[FundMovement], words: str) -> QuerySet[FundMovement]:
        """By participant or reason."""
        return rows.filter(participant__shown_as__icontains=words) | rows.filter(reason__icontains=words)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the fund holds."""
        return {**super().get_context_data(*args, **kwargs), "fund": standing()}


class Fund(OfficeViewSet):
    """The solidarity fund."""

    model = FundMovement
    name = SPACE
    url_prefix = "liberex/fondo"
    icon = "folder-inverse"
    menu_label = lazy("Solidarity fund")
    index_view_class = FundList
    export_filename = "fondo-di-solidarieta"
