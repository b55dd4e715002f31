"""Reads of exchanges and ristorni."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from vivaio_core.mutuality.models.exchanges import MutualExchange
from vivaio_core.mutuality.models.ristorni import RistornoLine, RistornoPlan
from vivaio_core.people.duplicates.selectors import same
from vivaio_core.people.folding import fold
from vivaio_core.people.models import Membership, Party
from vivaio_core.people.selectors import in_force
from vivaio_core.rules.selectors import rule

YES = "sì"


def exchanges() -> QuerySet[MutualExchange]:
    """All, newest first, with what a row shows."""
    return MutualExchange.objects.select_related("party__merged_into", "reverses", "reversed_by").order_by("-on", "-pk")


def search_exchanges(found: QuerySet[MutualExchange], words: str) -> QuerySet[MutualExchange]:
    """Keep those whose party, activity or name holds every word."""
    for word in fold(words).split()[:8]:
        named = Q(party__search_key__contains=word) | Q(party__merged_into__search_key__contains=word)
        found = found.filter(named | Q(activity__contains=word) | Q(source_fact__icontains=word))
    return found


def activities() -> list[str]:
    """The names of activities in use."""
    return sorted(MutualExchange.objects.order_by().values_list("activity", flat=True).distinct())


def years_in_use() -> list[int]:
    """The years that have exchanges, the last first."""
    return [found.year for found in MutualExchange.objects.dates("on", "year", order="DESC")]


def weights(activity: str, year: int, quality: dict[str, int]) -> dict[int, tuple[Party, int]]:
    """Member number → party and weight: cents exchanged as a member in the year × quality in hundredths. Two queries.

    Who left within the year takes part only where the rule `ristorni.former_members` says so.
    """
    end = date(year, 12, 31)
    rows = (
        MutualExchange.objects.filter(activity=activity, on__year=year, is_member=True).order_by().values("party").annotate(cents=Sum("amount_cents"))
    )
    cents = {row["party"]: int(row["cents"]) for row in rows if row["cents"] > 0}
    bonds = Membership.objects.filter(party__in=list(cents), effective_on__lte=end).select_related("party").order_by("effective_on")
    bonds = bonds if rule("ristorni.former_members", end).text == YES else bonds.filter(in_force(end))
    last = {bond.party_id: bond for bond in bonds}
    return {bond.member_no: (bond.party, cents[pk] * quality.get(bond.category, 100)) for pk, bond in last.items() if quality.get(bond.category, 100)}


def plans() -> QuerySet[RistornoPlan]:
    """All plans, newest first, with their sums."""
    return RistornoPlan.objects.select_related("resolution").order_by("-year", "activity")


def lines(plan: RistornoPlan) -> QuerySet[RistornoLine]:
    """Who receives what, by member number."""
    return plan.lines.select_related("party", "party__member_number").order_by("party__member_number__number")


def own(party: Party, year: int) -> dict[str, Any]:
    """A member's exchanges of a year by activity, those of the entries merged into his too, and the ristorni received; two queries."""
    rows = (
        MutualExchange.objects.filter(same(party), on__year=year)
        .order_by()
        .values("activity")
        .annotate(cents=Sum("amount_cents"))
        .order_by("activity")
    )
    received = RistornoLine.objects.filter(party=party, plan__state=RistornoPlan.State.POSTED).select_related("plan").order_by("-plan__year")
    return {"year": year, "rows": [(row["activity"], row["cents"]) for row in rows], "received": list(received)}
