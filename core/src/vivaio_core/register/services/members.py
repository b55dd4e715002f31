"""A member comes in, changes category, goes out: each a whole operation on the libro soci (people P5, P8, P14)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Identifier, MemberNumber, Membership, Party, Resolution
from vivaio_core.people.services import next_number
from vivaio_core.register.models.book import Operation, RegisterEntry
from vivaio_core.register.selectors.book import nominal_cents, smallest_qty
from vivaio_core.register.services.append import Line, append, begin, lock
from vivaio_core.register.services.limits import refuse_too_much
from vivaio_core.trail.services import record

Kind = RegisterEntry.Kind


def admit(
    *,
    party: Party,
    qty: int,
    resolution: Resolution,
    recorded_on: date,
    actor: User | None,
    effective_on: date | None = None,
    category: str = Membership.Category.ORDINARY,
    premium_cents: int = 0,
    payment_ref: str = "",
    note: str = "",
) -> Membership:
    """Admit a party with `qty` shares. It counts from the day of the resolution unless `effective_on` says otherwise (P5); the member number
    is the next one, or the one the party had before (P11). Raises PermissionDenied, Refused.
    """
    allow(actor, "register.add_registerentry")
    with transaction.atomic():
        book = lock()
        on = effective_on or resolution.held_on
        refuse_admission(party, on)
        operation = begin(kind=Operation.Kind.ADMISSION, party=party, actor=actor, note=note)
        line = admission_line(party, qty, resolution, on, recorded_on)
        line = Line(**{**vars(line), "category": category, "premium_cents": premium_cents, "payment_ref": payment_ref, "text": note})
        (made,) = append(register=book, operation=operation, lines=[line])
        payload = {"member_no": made.member_no, "on": on.isoformat(), "qty": qty, "entry": made.seq}
        record(kind="register.admit", actor=actor, subject=party, target=f"register.Operation:{operation.pk}", payload=payload)
        return Membership.objects.get(party=party, effective_on=on)


def admission_line(party: Party, qty: int, resolution: Resolution | None, on: date, recorded_on: date) -> Line:
    """The entry that admits, with the number given; to be called under `lock`. Raises Refused."""
    if qty < smallest_qty(on):
        raise Refused(_("A member takes at least %(count)s shares.") % {"count": smallest_qty(on)}, "qty")
    if resolution and recorded_on < resolution.held_on:
        raise Refused(_("The annotation cannot come before the resolution."), "recorded_on")
    refuse_too_much(party=party, added=qty, on=on)
    MemberNumber.objects.filter(party=party).first() or MemberNumber.objects.create(party=party, number=next_number())
    nominal = nominal_cents(on)
    return Line(Kind.ADMISSION, party, on, recorded_on, qty, nominal, status=1, resolution=resolution, category=Membership.Category.ORDINARY)


def end(
    *,
    party: Party,
    reason: str,
    recorded_on: date,
    effective_on: date,
    actor: User | None,
    resolution: Resolution | None = None,
    note: str = "",
) -> RegisterEntry:
    """Close the membership: `effective_on` is the first day out. The shares stay, to be liquidated (P8). Raises PermissionDenied, Refused."""
    allow(actor, "register.add_registerentry")
    if reason not in Membership.EndReason.values:
        raise Refused(_("Say why the membership ends."), "reason")
    with transaction.atomic():
        book = lock()
        open_bond = current(party)
        if effective_on <= open_bond.effective_on:
            raise Refused(_("The membership cannot end before it began."), "effective_on")
        operation = begin(kind=Operation.Kind.END, party=party, actor=actor, note=note)
        line = Line(Kind.END, party, effective_on, recorded_on, status=-1, reason=reason, resolution=resolution, text=note)
        (made,) = append(register=book, operation=operation, lines=[line])
        payload = {"member_no": made.member_no, "on": effective_on.isoformat(), "reason": reason, "entry": made.seq}
        record(kind="register.end", actor=actor, subject=party, target=f"register.Operation:{operation.pk}", payload=payload)
        return made


def annotate(
    *, party: Party, text: str, effective_on: date, recorded_on: date, actor: User | None, category: str = "", resolution: Resolution | None = None
) -> RegisterEntry:
    """Write a change of data of a member into the book (a residence, a name), or a change of category. Raises PermissionDenied, Refused."""
    allow(actor, "register.add_registerentry")
    if category and category not in Membership.Category.values:
        raise Refused(_("Choose one of the categories."), "category")
    if not category and not text.strip():
        raise Refused(_("Write what has changed."), "text")
    with transaction.atomic():
        book = lock()
        current(party)
        operation = begin(kind=Operation.Kind.DETAILS, party=party, actor=actor, note=text)
        kind = Kind.CATEGORY if category else Kind.DETAILS
        line = Line(kind, party, effective_on, recorded_on, category=category, text=text, resolution=resolution)
        (made,) = append(register=book, operation=operation, lines=[line])
        payload = {"text": text.strip() or Membership.Category(category).value, "entry": made.seq}
        record(kind="register.annotate", actor=actor, subject=party, target=f"register.Operation:{operation.pk}", payload=payload)
        return made


def current(party: Party) -> Membership:
    """The open membership. Raises Refused when there is none."""
    bond = Membership.objects.filter(party=party, ended_on__isnull=True).first()
    if bond is None:
        raise Refused(_("%(party)s is not a member.") % {"party": party})
    return bond


def refuse_admission(party: Party, on: date) -> None:
    """Raise Refused when this party cannot become a member on the day."""
    found = Party.objects.select_for_update().get(pk=party.pk)
    if found.status != Party.Status.ACTIVE:
        raise Refused(_("This entry is no longer in use: it cannot become a member."))
    if not found.identifiers.filter(scheme=Identifier.Scheme.CF, active=True).exists():
        raise Refused(_("The fiscal code is missing: add it, then admit."), "fiscal_code")
    for bond in found.memberships.all():
        if bond.ended_on is None:
            raise Refused(_("%(party)s is already a member, with number %(number)s.") % {"party": found, "number": bond.member_no})
        if bond.ended_on > on:
            raise Refused(_("The earlier membership ended later than this day: choose a later one."), "on")
