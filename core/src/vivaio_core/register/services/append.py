"""The one place where entries come into the book: numbers without gaps under a lock, days of annotation in order (people P4)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.pages.numbers import day
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import MemberNumber, Party, Resolution
from vivaio_core.register.models.book import Operation, Register, RegisterEntry
from vivaio_core.register.periods import fault
from vivaio_core.register.services.picture import batched, draw
from vivaio_core.trail.locks import EXCHANGES, MEMBER_NUMBERS, REGISTER, hold


@dataclass(frozen=True)
class Line:
    """One annotation to write. `qty` is signed, cents are those of one share, `status` is +1, 0 or -1."""

    kind: str
    party: Party | None
    effective_on: date
    recorded_on: date
    qty: int = 0
    nominal_cents: int = 0
    premium_cents: int = 0
    status: int = 0
    resolution: Resolution | None = None
    reason: str = ""
    category: str = ""
    counterpart: Party | None = None
    reverses: RegisterEntry | None = None
    payment_ref: str = ""
    text: str = ""


def lock() -> Register:
    """Queue behind every other writer of the book until the transaction ends; return the book of members."""
    hold(MEMBER_NUMBERS)
    hold(REGISTER)
    hold(EXCHANGES)  # before the chain's lock, as whoever writes exchanges takes them: the picture may write some (P20)
    return Register.objects.get_or_create(code=Register.MEMBERS, defaults={"title": "Libro soci"})[0]


def begin(*, kind: str, party: Party | None, actor: User | None, note: str = "", undoes: Operation | None = None) -> Operation:
    """The operation that the next lines belong to."""
    return Operation.objects.create(kind=kind, party=party, actor=actor, note=note.strip()[:200], undoes=undoes)


def append(*, register: Register, operation: Operation, lines: Sequence[Line]) -> list[RegisterEntry]:
    """Write the lines with the next numbers and draw the members' picture again; to be called under `lock`.

    Raises Refused when the day of annotation goes back or the entries of a member would no longer make sense; then nothing stays written.
    """
    last = RegisterEntry.objects.filter(register=register).order_by("-seq").first()
    seq, recorded_on = (last.seq, last.recorded_on) if last else (0, date.min)
    parties = {line.party.pk: line.party for line in lines if line.party}
    numbers = {one.party_id: one.number for some in batched(parties) for one in MemberNumber.objects.filter(party__in=some)}
    made = []
    for line in lines:
        if line.recorded_on < recorded_on:
            text = _("The register already has entries of %(day)s: annotate with that day or a later one.")
            raise Refused(text % {"day": day(recorded_on)}, "recorded_on")
        seq, recorded_on = seq + 1, line.recorded_on
        made.append(entry(line, register, operation, seq, numbers.get(line.party.pk) if line.party else None))
    RegisterEntry.objects.bulk_create(made, batch_size=500)
    refuse_nonsense(parties)
    draw(parties.values())
    return made


def entry(line: Line, register: Register, operation: Operation, seq: int, member_no: int | None) -> RegisterEntry:
    """The row of a line, not yet saved."""
    values = {name: value for name, value in vars(line).items() if name != "text"}
    amount = line.qty * line.nominal_cents
    return RegisterEntry(
        register=register, operation=operation, seq=seq, member_no=member_no, amount_cents=amount, text=line.text.strip()[:300], **values
    )


def refuse_nonsense(parties: Mapping[int, Party]) -> None:
    """Raise Refused with the first member whose entries, as they are now in the book, make no sense."""
    for some in batched(parties):
        entries: dict[int, list[RegisterEntry]] = defaultdict(list)
        for one in RegisterEntry.objects.filter(party__in=some).order_by("seq"):
            entries[one.party_id or 0].append(one)
        for pk, rows in entries.items():
            why = fault(rows)
            if why:
                raise Refused(f"{parties[pk]}: {why}")
