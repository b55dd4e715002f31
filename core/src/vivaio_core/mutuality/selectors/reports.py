"""What mutuality shows elsewhere: indicators, what waits in the office, a person's disclosure."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vivaio_core.mutuality.models.exchanges import MutualExchange
from vivaio_core.mutuality.models.ristorni import RistornoLine, RistornoPlan
from vivaio_core.mutuality.models.years import PrevalenceYear
from vivaio_core.mutuality.prevalence import Prevalence
from vivaio_core.people.models import Party
from vivaio_core.site.plugin import Indicator, Waiting


def indicators(on: date) -> list[Indicator]:
    """The prevalence of the last approved year, with the years before; one query, nothing before the first approval."""
    rows = list(PrevalenceYear.objects.filter(year__lte=on.year).order_by("year"))
    if not rows:
        return []
    known = [(str(row.year), Prevalence(row.members_cents, row.total_cents)) for row in rows]
    year, last = known[-1]
    note = _("Part of the revenue of %(year)s that comes from members. The law wants more than half.") % {"year": year}
    series = [(label, found.tenths / 10) for label, found in known]
    return [Indicator("mutuality.prevalence", _("Exchange with members"), last.percent, "%", note, series)]


def waiting(on: date) -> list[Waiting]:
    """Years that are over and not approved; ristorni approved and not given. Two queries."""
    approved = PrevalenceYear.objects.values_list("year", flat=True)
    over = MutualExchange.objects.filter(on__year__lt=on.year).exclude(on__year__in=approved)
    years = over.order_by().values_list("on__year", flat=True).distinct().count()
    plans = RistornoPlan.objects.filter(state=RistornoPlan.State.APPROVED).count()
    prevalence = ngettext("year whose prevalence is to be approved", "years whose prevalence is to be approved", years)
    ristorni = ngettext("ristorno to give", "ristorni to give", plans)
    return [
        Waiting(prevalence, years, reverse("office_mutuality_years:index")),
        Waiting(ristorni, plans, reverse("office_mutuality_ristorni:index")),
    ]


def disclosed(party: Party) -> dict[str, Any]:
    """All that this room holds about a party, in plain data."""
    rows = MutualExchange.objects.filter(party=party).order_by("on", "pk")
    lines = RistornoLine.objects.filter(party=party).select_related("plan").order_by("plan__year")
    exchanges = [
        {
            "on": row.on.isoformat(),
            "activity": row.activity,
            "amount_cents": row.amount_cents,
            "as_member": row.is_member,
            "comes_from": row.source_fact,
        }
        for row in rows
    ]
    ristorni = [{"year": line.plan.year, "activity": line.plan.activity, "amount_cents": line.amount_cents, "shares": line.shares} for line in lines]
    return {"exchanges": exchanges, "ristorni": ristorni} if exchanges or ristorni else {}
