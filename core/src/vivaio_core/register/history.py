"""Memberships of people who come in all at once, as entries of the libro soci with the days their acts had."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Max

from vivaio_core.people.models import Membership, Party, Resolution
from vivaio_core.people.opening import Newcomer, at
from vivaio_core.register.models.book import RegisterEntry
from vivaio_core.register.opening import Historic
from vivaio_core.register.opening import enter as enter_rows
from vivaio_core.register.selectors.book import nominal_cents
from vivaio_core.register.services.append import Line
from vivaio_core.register.services.money import move_many
from vivaio_core.trail.acts import Act

Kind = RegisterEntry.Kind
Pair = tuple[Newcomer, Party]


def enter(pairs: Sequence[Pair]) -> list[Act]:
    """Write for each pair an admission, its payment and, where there is one, the end; return the trail's acts."""
    if not pairs:
        return []
    resolutions = _resolutions({one.admitted_on for one, _ in pairs if one.admitted_on})
    worth = {day: nominal_cents(day) for day in resolutions}
    annotated = RegisterEntry.objects.aggregate(last=Max("recorded_on"))["last"] or date.min
    lines = [line for one, party in pairs for line in _lines(one, party, resolutions, worth, annotated)]
    lines.sort(key=lambda line: (line.recorded_on, line.effective_on, line.party.pk if line.party else 0))
    operation = enter_rows(rows=[Historic(line) for line in lines], actor=None)
    entries = list(operation.entries.select_related("party"))
    # Shares of the past are paid on the day they were taken.
    paid = [(entry.party, entry.amount_cents, entry.effective_on, operation) for entry in entries if entry.party and entry.amount_cents]
    move_many(paid=paid, method="bonifico")
    return list(_acts(entries))


def _resolutions(days: set[date]) -> dict[date, Resolution]:
    """A meeting of the board for each day, numbered by year."""
    present = {found.held_on: found for found in Resolution.objects.filter(organ=Resolution.Organ.BOARD, held_on__in=days, subject="")}
    counts: dict[int, int] = {}
    for year, number in Resolution.objects.values_list("held_on__year", "minute_no"):
        counts[year] = max(counts.get(year, 0), int(number.partition("/")[0]) if number.partition("/")[0].isdecimal() else 0)
    made = []
    for day in sorted(days - set(present)):
        counts[day.year] = counts.get(day.year, 0) + 1
        made.append(Resolution(organ=Resolution.Organ.BOARD, held_on=day, minute_no=f"{counts[day.year]}/{day.year}"))
    return present | {row.held_on: row for row in Resolution.objects.bulk_create(made, batch_size=500)}


def _lines(one: Newcomer, party: Party, resolutions: dict[date, Resolution], worth: dict[date, int], annotated: date) -> list[Line]:
    """The days of annotation follow those of the acts, but never go back behind the book's last one, `annotated`; `worth`: day → cents a share."""
    day = one.admitted_on
    if day is None:
        return []
    kept: dict[str, Any] = {"status": 1, "resolution": resolutions[day], "category": Membership.Category.ORDINARY, "text": one.note}
    found = [Line(Kind.ADMISSION, party, day, max(day, annotated), one.shares, worth[day], **kept)]
    if one.ended_on:
        found.append(Line(Kind.END, party, one.ended_on, max(one.ended_on, annotated), status=-1, reason=one.end_reason))
    return found


def _acts(entries: Sequence[RegisterEntry]) -> list[Act]:
    found = []
    for entry in entries:
        payload: dict[str, object] = {"member_no": entry.member_no, "on": entry.effective_on.isoformat(), "entry": entry.seq}
        target = f"register.RegisterEntry:{entry.pk}"
        if entry.kind == Kind.ADMISSION:
            act = Act("register.admit", subject=entry.party, target=target, payload={**payload, "qty": entry.qty}, at=at(entry.effective_on, 18))
        else:
            act = Act("register.end", subject=entry.party, target=target, payload={**payload, "reason": entry.reason}, at=at(entry.effective_on, 12))
        found.append(act)
    return found
