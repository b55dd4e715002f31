"""Figures that the installed modules contribute, and the numbers the rings grow from."""

from datetime import date

from django.db.models import Count

from vivaio_core.people.models import Membership
from vivaio_core.site.plugin import Indicator, NavItem, Plugin
from vivaio_core.site.registry import plugins, rooms
from vivaio_core.trail.models import Event


def indicators(on: date) -> list[Indicator]:
    """What the modules show on the day `on`, in the order of the modules."""
    return [indicator for room in rooms() for indicator in room.indicators(on)]


def first_indicators(on: date, count: int) -> list[Indicator]:
    """For the home page, which shows `count` figures and one that has a target: the plugins' first, then core's own rooms'.

    Nobody is asked for what would not be shown: a plugin only while figures or a target are wanting, a room of core only for figures.
    """
    found: list[Indicator] = []
    for room in [*plugins(), *(room for room in rooms() if not isinstance(room, Plugin))]:
        enough = sum(counts_something(one) and not one.target for one in found) >= count
        if enough and (not isinstance(room, Plugin) or any(one.target for one in found)):
            break
        found += room.indicators(on)
    return found


def stamp(on: date) -> str:
    """Changes whenever a figure may: every act writes the trail, and each day has its own figures. One query."""
    last = Event.objects.order_by("-seq").values_list("seq", flat=True).first()
    return f"{on.isoformat()}-{last or 0}"


def counts_something(indicator: Indicator) -> bool:
    """False for a figure that is still zero, whatever its unit."""
    return any(char in "123456789" for char in indicator.value)


def growth() -> tuple[int, ...]:
    """Members admitted per year, from the first year to the last, years without any included; empty before the first member. One query."""
    years = dict(Membership.objects.values_list("effective_on__year").annotate(Count("id")).order_by())
    return tuple(years.get(year, 0) for year in range(min(years), max(years) + 1)) if years else ()


def doors(slug: str) -> list[NavItem]:
    """The public entries of the module `slug`; none when it is not installed."""
    return [item for plugin in plugins() if plugin.manifest.slug == slug for item in plugin.menu()]
