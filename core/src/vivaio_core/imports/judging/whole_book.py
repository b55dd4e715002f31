"""What only the whole old register shows, asked of the very checks that guard the book when it is written (people P4, P28)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from vivaio_core.imports.judging.entries import Annotation, Kind
from vivaio_core.imports.judging.findings import ERROR, Finding, of_line
from vivaio_core.people.models import Party, Resolution
from vivaio_core.register.models.book import Operation, Register, RegisterEntry
from vivaio_core.register.opening import Historic, faults
from vivaio_core.register.periods import fault
from vivaio_core.register.services.append import Line, entry

MOST_MISSING = 20_000
NAMED_LINES = 30


def check_book(entries: list[Annotation], names: dict[int, str]) -> tuple[list[dict[str, Any]], dict[int, list[Finding]]]:
    """Reasons against a confirm, each with the lines at fault and the numbers that are missing; and findings by place of the row."""
    ordered = in_order(entries)
    parties = {who: Party(pk=who, display_name=names.get(who, "")) for who in {one.who for one in ordered if one.who is not None}}
    known = Party.objects.in_bulk([who for who in parties if who > 0])
    parties |= known
    rows = historic(ordered, parties, {})
    register = Register.objects.filter(code=Register.MEMBERS).first() or Register(code=Register.MEMBERS)
    found = [(ordered[place], text) for place, text in faults(rows, register)]
    late: dict[int, list[Finding]] = defaultdict(list)
    for one, text in [*found, *_nonsense(ordered, rows, register)]:
        late[one.place].append(of_line("register", ERROR, text=text[:1].upper() + text[1:]))
    return _blocks(found, ordered), dict(late)


def in_order(entries: Sequence[Annotation]) -> list[Annotation]:
    """The order of the book: by number where there are numbers, else by day of annotation. An unused number takes the day before it."""
    if any(one.seq is not None for one in entries):
        ordered = sorted(entries, key=lambda one: (one.seq or 0, one.place))
    else:
        ordered = sorted(entries, key=lambda one: (one.recorded_on or date.min, one.effective_on or date.min, one.status < 0, one.place))
    before = next((one.recorded_on for one in ordered if one.recorded_on), None)
    for one in ordered:
        if one.kind == Kind.VOID and one.recorded_on is None:
            one.recorded_on = one.effective_on = before
        before = one.recorded_on or before
    return [one for one in ordered if one.recorded_on and one.effective_on]


def historic(ordered: Sequence[Annotation], parties: dict[int, Party], resolutions: dict[tuple[date, str], Resolution]) -> list[Historic]:
    """The lines as the register takes them."""
    found = []
    for one in ordered:
        if one.effective_on is None or one.recorded_on is None:
            continue
        line = Line(
            one.kind,
            parties[one.who] if one.who is not None else None,
            one.effective_on,
            one.recorded_on,
            qty=one.qty,
            nominal_cents=one.nominal_cents,
            premium_cents=one.premium_cents,
            status=one.status,
            resolution=resolutions.get((one.resolution_on, one.minute_no)) if one.resolution_on else None,
            reason=one.reason,
            category=one.category,
            text=one.text,
        )
        found.append(Historic(line, one.seq, one.member_no))
    return found


def _nonsense(ordered: list[Annotation], rows: list[Historic], register: Register) -> list[tuple[Annotation, str]]:
    """Members admitted twice, ended before they began, with fewer shares than none: named at their last line."""
    last = RegisterEntry.objects.filter(register__code=Register.MEMBERS).aggregate(last=Max("seq"))["last"] or 0
    by_who: dict[int, list[RegisterEntry]] = defaultdict(list)
    for present in RegisterEntry.objects.filter(party__in=[one.who for one in ordered if one.who and one.who > 0]).order_by("seq"):
        by_who[present.party_id or 0].append(present)
    last_of: dict[int, Annotation] = {}
    for number, (one, row) in enumerate(zip(ordered, rows, strict=True), last + 1):
        if one.who is not None:
            by_who[one.who].append(entry(row.line, register, Operation(), number, one.member_no))
            last_of[one.who] = one
    return [(last_of[who], why) for who, entries in by_who.items() if (why := fault(entries))]


def _blocks(found: list[tuple[Annotation, str]], ordered: list[Annotation]) -> list[dict[str, Any]]:
    blocks = []
    if found:
        lines = [one.line or 0 for one, _text in found]
        text = _("The old register does not hold together: look at the lines named here.")
        blocks.append({"text": text, "lines": lines[:NAMED_LINES], "count": len(lines), "missing": _missing(ordered)})
    return blocks


def _missing(ordered: list[Annotation]) -> list[int]:
    """Numbers that no line has."""
    last = RegisterEntry.objects.filter(register__code=Register.MEMBERS).aggregate(last=Max("seq"))["last"] or 0
    found: list[int] = []
    for one in ordered:
        if one.seq is not None and one.seq > last + 1:
            found += range(last + 1, min(one.seq, last + 1 + MOST_MISSING))
        last = max(last, one.seq or 0)
    return found[:MOST_MISSING]
