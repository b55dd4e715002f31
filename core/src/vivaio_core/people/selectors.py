"""Reads of people. Each answer is as of a day, `on`; later annotations do not change it."""

from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from vivaio_core.people.folding import fold
from vivaio_core.people.models import Collectivity, CollectivityMember, Identifier, Membership, Party


class MembershipStatus(StrEnum):
    """What somebody is to the cooperative on a day."""

    NONE = "none"
    MEMBER = "member"
    FORMER = "former"


SHOWN = (Identifier.Scheme.CF, Identifier.Scheme.CF_PROVISIONAL, Identifier.Scheme.VAT)
CLIENT, CANDIDATE = "client", "candidate"
LACKING = {"cf": "", "definite": "", "email": "email", "phone": "phone", "address": "address", "birth_date": ""}


def in_force(on: date) -> Q:
    """The memberships in force on the day: the first day is in, the last one out."""
    return Q(effective_on__lte=on) & (Q(ended_on__isnull=True) | Q(ended_on__gt=on))


def membership(party: Party, on: date) -> Membership | None:
    """The membership in force on the day."""
    return Membership.objects.filter(in_force(on), party=party).first()


def status_among(memberships: list[Membership], on: date) -> MembershipStatus:
    """The status that a party's memberships, already read, give it on the day."""
    if any(bond.effective_on <= on and (bond.ended_on is None or bond.ended_on > on) for bond in memberships):
        return MembershipStatus.MEMBER
    return MembershipStatus.FORMER if any(bond.ended_on and bond.ended_on <= on for bond in memberships) else MembershipStatus.NONE


def membership_status(party: Party, on: date) -> MembershipStatus:
    """Member, former member or neither, on the day."""
    return status_among(list(party.memberships.all()), on)


def is_member(party: Party, on: date) -> bool:
    """True when the party is a member on the day."""
    return Membership.objects.filter(in_force(on), party=party).exists()


def members(on: date) -> QuerySet[Party]:
    """Everybody who is a member on the day."""
    return Party.objects.filter(Exists(Membership.objects.filter(in_force(on), party=OuterRef("pk"))))


def members_count(on: date) -> int:
    """How many members there are on the day."""
    return Membership.objects.filter(in_force(on)).count()


def members_by_year(on: date, years: int = 8) -> list[tuple[str, float]]:
    """Members at the end of each of the last years and on the day itself, in one query."""
    days = [date(year, 12, 31) for year in range(on.year - years + 1, on.year)] + [on]
    bonds = list(Membership.objects.values_list("effective_on", "ended_on"))
    return [(str(day.year), float(sum(start <= day and (end is None or end > day) for start, end in bonds))) for day in days]


def collectivities(party: Party, on: date) -> list[Collectivity]:
    """The included groups the party belongs to on the day."""
    belonging = Q(members__party=party, members__from_on__lte=on) & (Q(members__to_on__isnull=True) | Q(members__to_on__gt=on))
    return list(Collectivity.objects.filter(belonging, state=Collectivity.State.INCLUDED).distinct().order_by("name"))


def active_identifiers(party: Party) -> list[Identifier]:
    """Fiscal code, then VAT number."""
    return list(party.identifiers.filter(active=True).order_by("scheme"))


def party_of_fiscal_code(value: str) -> Party | None:
    """Who has this fiscal code, written as `identifiers.check_fiscal_code` gives it."""
    found = Identifier.objects.filter(scheme=Identifier.Scheme.CF, value=value, active=True).select_related("party").first()
    return found.party if found else None


def parties() -> QuerySet[Party]:
    """Everybody the office lists, with what a row shows: two further queries, however many rows."""
    codes = Prefetch("identifiers", Identifier.objects.filter(active=True).order_by("scheme"))
    return Party.objects.filter(status=Party.Status.ACTIVE).prefetch_related("memberships", codes).order_by("search_key", "id")


def listed(on: date) -> QuerySet[Party]:
    """Everybody the office lists, with what one row shows read in the same query: `shown_code` and the last membership begun by the day."""
    bonds = Membership.objects.filter(party=OuterRef("pk"), effective_on__lte=on).order_by("-effective_on")
    codes = Identifier.objects.filter(party=OuterRef("pk"), active=True, scheme__in=SHOWN).order_by("scheme")
    last = {f"last_{name}": Subquery(bonds.values(name)[:1]) for name in ("member_no", "effective_on", "ended_on")}
    active = Party.objects.filter(status=Party.Status.ACTIVE)
    return active.annotate(shown_code=Subquery(codes.values("value")[:1]), **last).order_by("search_key", "id")


def last_membership(party: Party) -> list[Membership]:
    """The membership that `listed` has read beside the party, if there is one."""
    start = party.last_effective_on  # type: ignore[attr-defined]
    ended, number = party.last_ended_on, party.last_member_no  # type: ignore[attr-defined]
    return [Membership(effective_on=start, ended_on=ended, member_no=number)] if start else []


