"""Looks through the records for entries that may be one (people P3). Finds and asks; never decides.

A number of queries that does not grow with the people: one a sort of likeness, each of which reads only those who are alike.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet

from vivaio_core.access.models import User
from vivaio_core.people.duplicates import words
from vivaio_core.people.duplicates.models import DuplicatePair
from vivaio_core.people.errors import allow
from vivaio_core.people.models import Identifier, Party
from vivaio_core.trail.services import record

Pair = tuple[int, int]
MOST = 6
CODES = ((words.CODE, ("cf", "cf_provisional")), (words.VAT, ("vat",)))
ALIKE = (
    (words.NAME_BIRTH, ("search_key", "birth_date")),
    (words.NAME_EMAIL, ("search_key", "email")),
    (words.NAME_PHONE, ("search_key", "phone")),
)
HINTS = (words.EMAIL, words.PHONE)


def look_for_duplicates(*, on: date, actor: User | None) -> int:
    """Write down the pairs that are new and bring the reasons of the open ones up to date; return how many are new. Raises PermissionDenied."""
    allow(actor, "people.change_duplicatepair")
    found = found_pairs()
    with transaction.atomic():
        known = {(pair.party_a_id, pair.party_b_id): pair for pair in DuplicatePair.objects.all()}
        fresh = [
            DuplicatePair(party_a_id=a, party_b_id=b, reasons=sorted(reasons), certain=bool(reasons & words.CERTAIN), found_on=on)
            for (a, b), reasons in sorted(found.items())
            if (a, b) not in known
        ]
        DuplicatePair.objects.bulk_create(fresh, batch_size=500)
        changed = [pair for ids, pair in known.items() if ids in found and set(pair.reasons) != found[ids]]
        for pair in changed:
            pair.reasons = sorted(found[(pair.party_a_id, pair.party_b_id)])
            pair.certain = bool(set(pair.reasons) & words.CERTAIN)
        DuplicatePair.objects.bulk_update(changed, ["reasons", "certain"], batch_size=500)
        if fresh:
            record(kind="people.find_duplicates", actor=actor, payload={"count": len(fresh)})
        return len(fresh)


def found_pairs() -> dict[Pair, set[str]]:
    """Pairs of ids, the smaller first, with the code words of their likeness; a shared e-mail or telephone only adds to a likeness of names."""
    found: dict[Pair, set[str]] = defaultdict(set)
    for reason, schemes in CODES:
        for pair in _by_code(schemes):
            found[pair].add(reason)
    active = Party.objects.filter(status=Party.Status.ACTIVE)
    for reason, fields in ALIKE:
        rows = active.exclude(birth_date=None) if "birth_date" in fields else active.exclude(**{fields[1]: ""})
        for pair in _pairs(_alike(rows, fields)):
            found[pair].add(reason)
    _add_hints(found)
    return dict(found)


def _by_code(schemes: Iterable[str]) -> Iterator[Pair]:
    rows = Identifier.objects.filter(scheme__in=schemes, active=True, party__status=Party.Status.ACTIVE)
    shared = rows.values("key").annotate(n=Count("party", distinct=True)).filter(n__gt=1).values("key")
    yield from _pairs(rows.filter(key__in=shared).order_by("party_id").values_list("key", "party_id"))


def _alike(rows: QuerySet[Party], fields: tuple[str, ...]) -> Iterator[tuple[Any, int]]:
    """Those who share the fields with somebody else; the second of them in one subquery, the whole compared here."""
    counts = rows.values(*fields).annotate(n=Count("id")).filter(n__gt=1)
    candidates = rows.filter(**{f"{fields[1]}__in": counts.values(fields[1])}, search_key__in=counts.values("search_key"))
    for values in candidates.order_by("id").values_list(*fields, "id"):
        yield values[:-1], values[-1]


def _pairs(rows: Iterable[tuple[Any, int]]) -> Iterator[Pair]:
    """Each two who share a value; of a crowd each with the first only, lest one wrong value make thousands."""
    sharing: dict[Any, list[int]] = defaultdict(list)
    for value, party in rows:
        if party not in sharing[value]:
            sharing[value].append(party)
    for ids in sharing.values():
        yield from combinations(ids, 2) if len(ids) <= MOST else ((ids[0], other) for other in ids[1:])


def _add_hints(found: dict[Pair, set[str]]) -> None:
    ids = sorted({party for pair in found for party in pair})
    rows: dict[int, tuple[str, str]] = {}
    for start in range(0, len(ids), 10_000):
        chunk = Party.objects.filter(pk__in=ids[start : start + 10_000])
        rows |= {pk: (email, phone) for pk, email, phone in chunk.values_list("id", "email", "phone")}
    for (a, b), reasons in found.items():
        reasons |= {hint for place, hint in enumerate(HINTS) if rows[a][place] and rows[a][place] == rows[b][place]}
