"""Drawing of a campaign's tiers: `{% load energy %}`."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django import template
from django.utils.formats import number_format

from vivaio_core.pages.charts import steps
from vivaio_core.pages.numbers import plain
from vivaio_energy.models.campaigns import Campaign
from vivaio_energy.models.contracts import Offer
from vivaio_energy.selectors.campaigns import progress_of
from vivaio_energy.snapshots import snapshot
from vivaio_energy.tiers import Progress

register = template.Library()
_numbers = count(1)


@register.filter
def progress_words(campaign: Campaign) -> str:
    """The public sentence about a campaign's adhesions."""
    return progress_of(campaign).words()


@register.inclusion_tag("energy/parts/tiers.html")
def tiers(campaign: Campaign, small: bool = False) -> dict[str, Any]:
    """The number of adhesions, the way to the next tier with every tier marked, and what is missing. Needs the campaign's tiers."""
    found = progress_of(campaign)
    whole = max([found.goal, found.counted, *(tier.threshold for tier in found.tiers), 1])
    return {
        "progress": found,
        "small": small,
        "percent": round(100 * found.counted / whole, 2),
        "steps": steps(found.counted, [(tier.threshold, plain(tier.threshold)) for tier in found.tiers], whole),
        "mark": f"scaglioni-{next(_numbers) % 100_000}",
    }


@register.inclusion_tag("energy/parts/ladder.html")
def ladder(campaign: Campaign) -> dict[str, Progress]:
    """Every tier with what it gives, the reached one and the next one named."""
    return {"progress": progress_of(campaign)}


@register.inclusion_tag("energy/area/offer.html")
def offer_facts(offer: Offer | dict[str, Any]) -> dict[str, Any]:
    """An offer, or the copy that a contract keeps of it, in words."""
    data = offer if isinstance(offer, dict) else snapshot(offer)
    price = number_format(f"{Decimal(data['unit_price']).normalize():f}", use_l10n=True) if data.get("unit_price") else ""
    until = date.fromisoformat(data["price_until"]) if data.get("price_until") else None
    return {"offer": data, "price": price, "unit": data.get("unit", ""), "until": until}
