"""The table of a ristorno that leaves the office, as XLSX or PDF."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from vivaio_core.mutuality.models.ristorni import RistornoLine, RistornoPlan
from vivaio_core.pages.numbers import day, euros
from vivaio_core.register.printing.pdf import Column
from vivaio_core.register.printing.tables import Table
from vivaio_core.site.coop import coop


def shared_out(plan: RistornoPlan, lines: Sequence[RistornoLine], printed_on: date) -> Table:
    """Every line and the sums, which come to the pool; money in euro."""
    columns = [
        Column(_("Member"), 30),
        Column(_("Ristorno"), 12, number=True),
        Column(_("Shares"), 8, number=True),
        Column(_("In money"), 12, number=True),
    ]
    rows = [(str(line.party), _euro(line.amount_cents), line.shares, _euro(line.credit_cents)) for line in lines]
    sums = (sum(line.amount_cents for line in lines), sum(line.shares for line in lines), sum(line.credit_cents for line in lines))
    name = _("Ristorno %(year)s, %(activity)s") % {"year": plan.year, "activity": plan.activity}
    lead = [f"{str(plan.get_state_display()).capitalize()}, {euros(plan.pool_cents)}.", f"{plan.criterion.rstrip('.')}."]
    lead += [f"{plan.resolution}."] if plan.resolution else []
    lead.append(_("Printed on %(day)s.") % {"day": day(printed_on)})
    return Table(f"{coop().cooperative.name} — {name}", " ".join(lead), columns, [*rows, (_("In all"), _euro(sums[0]), sums[1], _euro(sums[2]))])


def _euro(cents: int) -> Decimal:
    return Decimal(cents) / 100
