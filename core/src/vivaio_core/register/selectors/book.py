"""Reads of the libro soci. Each answer is as of a day, and, where it is asked, as it was known on another (people P6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from vivaio_core.people.folding import fold
from vivaio_core.people.models import Membership, Party
from vivaio_core.people.selectors import in_force
from vivaio_core.register import periods
from vivaio_core.register.models.book import Register, RegisterEntry, SharePayment
from vivaio_core.register.periods import Holding
from vivaio_core.rules.selectors import rule


@dataclass(frozen=True)
class Totals:
    """Members, shares and their value in cents on a day."""

    members: int
    qty: int
    amount_cents: int


def nominal_cents(on: date) -> int:
    """The nominal value of a share on the day, by the statute. Raises NoRuleForDate."""
    return rule("shares.nominal_cents", on).days


def smallest_qty(on: date) -> int:
    """How many shares a member takes at least. Raises NoRuleForDate."""
    return rule("shares.min_qty", on).days


def share_type(on: date) -> str:
    """`quota` or `azione`, by the statute. Raises NoRuleForDate."""
    return rule("shares.type", on).text


def entries(party: Party) -> QuerySet[RegisterEntry]:
    """All entries of a member, in the order of the book."""
    rows = RegisterEntry.objects.filter(party=party).select_related("resolution", "counterpart", "operation", "reverses", "reversed_by")
    return rows.order_by("register", "seq")


def holding(party: Party, on: date, known_on: date | None = None) -> Holding:
    """Shares, value and status of a party on the day, as known on `known_on`; without it everything recorded counts. One query."""
    return periods.holding(RegisterEntry.objects.filter(party=party), on, known_on)


def lots(party: Party, on: date) -> dict[int, int]:
    """Shares of a party on the day by nominal value in cents, the longest held first. One query."""
    return periods.lots(RegisterEntry.objects.filter(party=party), on)


def as_of(on: date, known_on: date | None = None) -> QuerySet[RegisterEntry]:
    """The entries that count on the day."""
    counted = Q(effective_on__lte=on) & (Q(recorded_on__lte=known_on) if known_on else Q())
    return RegisterEntry.objects.filter(counted, register__code=Register.MEMBERS, party__isnull=False)


def standing(on: date, known_on: date | None = None) -> Any:
    """The register as of a day: a row for each party that is a member or still has shares, by member number. One aggregate query.

    Each row: party, number, qty, amount_cents, status (1 member, 0 to be liquidated), since (first admission), last (latest entry).
    """
    grouped = as_of(on, known_on).order_by().values("party")
    summed = grouped.annotate(
        number=Max("member_no"),
        shares=Sum("qty"),
        value_cents=Sum("amount_cents"),
        standing=Sum("status"),
        since=Min("effective_on"),
        last=Max("seq"),
    )
    return summed.filter(Q(standing=1) | ~Q(shares=0)).order_by("number", "party")


def owing(on: date) -> Any:
    """The rows of `standing` of members whose shares are not wholly paid, premium included; one query."""
    rows = standing(on).annotate(premium=Sum("premium_cents"), paid=Coalesce(paid_by(on), 0))
    return rows.filter(standing=1, paid__lt=F("value_cents") + F("premium"))


def totals(on: date, known_on: date | None = None) -> Totals:
    """Members, shares and value of the whole register on the day; one query."""
    found = as_of(on, known_on).aggregate(members=Sum("status"), qty=Sum("qty"), amount=Sum("amount_cents"))
    return Totals(found["members"] or 0, found["qty"] or 0, found["amount"] or 0)


def bonds_of(parties: Iterable[int], on: date) -> dict[int, Membership]:
    """The membership of each party that was in force on the day, or the last one before it; one query."""
    rows = Membership.objects.filter(party__in=list(parties), effective_on__lte=on).order_by("effective_on")
    return {bond.party_id: bond for bond in rows}


def vote_days(on: date) -> int:
    """How many days in the register the vote needs. Raises NoRuleForDate."""
    return rule("vote.entry_days", on).days


def voters(on: date) -> QuerySet[Membership]:
    """Who may vote at an assembly of the day: members since at least the days the law wants, counted from the annotation (P12)."""
    days = vote_days(on)
    return Membership.objects.filter(in_force(on), recorded_on__lte=on - timedelta(days=days)).select_related("party").order_by("member_no")


def votes_from(bond: Membership) -> date | None:
    """The first assembly day on which this membership votes; None while its annotation is not known."""
    return votes_from_day(bond.recorded_on) if bond.recorded_on else None


def votes_from_day(recorded_on: date) -> date:
    """The first assembly day on which a membership annotated on the day votes. Raises NoRuleForDate."""
    return recorded_on + timedelta(days=vote_days(recorded_on))


def book(first: int = 1, last: int | None = None) -> QuerySet[RegisterEntry]:
    """The entries of the book of members between two numbers, with all that a line of the book shows."""
    rows = RegisterEntry.objects.filter(register__code=Register.MEMBERS, seq__gte=first)
    rows = rows.filter(seq__lte=last) if last else rows
    return rows.select_related("party", "resolution", "counterpart", "reverses").order_by("seq")


def search_entries(found: QuerySet[RegisterEntry], words: str) -> QuerySet[RegisterEntry]:
    """Keep those whose number, member number or member's name holds every word."""
    for word in fold(words).split()[:8]:
        number = Q(seq=int(word)) | Q(member_no=int(word)) if word.isdecimal() and len(word) < 9 else Q(pk__in=[])
        found = found.filter(Q(party__search_key__contains=word) | number)
    return found


def paid_by(on: date) -> Subquery:
    """For each row, what its `party` has paid for its shares until the day, less what went back; None for nothing."""
    of_party = SharePayment.objects.filter(party=OuterRef("party"), on__lte=on).order_by().values("party")
    return Subquery(of_party.annotate(sum=Sum("amount_cents")).values("sum"))


def paid_cents(party: Party, on: date) -> int:
    """What the party has paid for its shares until the day, less what went back."""
    return int(SharePayment.objects.filter(party=party, on__lte=on).aggregate(sum=Sum("amount_cents"))["sum"] or 0)


def subscribed_cents(party: Party, on: date) -> int:
    """What the party's shares cost until the day, premium included, less what was refunded or given away."""
    found = as_of(on).filter(party=party).aggregate(amount=Sum("amount_cents"), premium=Sum("premium_cents"))
    return int(found["amount"] or 0) + int(found["premium"] or 0)


def drift(on: date) -> list[int]:
    """Parties whose membership picture does not say what their entries say; empty when all is well. Two queries."""
    truth = {row["party"]: row["standing"] for row in standing(on)}
    drawn = set(Membership.objects.filter(in_force(on)).values_list("party_id", flat=True))
    members = {party for party, status in truth.items() if status == 1}
    return sorted(members ^ drawn)
