"""Brings many entries into the libro soci at once, with the numbers and days they had: a paper register, a demonstration (people P28).

The same checks as one by one, in memory, and a few statements instead of thousands. A number that is not used needs a `void` row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.pages.elision import elided
from vivaio_core.pages.numbers import day
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import MemberNumber
from vivaio_core.register.models.book import Operation, Register, RegisterEntry
from vivaio_core.register.services.append import Line, begin, entry, lock, refuse_nonsense
from vivaio_core.register.services.picture import draw


@dataclass(frozen=True)
class Historic:
    """A line with the number it has in the paper book, and the member number it names; either None means the next one."""

    line: Line
    seq: int | None = None
    member_no: int | None = None


def faults(rows: Sequence[Historic], register: Register) -> list[tuple[int, str]]:
    """What keeps these rows from entering the book: place in `rows` and the reason in words. Reads only; empty when all may come in."""
    last = RegisterEntry.objects.filter(register=register).aggregate(seq=Max("seq"), on=Max("recorded_on"))
    return [*_order(rows, last["seq"] or 0, last["on"] or date.min), *_numbers(rows)]


def enter(*, rows: Sequence[Historic], actor: User | None, note: str = "") -> Operation:
    """Write all rows or none as one operation, and draw the memberships. The next live number is the greatest plus one.

    Raises PermissionDenied; Refused with the first fault. The trail's event belongs to the caller, who knows where the rows come from.
    """
    allow(actor, "register.add_registerentry")
    with transaction.atomic():
        register = lock()
        found = faults(rows, register)
        if found:
            place, why = found[0]
            raise Refused(_("Row %(number)s: %(why)s") % {"number": place + 1, "why": why})
        operation = begin(kind=Operation.Kind.OPENING, party=None, actor=actor, note=note)
        numbers = _give_numbers(rows)
        seq = RegisterEntry.objects.filter(register=register).aggregate(last=Max("seq"))["last"] or 0
        made = []
        for row in rows:
            seq += 1
            made.append(entry(row.line, register, operation, seq, numbers.get(row.line.party.pk) if row.line.party else None))
        RegisterEntry.objects.bulk_create(made, batch_size=500)
        parties = {row.line.party.pk: row.line.party for row in rows if row.line.party}
        refuse_nonsense(parties)
        draw(parties.values())
        return operation


def _order(rows: Sequence[Historic], last: int, recorded_on: date) -> list[tuple[int, str]]:
    found = []
    for place, row in enumerate(rows):
        expected = last + 1
        if row.seq is not None and row.seq <= last:
            found.append((place, _("the number %(seq)s is already used.") % {"seq": row.seq}))
        elif row.seq is not None and row.seq > expected:
            text = _("the numbers from %(first)s to %(last)s are missing: add a line “number not used” with a note for each.")
            found.append((place, text % {"first": expected, "last": row.seq - 1}))
        if row.line.recorded_on < recorded_on:
            text = _("it was annotated on %(on)s, before the line above it (%(last)s).")
            found.append((place, elided(text % {"on": day(row.line.recorded_on), "last": day(recorded_on)})))
        last, recorded_on = max(last + 1, row.seq or 0), max(recorded_on, row.line.recorded_on)
    return found


def _numbers(rows: Sequence[Historic]) -> list[tuple[int, str]]:
    """A member number belongs to one party, and a party has one."""
    owner = dict(MemberNumber.objects.values_list("number", "party_id"))
    numbered = {party: number for number, party in owner.items()}
    found = []
    for place, row in enumerate(rows):
        party, number = row.line.party, row.member_no
        if party is None or number is None:
            continue
        if owner.setdefault(number, party.pk) != party.pk:
            found.append((place, _("the member number %(number)s already belongs to somebody else.") % {"number": number}))
        elif numbered.setdefault(party.pk, number) != number:
            found.append((place, _("%(party)s already has the member number %(number)s.") % {"party": party, "number": numbered[party.pk]}))
    return found


def _give_numbers(rows: Iterable[Historic]) -> dict[int, int]:
    """Party → member number, given where it is missing in the order of the admissions."""
    numbers = dict(MemberNumber.objects.values_list("party_id", "number"))
    given: dict[int, int] = {}
    for row in rows:
        if row.line.party and row.member_no and row.line.party.pk not in numbers:
            numbers[row.line.party.pk] = given[row.line.party.pk] = row.member_no
    following = max(numbers.values(), default=0)
    for row in rows:
        if row.line.party and row.line.status > 0 and row.line.party.pk not in numbers:
            following += 1
            numbers[row.line.party.pk] = given[row.line.party.pk] = following
    MemberNumber.objects.bulk_create([MemberNumber(party_id=pk, number=number) for pk, number in given.items()], batch_size=500)
    return numbers
