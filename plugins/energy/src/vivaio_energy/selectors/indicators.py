"""The figures that the cooperative shows about energy."""

from datetime import date

from django.db.models import Sum
from django.utils.translation import gettext as _

from vivaio_core.pages.numbers import euros, plain
from vivaio_core.site.plugin import Indicator
from vivaio_energy.models.campaigns import Campaign
from vivaio_energy.selectors import donations, figures
from vivaio_energy.states import RUNNING


def all_of(on: date) -> list[Indicator]:
    """Points, people served, adhesions, donations, contracts by year: a constant number of queries, each figure with its perimeter."""
    served, contracts = figures.served(on), figures.contracts_by_year(on)
    running = list(Campaign.objects.filter(state__in=RUNNING).order_by("deadline").values_list("title", "counted")[:6])
    joined = Campaign.objects.filter(state__in=RUNNING).aggregate(total=Sum("counted"))["total"] or 0
    accrued = donations.accrued_cents()
    return [
        Indicator("energy.points", _("Meters supplied"), plain(served.points), note=_("Points with a contract in force today.")),
        Indicator("energy.organisations", _("Businesses and organisations supplied"), plain(served.organisations), note=_("Members and clients.")),
        Indicator("energy.persons", _("Persons supplied"), plain(served.persons), note=_("Members and clients.")),
        Indicator(
            "energy.contracts", _("Contracts in force"), plain(contracts[-1][1]), series=contracts, note=_("At the end of each year, and today.")
        ),
        Indicator("energy.adhesions", _("Adhesions to running campaigns"), plain(joined), series=[(title, float(count)) for title, count in running]),
        Indicator(
            "energy.donations",
            _("Donations accrued"),
            euros(accrued),
            series=donations.accrued_by_year(),
            note=_("Given by suppliers, in euro by year."),
        ),
    ]
