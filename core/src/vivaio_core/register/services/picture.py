"""Draws the memberships, which lists and reads use, from the entries, which are the truth."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from vivaio_core.mutuality.services.exchanges import refresh_memberships
from vivaio_core.people.models import MemberNumber, Membership, Party
from vivaio_core.register.models.book import RegisterEntry
from vivaio_core.register.periods import Period, periods

AT_ONCE = 5000
_FIELDS = ["ended_on", "end_reason", "category", "recorded_on", "shares"]


def draw(parties: Iterable[Party]) -> None:
    """Bring the memberships of these parties to what their entries say; a constant number of statements for AT_ONCE of them, one more for
    each that changed.

    Exchanges whose day falls in what changed are reversed and written anew with the right status (people P20).
    """
    for ids in batched([party.pk for party in parties]):
        _draw(ids)


def batched(keys: Iterable[int]) -> Iterator[list[int]]:
    """The keys, AT_ONCE in a piece: no database takes any number of them in one statement."""
    every = list(keys)
    for start in range(0, len(every), AT_ONCE):
        yield every[start : start + AT_ONCE]


def _draw(ids: list[int]) -> None:
    entries: dict[int, list[RegisterEntry]] = defaultdict(list)
    for entry in RegisterEntry.objects.filter(party__in=ids).order_by("seq"):
        entries[entry.party_id or 0].append(entry)
    numbers = dict(MemberNumber.objects.filter(party__in=ids).values_list("party_id", "number"))
    present: dict[int, dict[date, Membership]] = defaultdict(dict)
    for bond in Membership.objects.filter(party__in=ids):
        present[bond.party_id][bond.effective_on] = bond
    made: list[Membership] = []
    gone: list[int] = []
    changed: set[int] = set()
    for pk in ids:
        wanted = periods(entries[pk])
        shares = sum(entry.qty for entry in entries[pk])
        ends = {period.effective_on: period.ended_on for period in wanted}
        days = set(ends)
        gone += [bond.pk for start, bond in present[pk].items() if start not in days]
        if days != set(present[pk]) or any(bond.ended_on != ends.get(start) for start, bond in present[pk].items()):
            changed.add(pk)
        for period in wanted:
            last = period is wanted[-1]
            made += _drawn(pk, period, numbers.get(pk, 0), shares if last else 0, present[pk].get(period.effective_on))
    Membership.objects.filter(pk__in=gone).delete()
    for bond in [one for one in made if one.pk]:
        bond.save(update_fields=_FIELDS)
    Membership.objects.bulk_create([one for one in made if not one.pk], batch_size=500)
    if changed:
        refresh_memberships(parties=changed, actor=None)


def _drawn(party_id: int, period: Period, number: int, shares: int, bond: Membership | None) -> list[Membership]:
    """The row to save, or none when it is right already."""
    wanted = {
        "ended_on": period.ended_on,
        "end_reason": period.end_reason if period.ended_on else "",
        "category": period.category,
        "recorded_on": period.recorded_on,
        "shares": shares,
    }
    if bond is None:
        return [Membership(party_id=party_id, member_no=number, effective_on=period.effective_on, note=period.note, **wanted)]
    if all(getattr(bond, name) == value for name, value in wanted.items()):
        return []
    for name, value in wanted.items():
        setattr(bond, name, value)
    return [bond]
