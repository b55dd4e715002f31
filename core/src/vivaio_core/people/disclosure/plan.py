"""What an erasure would do with each kind of data on a day, computed from what all rooms and plugins hold (people P29). Reads only."""

from datetime import date

from vivaio_core.people.models import Party
from vivaio_core.rules.selectors import rule
from vivaio_core.site.erasure import DataClass, Disposal, Line, Plan, joined
from vivaio_core.site.registry import rooms


def selves(party: Party) -> list[Party]:
    """The party and every entry that was merged into it: they are one person."""
    found, rest = [party], [party]
    while rest:
        rest = list(Party.objects.filter(merged_into__in=rest).exclude(pk__in=[one.pk for one in found]))
        found += rest
    return found


def plan_for(party: Party, on: date) -> Plan:
    """The plan of the day, rooms in their order. Raises NoRuleForDate when a retention time is not known."""
    them = selves(party)
    classes = [one for room in rooms() for self in them for one in room.data_classes(self, on)]
    return Plan(tuple(_line(one, on) for one in joined(classes)))


def years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _line(one: DataClass, on: date) -> Line:
    if one.in_force or one.disposal == Disposal.KEEP:
        return Line(one.code, one.label, one.count, Disposal.KEEP, one.ground, None, one.in_force)
    until = years_after(one.since, rule(one.retention, on).days) if one.retention and one.since else None
    if until and on <= until:
        return Line(one.code, one.label, one.count, Disposal.KEEP, one.ground, until)
    return Line(one.code, one.label, one.count, one.disposal)
