"""Brings in many people at once, with the dates their acts had: the opening of a register, a demonstration.

The same checks as one by one, a few statements instead of thousands, and one event for every act in the order of their days.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.people.errors import Refused
from vivaio_core.people.folding import search_key
from vivaio_core.people.matching import checked
from vivaio_core.people.models import Collectivity, CollectivityMember, Identifier, Party
from vivaio_core.trail.acts import Act
from vivaio_core.trail.locks import MEMBER_NUMBERS, hold
from vivaio_core.trail.services import record_all


@dataclass(frozen=True)
class Group:
    """A collectivity with its history: proposed on `since`, included on `included_on` when it is."""

    name: str
    description: str
    since: date
    included_on: date | None = None


@dataclass(frozen=True)
class Belonging:
    """A group by name, and the days `[from_on, to_on)`."""

    group: str
    from_on: date
    to_on: date | None = None


@dataclass(frozen=True)
class Newcomer:
    """Somebody to bring in. `name` is an organisation's; persons have first and last name."""

    registered_on: date
    first_name: str = ""
    last_name: str = ""
    name: str = ""
    addressed_as: str = ""
    birth_date: date | None = None
    email: str = ""
    phone: str = ""
    address: str = ""
    fiscal_code: str = ""
    vat: str = ""
    admitted_on: date | None = None
    shares: int = 1
    ended_on: date | None = None
    end_reason: str = ""
    note: str = ""
    belongings: Sequence[Belonging] = field(default=())

    @property
    def display_name(self) -> str:
        """What is shown."""
        return self.name or f"{self.first_name} {self.last_name}"


Told = Callable[[int, int], None]
BATCH = 500


def unheard(done: int, of: int) -> None:
    """Nobody listens to how far it is."""


def bring_in(*, newcomers: Sequence[Newcomer], groups: Sequence[Group] = (), told: Told = unheard) -> list[Party]:
    """Write them all or none; member numbers follow the days of admission. Only the system calls it. Raises Refused with the name at fault.

    `told(done, of)` hears of people after each five hundred rows: a person counts when his row, his entries and his events are written.
    """
    from vivaio_core.register import history

    with transaction.atomic():
        hold(MEMBER_NUMBERS)
        made_groups = _groups(groups)
        whole = len(newcomers)
        parties: list[Party] = []
        for start in range(0, whole, BATCH):
            parties += Party.objects.bulk_create([_party(one) for one in newcomers[start : start + BATCH]])
            told(len(parties) // 3, whole)
        pairs = list(zip(newcomers, parties, strict=True))
        Identifier.objects.bulk_create(list(_identifiers(pairs)), batch_size=500)
        acts = history.enter([(one, party) for one, party in pairs if one.admitted_on])
        told(2 * whole // 3, whole)
        CollectivityMember.objects.bulk_create(list(_belongings(pairs, made_groups)), batch_size=500)
        acts += [*_acts_of_groups(groups, made_groups), *_acts_of_people(pairs, made_groups)]
        acts.sort(key=lambda act: act.at or timezone.now())
        for start in range(0, len(acts), BATCH):
            record_all(acts=acts[start : start + BATCH])
            told((2 * whole + whole * min(start + BATCH, len(acts)) // len(acts)) // 3, whole)
        return parties


def _groups(groups: Sequence[Group]) -> dict[str, Collectivity]:
    included, proposed = Collectivity.State.INCLUDED, Collectivity.State.PROPOSED
    rows = [Collectivity(name=one.name, description=one.description, state=included if one.included_on else proposed) for one in groups]
    present = {one.name: one for one in Collectivity.objects.all()}
    return present | {one.name: one for one in Collectivity.objects.bulk_create(rows)}


def _party(one: Newcomer) -> Party:
    return Party(
        kind=Party.Kind.ORGANISATION if one.name else Party.Kind.PERSON,
        display_name=one.display_name,
        first_name=one.first_name,
        last_name=one.last_name,
        addressed_as=one.addressed_as,
        birth_date=one.birth_date,
        email=one.email,
        phone=one.phone,
        address=one.address,
        search_key=search_key(one.first_name, one.last_name, one.name),
    )


def _identifiers(pairs: Sequence[tuple[Newcomer, Party]]) -> Iterator[Identifier]:
    seen: set[str] = set(Identifier.objects.filter(scheme=Identifier.Scheme.CF, active=True).values_list("value", flat=True))
    for one, party in pairs:
        for scheme, raw in ((Identifier.Scheme.CF, one.fiscal_code), (Identifier.Scheme.VAT, one.vat)):
            if not raw:
                continue
            try:
                code = checked(scheme, raw)
            except Refused as refusal:
                raise Refused(f"{one.display_name}: {refusal}", refusal.field) from None
            if scheme == Identifier.Scheme.CF:
                if code.value in seen:
                    text = _("%(name)s: the fiscal code %(code)s already belongs to somebody else.")
                    raise Refused(text % {"name": one.display_name, "code": code.value}, "fiscal_code")
                seen.add(code.value)
            yield Identifier(party=party, scheme=scheme, value_given=raw[:40], value=code.value, key=code.key)


def _belongings(pairs: Sequence[tuple[Newcomer, Party]], groups: dict[str, Collectivity]) -> Iterator[CollectivityMember]:
    for one, party in pairs:
        for belonging in one.belongings:
            group = groups[belonging.group]
            yield CollectivityMember(collectivity=group, party=party, from_on=belonging.from_on, to_on=belonging.to_on)


def at(day: date, hour: int) -> datetime:
    """A plausible moment of a past day."""
    return timezone.make_aware(datetime.combine(day, time(hour, day.toordinal() % 60)))


def _acts_of_groups(groups: Iterable[Group], made: dict[str, Collectivity]) -> Iterator[Act]:
    for one in groups:
        target = f"people.Collectivity:{made[one.name].pk}"
        yield Act("people.propose_group", target=target, payload={"group": one.name}, at=at(one.since, 9))
        if one.included_on:
            payload = {"group": one.name, "on": one.included_on.isoformat()}
            yield Act("people.include_group", target=target, payload=payload, at=at(one.included_on, 10))


def _acts_of_people(pairs: Sequence[tuple[Newcomer, Party]], groups: dict[str, Collectivity]) -> Iterator[Act]:
    for one, party in pairs:
        payload: dict[str, object] = {"name": party.display_name}
        yield Act("people.register", subject=party, target=f"people.Party:{party.pk}", payload=payload, at=at(one.registered_on, 11))
        for belonging in one.belongings:
            payload = {"group": belonging.group, "on": belonging.from_on.isoformat()}
            target = f"people.Collectivity:{groups[belonging.group].pk}"
            yield Act("people.join", subject=party, target=target, payload=payload, at=at(belonging.from_on, 19))