def search(found: QuerySet[Party], words: str) -> QuerySet[Party]:
    """Keep those whose name, e-mail, number or code holds every word, whatever the order and the accents."""
    for word in fold(words).split()[:8]:
        either = Q(search_key__contains=word) | Q(email__icontains=word) | Q(pk__in=_with_code(word))
        if word.isdecimal() and len(word) < 9:
            either |= Q(pk__in=Membership.objects.filter(member_no=int(word)).values("party"))
        found = found.filter(either)
    return found


def _with_code(word: str) -> QuerySet[Identifier, Any]:
    """Who has a code that begins so: fiscal codes, numbers and IBANs are kept in upper case, certified addresses in lower."""
    return Identifier.objects.filter(Q(value__startswith=word.upper()) | Q(value__startswith=word)).values("party")


def with_status(found: QuerySet[Party], status: str, on: date) -> QuerySet[Party]:
    """Keep those of one membership status on the day; `client` is whoever is no member now, `candidate` who has asked to become one."""
    bonds = Membership.objects.all()
    now = Q(pk__in=bonds.filter(in_force(on)).values("party"))
    past = Q(pk__in=bonds.filter(ended_on__lte=on).values("party"))
    if status == CANDIDATE:
        return found.filter(~now, Exists(_open_applications()))
    known = {MembershipStatus.MEMBER: now, MembershipStatus.FORMER: ~now & past, MembershipStatus.NONE: ~now & ~past, CLIENT: ~now}
    return found.filter(known[status]) if status in known else found


def _open_applications() -> QuerySet[Any]:
    from vivaio_core.admission.models.application import Application

    states = Application.State
    still_open = [states.SUBMITTED, states.UNDER_REVIEW, states.APPROVED, states.APPEALED]
    return Application.objects.filter(party=OuterRef("pk"), state__in=still_open)


def with_category(found: QuerySet[Party], category: str, on: date) -> QuerySet[Party]:
    """Keep the members of one category on the day."""
    return found.filter(pk__in=Membership.objects.filter(in_force(on), category=category).values("party"))


def in_group(found: QuerySet[Party], group: Collectivity, on: date) -> QuerySet[Party]:
    """Keep those who belong to a group, or to one of its parts, on the day."""
    now = Q(from_on__lte=on) & (Q(to_on__isnull=True) | Q(to_on__gt=on))
    rows = CollectivityMember.objects.filter(now, Q(collectivity=group) | Q(collectivity__parent=group))
    return found.filter(pk__in=rows.values("party"))


def lacking(found: QuerySet[Party], what: str) -> QuerySet[Party]:
    """Keep those of whom the office does not know `what` (a key of LACKING)."""
    if what == "cf":
        return without_fiscal_code(found)
    if what == "definite":
        return found.filter(pk__in=Identifier.objects.filter(scheme=Identifier.Scheme.CF_PROVISIONAL, active=True).values("party"))
    return found.filter(birth_date=None, kind=Party.Kind.PERSON) if what == "birth_date" else found.filter(**{LACKING[what]: ""})


def without_fiscal_code(found: QuerySet[Party]) -> QuerySet[Party]:
    """Keep those who have no active fiscal code."""
    return found.filter(~Exists(Identifier.objects.filter(party=OuterRef("pk"), scheme=Identifier.Scheme.CF, active=True)))


def memberships() -> QuerySet[Membership]:
    """All memberships with their party, by number."""
    return Membership.objects.select_related("party").order_by("member_no", "effective_on")


def memberships_in_force(found: QuerySet[Membership], on: date, wanted: bool) -> QuerySet[Membership]:
    """Keep those in force on the day, or the others."""
    return found.filter(in_force(on)) if wanted else found.exclude(in_force(on))


def search_memberships(found: QuerySet[Membership], words: str) -> QuerySet[Membership]:
    """Keep those whose number, or member's name or code, holds every word."""
    for word in fold(words).split()[:8]:
        either = Q(party__search_key__contains=word) | Q(party__in=_with_code(word))
        found = found.filter(either | Q(member_no=int(word)) if word.isdecimal() and len(word) < 9 else either)
    return found


def groups(on: date) -> QuerySet[Collectivity]:
    """All groups with how many belong to them on the day, in one query."""
    now = Q(members__from_on__lte=on) & (Q(members__to_on__isnull=True) | Q(members__to_on__gt=on))
    return Collectivity.objects.annotate(size=Count("members", filter=now)).select_related("contact", "kind", "parent").order_by("name")


def belongings(collectivity: Collectivity) -> QuerySet[CollectivityMember]:
    """Who belongs or belonged to a group: present ones first."""
    open_first = F("to_on").desc(nulls_first=True)
    return collectivity.members.select_related("party").order_by(open_first, "party__search_key", "pk")
