"""The exchanges of a demonstration, from `[mutuality]` of the example's demo.toml. Deterministic; a second run creates nothing."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random

from pydantic import BaseModel, ConfigDict

from vivaio_core.mutuality.models.exchanges import MutualExchange
from vivaio_core.mutuality.services.exchanges import Exchange, record_many
from vivaio_core.mutuality.services.years import approve_year
from vivaio_core.people.models import Membership, Party
from vivaio_core.people.selectors import in_force
from vivaio_core.people.services import record_resolution
from vivaio_core.site.demo import DemoContext


class YearOf(BaseModel):
    """One year: cents by activity, and the members' part in tenths of a per cent, which comes out exactly."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    year: int
    members_tenths: int
    activities: dict[str, int]
    approved_on: date | None = None


class Plan(BaseModel):
    """`[mutuality]`: the years, and how many exchanges an activity has in each."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    exchanges: int = 24
    years: tuple[YearOf, ...]


def build(context: DemoContext) -> None:
    """Write the years' exchanges and approve those that say so; nothing without the section. Raises pydantic.ValidationError."""
    if "mutuality" not in context.data or MutualExchange.objects.filter(source_fact__startswith="demo:").exists():
        return
    plan = Plan.model_validate(context.data["mutuality"])
    facts = [fact for one in plan.years for fact in _year(one, plan.exchanges, context)]
    record_many(facts=facts, actor=None)
    for one in plan.years:
        if one.approved_on and one.approved_on <= context.on:
            resolution = record_resolution(
                organ="assembly", held_on=one.approved_on, minute_no=f"1/{one.approved_on.year}", subject="Bilancio", actor=None
            )
            approve_year(year=one.year, resolution=resolution, actor=None)


def _year(one: YearOf, count: int, context: DemoContext) -> list[Exchange]:
    """Members pay `members_tenths` of each activity to the cent, clients the rest."""
    start = date(one.year, 1, 1)
    members = [bond.party for bond in Membership.objects.filter(in_force(start), ended_on__isnull=True).select_related("party").order_by("party")]
    clients = list(Party.objects.filter(memberships__isnull=True).order_by("pk"))
    found = []
    for activity, cents in sorted(one.activities.items()):
        inside = cents * one.members_tenths // 1000
        for name, people, amount in (("s", members, inside), ("c", clients, cents - inside)):
            for place, part in enumerate(_parts(amount, count, context.random) if people else []):
                day = start + timedelta(days=context.random.randrange(330))
                day = min(day, context.on)
                party = people[context.random.randrange(len(people))]
                found.append(Exchange(activity, day, part, party, f"demo:{one.year}:{activity}:{name}{place}"))
    return found


def _parts(cents: int, count: int, random: Random) -> list[int]:
    """Cut a sum into parts that add up to it."""
    cuts = sorted({random.randrange(1, cents) for _ in range(min(count, cents) - 1)}) if cents > 1 else []
    edges = [0, *cuts, cents]
    return [after - before for before, after in pairwise(edges) if after > before]
