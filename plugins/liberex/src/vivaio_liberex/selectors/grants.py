"""Yearly sums: who gets one, who does not and why, what is left under the caps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from vivaio_core.ledger.models import Account
from vivaio_core.people.relations.models import PartyRelation
from vivaio_core.people.relations.selectors import in_force
from vivaio_liberex.fees import value_on
from vivaio_liberex.models.grants import Grant, GrantRow
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.selectors.entry import employers
from vivaio_liberex.words import credits

PERSON_CAP, YEAR_CAP = "lbx.cap.grant_person", "lbx.cap.grants_year"
PAID = GrantRow.State.PAID
_SPACE = UUID("0f5bb8a4-7c53-5d0e-8d4e-2f9a3a6f3f41")


@dataclass(frozen=True)
class Candidate:
    """One who could get the sum: `paid` already, or `refusal` in words, or neither: gets it now."""

    participant: Participant
    paid: bool = False
    refusal: str = ""


@dataclass(frozen=True)
class Forecast:
    """What a run on the day would do; `cents` is what it would pay, `left` what the cap of the year leaves (None without a cap)."""

    candidates: Sequence[Candidate]
    cents: int
    left: int | None

    @property
    def due(self) -> list[Candidate]:
        """Who gets the sum now."""
        return [one for one in self.candidates if not one.paid and not one.refusal]

    @property
    def refused(self) -> list[Candidate]:
        """Who does not get it now."""
        return [one for one in self.candidates if one.refusal]

    @property
    def paid(self) -> list[Candidate]:
        """Who has it."""
        return [one for one in self.candidates if one.paid]

    @property
    def beyond(self) -> bool:
        """Whether the cap of the year stands against it."""
        return self.left is not None and self.cents > self.left


def key_of(grant: Grant, participant: Participant) -> UUID:
    """The ledger's key of one person's sum: the same for ever, so that nobody is paid twice."""
    return uuid5(_SPACE, f"{grant.pk}/{grant.year}/{participant.pk}")


def grants() -> QuerySet[Grant]:
    """All, the latest first, with how many were paid and refused."""
    counted = {"paid_count": Count("rows", Q(rows__state=PAID)), "refused_count": Count("rows", Q(rows__state=GrantRow.State.REFUSED))}
    return Grant.objects.select_related("employer", "resolution", "decided_by").annotate(**counted).order_by("-year", "-pk")


def forecast(grant: Grant, on: date) -> Forecast:
    """Everybody concerned on the day, in the order of their names; a constant number of queries."""
    people = list(_concerned(grant, on).order_by("shown_as", "pk"))
    working = _working(grant, on)
    paid = set(GrantRow.objects.filter(grant=grant, state=PAID).values_list("participant", flat=True))
    got = _got(grant.year)
    cap = int(value_on(PERSON_CAP, on)) or None
    found = [Candidate(one, one.pk in paid, "" if one.pk in paid else _refusal(one, grant, working, got, cap)) for one in people]
    cents = grant.amount * sum(not one.paid and not one.refusal for one in found)
    return Forecast(found, cents, left_of_year(grant.year, on))


def left_of_year(year: int, on: date) -> int | None:
    """What may still be granted for the year, minor units; None without a cap."""
    cap = int(value_on(YEAR_CAP, on)) or None
    if cap is None:
        return None
    done = GrantRow.objects.filter(grant__year=year, state=PAID).aggregate(total=Sum("amount"))["total"] or 0
    return max(0, cap - done)


def _concerned(grant: Grant, on: date) -> QuerySet[Participant]:
    """Employees of the circuit; with an employer, everybody whom it names or named as its own."""
    people = Participant.objects.exclude(state=Participant.State.CLOSED).select_related("party", "account")
    if grant.employer_id is None:
        return people.filter(kind=Participant.Kind.EMPLOYEE)
    named = PartyRelation.objects.filter(target=grant.employer_id, kind=PartyRelation.Kind.EMPLOYEE_OF, from_on__lte=on)
    return people.filter(party__in=named.values("source")).exclude(kind=Participant.Kind.COMPANY)


def _working(grant: Grant, on: date) -> set[int]:
    """The parties who are employees on the day."""
    named = PartyRelation.objects.filter(in_force(on), kind=PartyRelation.Kind.EMPLOYEE_OF)
    named = named.filter(employers(on)) if grant.employer_id is None else named.filter(target=grant.employer_id)
    return set(named.values_list("source", flat=True))


def _got(year: int) -> dict[int, int]:
    """Participant → what was granted for the year, all grants together."""
    rows = GrantRow.objects.filter(grant__year=year, state=PAID).order_by().values_list("participant")
    return dict(rows.annotate(total=Sum("amount")))


def _refusal(one: Participant, grant: Grant, working: set[int], got: dict[int, int], cap: int | None) -> str:
    account: Account = one.account
    if one.party_id not in working:
        return _("no longer known as an employee")
    if one.state != Participant.State.ACTIVE:
        return _("is leaving the circuit")
    if account.state != Account.State.OPEN:
        return _("the account is suspended")
    if cap is not None and got.get(one.pk, 0) + grant.amount > cap:
        return _("beyond the cap for one person: %(left)s are left") % {"left": credits(max(0, cap - got.get(one.pk, 0)))}
    if account.ceiling is not None and account.balance + account.held_in + grant.amount > account.ceiling:
        room = max(0, account.ceiling - account.balance - account.held_in)
        return _("beyond the highest balance: there is room for %(room)s") % {"room": credits(room)}
    return ""
