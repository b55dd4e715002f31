"""The cooperative's fees in the office: contract by contract, and the yearly run."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.ui.tables import Column

from vivaio_core.office.acts import ActView
from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.pages.numbers import euros
from vivaio_core.people.folding import fold
from vivaio_energy.models.fees import Fee
from vivaio_energy.office.contracts import page_of
from vivaio_energy.office.forms import YearForm
from vivaio_energy.office.pages import crumb, days
from vivaio_energy.permissions import actor_of
from vivaio_energy.selectors import fees as reads
from vivaio_energy.services.post_fees import post_fees

SPACE = "office_energy_fees"


class FeeList(OfficeList):
    """Search by member or year."""

    empty = lazy("No fee has been recorded yet.")
    header_actions = ((lazy("Record the fees of a year"), f"{SPACE}:post", "energy.post_fees"),)
    columns = [
        Link("member", label=lazy("Member or client"), accessor=lambda row: row.contract.member, get_url=lambda row: page_of(row.contract)),
        Column("year", label=lazy("Year"), sort_key="year"),
        Column("supplier", label=lazy("Supplier"), accessor=lambda row: row.contract.supplier),
        Column("amount", label=lazy("Amount"), accessor=lambda row: euros(row.amount_cents), sort_key="amount_cents"),
        Column("on", label=lazy("Counts on"), accessor=lambda row: days(row.on), sort_key="on"),
        Column("state", label=lazy("State"), accessor=lambda row: _("taken back") if row.taken_back else _("recorded")),
    ]
    columns_exported = {
        lazy("Member or client"): lambda row: str(row.contract.member),
        lazy("Year"): lambda row: row.year,
        lazy("Supplier"): lambda row: str(row.contract.supplier),
        lazy("Amount in cents"): lambda row: row.amount_cents,
        lazy("Counts on"): lambda row: row.on,
        lazy("State"): lambda row: _("taken back") if row.taken_back else _("recorded"),
        lazy("Document"): lambda row: row.source_fact,
    }

    def rows(self) -> QuerySet[Fee]:
        """All, newest first."""
        return reads.fees()

    def searched(self, rows: QuerySet[Fee], words: str) -> QuerySet[Fee]:
        """By year when a number is written, otherwise by member."""
        if words.strip().isdecimal():
            return rows.filter(year=int(words.strip()[:4]))
        return rows.filter(contract__member__search_key__contains=fold(words))


class Post(ActView):
    """The yearly run; twice is the same as once."""

    permission = "energy.post_fees"
    page_title = lazy("Record the fees of a year")
    explanation = lazy(
        "Every contract active in the year brings the fee of its offer, once. It counts among the exchanges with members when whoever holds "
        "the contract was a member on that day. Running it again adds only what is still missing."
    )
    form_class: Any = YearForm

    def get_initial(self) -> dict[str, Any]:
        """This year."""
        return {"year": timezone.localdate().year}

    def act(self, data: dict[str, Any]) -> str:
        """Run."""
        done = post_fees(actor=actor_of(self.request), year=data["year"], on=timezone.localdate())
        return _("Recorded %(entries)d fees for %(sum)s.") % {"entries": done.entries, "sum": euros(done.cents)}

    def after(self) -> str:
        """The list."""
        return reverse(f"{SPACE}:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [crumb(SPACE, Fee)]


class Fees(OfficeViewSet):
    """Fees of the cooperative, contract by contract."""

    model = Fee
    name = SPACE
    url_prefix = "energia/compensi"
    icon = "tag"
    menu_label = lazy("Fees")
    index_view_class = FeeList
    export_filename = "compensi"

    def pages(self) -> list[URLPattern]:
        """The yearly run."""
        return [path("anno/", Post.as_view(), name="post")]
