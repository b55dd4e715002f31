"""The figures that the cooperative shows about energy."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Sum, Window
from django.urls import reverse
from django.utils.translation import gettext as _

from vivaio_core.pages.numbers import euros, plain
from vivaio_core.site.plugin import Indicator
from vivaio_energy.models.campaigns import Campaign
from vivaio_energy.selectors import donations, figures
from vivaio_energy.selectors.campaigns import progress_of, public_campaigns


def all_of(on: date) -> list[Indicator]:
    """Points, people served, adhesions, donations, contracts by year: four queries, each figure with its perimeter."""
    served, accrued = figures.served(on), donations.accrued_cents_by_year()
    # The window counts all running campaigns, also those that the list leaves out.
    running = list(public_campaigns(when="running").annotate(all_joined=Window(Sum("counted")))[:6])
    joined = getattr(running[0], "all_joined", 0) if running else 0
    return [
        *nearest_tier(running),
        Indicator("energy.points", _("Meters supplied"), plain(served.points), note=_("Points with a contract in force today.")),
        Indicator("energy.organisations", _("Businesses and organisations supplied"), plain(served.organisations), note=_("Members and clients.")),
        Indicator("energy.persons", _("Persons supplied"), plain(served.persons), note=_("Members and clients.")),
        Indicator(
            "energy.contracts",
            _("Contracts in force"),
            plain(served.by_year[-1][1]),
            series=served.by_year,
            note=_("At the end of each year, and today."),
        ),
        Indicator(
            "energy.adhesions", _("Adhesions to running campaigns"), plain(joined), series=[(one.title, float(one.counted)) for one in running]
        ),
        Indicator(
            "energy.donations",
            _("Donations accrued"),
            euros(sum(accrued.values())),
            series=[(str(year), cents / 100) for year, cents in sorted(accrued.items())],
            note=_("Given by suppliers, in euro by year."),
        ),
    ]


def nearest_tier(campaigns: Sequence[Campaign]) -> list[Indicator]:
    """The running campaign with the fewest adhesions missing to its next tier, to be drawn as progress; empty when no tier is left."""
    near = min(((progress_of(one), one) for one in campaigns if progress_of(one).following), key=lambda pair: pair[0].missing, default=None)
    if near is None:
        return []
    progress, campaign = near
    return [
        Indicator(
            "energy.nearest_tier",
            campaign.title,
            plain(progress.counted),
            unit=_("adhesions"),
            series=[(plain(tier.threshold), float(tier.threshold)) for tier in progress.tiers if tier.threshold <= progress.goal],
            target=float(progress.goal),
            url=reverse("energy:campaign", args=[campaign.slug]),
        )
    ]
