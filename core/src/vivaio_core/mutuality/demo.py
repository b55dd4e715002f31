"""The exchanges of a demonstration, from `[mutuality]` of the example's demo.toml. Deterministic; a second run creates nothing."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random

from pydantic import BaseModel, ConfigDict

from vivaio_core.mutuality.models.exchanges import MutualExchange
from vivaio_core.mutuality.prevalence import Prevalence
from vivaio_core.mutuality.selectors.prevalence import years
from vivaio_core.mutuality.services.exchanges import Exchange, record_many
from vivaio_core.mutuality.services.years import approve_year
from vivaio_core.mutuality.shareout import share_out
from vivaio_core.people.models import Membership, Party
from vivaio_core.people.selectors import in_force
from vivaio_core.people.services import record_resolution
from vivaio_core.site.demo import DemoContext


class YearOf(BaseModel):
    """One year: cents by activity, and the members' part of everything in tenths of a per cent, which comes out exactly: what plugins
    recorded in that year counts too, and these activities make up for it."""

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
    for activity, (cents, inside) in _shares(one).items():
        for name, people, amount in (("s", members, inside), ("c", clients, cents - inside)):
            for place, part in enumerate(_parts(amount, count, context.random) if people else []):
                day = start + timedelta(days=context.random.randrange(330))
                day = min(day, context.on)
                party = people[context.random.randrange(len(people))]
                found.append(Exchange(activity, day, part, party, f"demo:{one.year}:{activity}:{name}{place}"))
    return found


def _shares(one: YearOf) -> dict[str, tuple[int, int]]:
    """Activity → all cents and the members' part, so that with what is there already the year comes to `members_tenths`."""
    there = next((year.prevalence for year in years(date(one.year, 12, 31)) if year.year == one.year), Prevalence(0, 0))
    own = sum(one.activities.values())
    wanted = ((own + there.total_cents) * one.members_tenths + 500) // 1000 - there.members_cents
    names = sorted(one.activities)
    split = share_out(min(max(wanted, 0), own), {place: one.activities[name] for place, name in enumerate(names)})
    return {name: (one.activities[name], split[place]) for place, name in enumerate(names)}


def _parts(cents: int, count: int, random: Random) -> list[int]:
    """Cut a sum into parts that add up to it."""
    cuts = sorted({random.randrange(1, cents) for _ in range(min(count, cents) - 1)}) if cents > 1 else []
    edges = [0, *cuts, cents]
    return [after - before for before, after in pairwise(edges) if after > before]
