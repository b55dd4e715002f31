"""Figures that the installed modules contribute, and the numbers the rings grow from."""

from collections import Counter
from datetime import date

from vivaio_core.people.models import Membership
from vivaio_core.site.plugin import Indicator, NavItem
from vivaio_core.site.registry import plugins


def indicators(on: date) -> list[Indicator]:
    """What the modules show on the day `on`, in the order of the modules."""
    return [indicator for plugin in plugins() for indicator in plugin.indicators(on)]


def growth() -> tuple[int, ...]:
    """Members admitted per year, from the first year to the last, years without any included; empty before the first member. One query."""
    years = Counter(Membership.objects.values_list("effective_on__year", flat=True))
    return tuple(years[year] for year in range(min(years), max(years) + 1)) if years else ()


def doors(slug: str) -> list[NavItem]:
    """The public entries of the module `slug`; none when it is not installed."""
    return [item for plugin in plugins() if plugin.manifest.slug == slug for item in plugin.menu()]
