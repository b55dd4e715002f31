"""What an erasure would do with each kind of data on a day, computed from what all rooms and plugins hold (people P29). Reads only."""

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from vivaio_core.people.models import Party
from vivaio_core.rules.selectors import rule
from vivaio_core.site.erasure import DataClass, Disposal, Line, Plan, joined
from vivaio_core.site.registry import rooms

IDENTITY = "people.identity"


def selves(party: Party) -> list[Party]:
    """The party and every entry that was merged into it: they are one person."""
    found, rest = [party], [party]
    while rest:
        rest = list(Party.objects.filter(merged_into__in=rest).exclude(pk__in=[one.pk for one in found]))
        found += rest
    return found


def plan_for(party: Party, on: date) -> Plan:
    """The plan of the day, rooms in their order. Raises NoRuleForDate when a retention time is not known.

    Name and codes stay as long as something else must stay that would mean nothing without them.
    """
    them = selves(party)
    classes = [one for room in rooms() for self in them for one in room.data_classes(self, on)]
    plan = Plan(tuple(_line(one, on) for one in joined(classes)))
    until = plan.kept_until
    if until is None:
        return plan
    ground = _("What is kept needs a name.")
    return Plan(tuple(replace(line, action=Disposal.KEEP, until=until, ground=ground) if line.code == IDENTITY else line for line in plan.lines))


def years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _line(one: DataClass, on: date) -> Line:
    until = years_after(one.since, rule(one.retention, on).days) if one.retention and one.since and not one.in_force else None
    waits = until is not None and on <= until
    action = Disposal.KEEP if one.in_force or waits else one.disposal
    ground = one.ground if action == Disposal.KEEP or not one.retention else ""
    return Line(one.code, one.label, one.count, action, ground, until if waits else None, one.in_force)
