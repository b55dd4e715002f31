"""The people of a demonstration, from `[people]` of the example's demo.toml. Deterministic; a second run creates nothing."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from vivaio_core.people.demo_codes import fiscal_code, vat_number
from vivaio_core.people.demo_names import MEN, STREETS, SURNAMES, WOMEN
from vivaio_core.people.models import Identifier, Membership, Party
from vivaio_core.people.opening import Belonging, Group, Newcomer, Told, bring_in, unheard
from vivaio_core.people.relations.services import relate
from vivaio_core.site.demo import DemoContext

SHARES = (1, 2, 1, 4, 1, 2, 1, 8)
Share = Annotated[float, Field(ge=0, le=1)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Town(_Table):
    """Where people live and are born: name, post code, code of the town in fiscal codes, code of the tax office."""

    name: str
    cap: str
    code: str
    office: str


class GroupOf(_Table):
    """A collectivity and the share of persons and of organisations that belong to it; without `included_on` it is only proposed."""

    name: str
    description: str
    since: date
    included_on: date | None = None
    persons: Share = 0
    organisations: Share = 0


class Known(_Table):
    """The person whose account the visitor tries; `represents` is for how many member organisations they may act."""

    first_name: str
    last_name: str
    addressed_as: str
    birth_date: date
    email: str
    phone: str
    address: str
    registered_on: date
    admitted_on: date
    groups: tuple[str, ...] = ()
    represents: int = 0


class Plan(_Table):
    """`[people]`: how many, since when, where."""

    persons: int
    organisations: int
    clients: int = 0
    left: int = 0
    without_code: int = 0
    first_day: date
    towns: tuple[Town, ...]
    organisation_names: tuple[str, ...]
    member: Known
    groups: tuple[GroupOf, ...] = ()


def build(context: DemoContext, people: int = 0, told: Told = unheard) -> int:
    """Bring in everybody that `[people]` describes, and as many more as it takes to be `people`; return how many came in.

    Those who come after the first time are annotated in the libro soci from its last day on, because a book does not go back.
    `told(done, of)` hears how far it is. Raises pydantic.ValidationError on a section that cannot be used.
    """
    plan = Plan.model_validate(context.data["people"])
    groups: list[Group] = []
    newcomers: list[Newcomer] = []
    first = not Party.objects.filter(email=plan.member.email).exists()
    if not first:
        used = set(Identifier.objects.values_list("value", flat=True)) | set(Party.objects.values_list("display_name", flat=True))
    else:
        known = _known(plan)
        used = {known.fiscal_code}
        newcomers = [known, *_organisations(plan, context, used), *_persons(plan, context, used)]
        groups = [Group(one.name, one.description, one.since, one.included_on) for one in plan.groups]
    present = Party.objects.filter(status=Party.Status.ACTIVE).count() + len(newcomers)
    newcomers += _more(plan, context, used, present, people - present)
    if newcomers:
        bring_in(newcomers=newcomers, groups=groups, told=told)
    if first:
        _represent(plan.member)
    return len(newcomers)


def _represent(known: Known) -> None:
    """The person whose account the visitor tries acts for the first organisations that are members, from the later of the two first days."""
    person = Party.objects.get(email=known.email)
    bonds = Membership.objects.filter(party__kind=Party.Kind.ORGANISATION, ended_on=None).select_related("party").order_by("party")
    for bond in bonds[: known.represents]:
        relate(source=person, target=bond.party, kind="represents", on=max(bond.effective_on, known.registered_on), actor=None)


def _more(plan: Plan, context: DemoContext, used: set[str], present: int, count: int) -> list[Newcomer]:
    """`count` more people and organisations in the plan's proportions, by a chance of their own; the first ones stay who they are."""
    if count < 1:
        return []
    whole = plan.persons + plan.organisations
    organisations = count * plan.organisations // whole
    parts = {name: count * getattr(plan, name) // whole for name in ("clients", "left")}
    larger = plan.model_copy(update={**parts, "organisations": organisations, "persons": count - organisations, "without_code": 0})
    chance = replace(context, random=Random(f"{plan.member.email}:{present}"))  # noqa: S311 - invented people
    return [*_organisations(larger, chance, used, present), *_persons(larger, chance, used, present)]


def member(context: DemoContext) -> Party:
    """The party whose account the visitor tries. Raises Party.DoesNotExist before `build`."""
    return Party.objects.get(email=Plan.model_validate(context.data["people"]).member.email)


def _known(plan: Plan) -> Newcomer:
    known = plan.member
    code = fiscal_code(known.first_name, known.last_name, known.birth_date, known.addressed_as == Party.AddressedAs.FEMININE, plan.towns[0].code)
    belongings = tuple(Belonging(name, known.admitted_on + timedelta(days=40)) for name in known.groups)
    return Newcomer(**known.model_dump(exclude={"groups", "represents"}), fiscal_code=code, belongings=belongings)


def _persons(plan: Plan, context: DemoContext, used: set[str], first: int = 0) -> list[Newcomer]:
    random = context.random
    found: list[Newcomer] = []
    while len(found) < plan.persons:
        woman = random.random() < 0.52
        name, last = random.choice(WOMEN if woman else MEN), random.choice(SURNAMES)
        born = date(1936, 1, 1) + timedelta(days=int(random.triangular(0, 25_500, 14_000)))
        town = random.choice(plan.towns)
        code = fiscal_code(name, last, born, woman, town.code)
        if code in used:
            continue
        used.add(code)
        number = len(found)
        newcomer = Newcomer(
            first_name=name,
            last_name=last,
            addressed_as=Party.AddressedAs.FEMININE if woman else Party.AddressedAs.MASCULINE,
            birth_date=born,
            email=_mail(f"{name}.{last}", first + number) if random.random() < 0.86 else "",
            phone=_phone(random, "3"),
            address=_address(random, town),
            fiscal_code="" if number < plan.without_code else code,
            shares=SHARES[number % len(SHARES)],
            **_life(plan, context, number < plan.clients, plan.clients <= number < plan.clients + plan.left),
        )
        found.append(_grouped(newcomer, plan, random, organisation=False))
    return found


def _organisations(plan: Plan, context: DemoContext, used: set[str], first: int = 0) -> list[Newcomer]:
    random = context.random
    found: list[Newcomer] = []
    while len(found) < plan.organisations:
        pattern = plan.organisation_names[len(found) % len(plan.organisation_names)]
        town = random.choice(plan.towns)
        name = pattern.format(surname=random.choice(SURNAMES), town=town.name, first=random.choice(WOMEN + MEN))
        if first and name in used:
            name = f"{name} e {random.choice(SURNAMES)}"
        vat = vat_number(random, town.office)
        if name in used or vat in used:
            continue
        used |= {name, vat}
        newcomer = Newcomer(
            name=name,
            email=f"info@azienda{first + len(found) + 1}.example",
            phone=_phone(random, "059"),
            address=_address(random, town),
            fiscal_code=vat,
            vat=vat,
            shares=5 * SHARES[len(found) % len(SHARES)],
            **_life(plan, context, False, False),
        )
        found.append(_grouped(newcomer, plan, random, organisation=True))
    return found


def _life(plan: Plan, context: DemoContext, client: bool, leaves: bool) -> dict[str, Any]:
    """When somebody came, was admitted and left; more come in later years than in early ones."""
    random, days = context.random, (context.on - plan.first_day).days - 60
    registered = plan.first_day + timedelta(days=int(days * random.random() ** 0.6))
    if client:
        return {"registered_on": registered}
    admitted = registered + timedelta(days=random.randrange(12, 55))
    life: dict[str, Any] = {"registered_on": registered, "admitted_on": admitted}
    rest = (context.on - admitted).days
    if leaves and rest > 400:
        reasons = Membership.EndReason
        reason = random.choices([reasons.EXIT, reasons.DEATH, reasons.EXCLUSION], [6, 3, 1])[0]
        life |= {"ended_on": admitted + timedelta(days=random.randrange(300, rest)), "end_reason": reason.value}
    return life


def _grouped(one: Newcomer, plan: Plan, random: Random, *, organisation: bool) -> Newcomer:
    """Put somebody into groups by their shares, not before the group was included and not after leaving."""
    start = one.admitted_on or one.registered_on
    belongings = []
    for group in plan.groups:
        share = group.organisations if organisation else group.persons
        if random.random() < share and group.included_on and one.ended_on is None:
            belongings.append(Belonging(group.name, max(start, group.included_on)))
    return Newcomer(**{**vars(one), "belongings": tuple(belongings)})


def _mail(name: str, number: int) -> str:
    return f"{name.lower().replace(' ', '')}{number}@posta.example"


def _phone(random: Random, prefix: str) -> str:
    if prefix == "3":
        return f"3{random.randrange(20, 99)} {random.randrange(1_000_000, 9_999_999)}"
    return f"{prefix} {random.randrange(100_000, 999_999)}"


def _address(random: Random, town: Town) -> str:
    return f"{random.choice(STREETS)} {random.randrange(1, 240)}, {town.cap} {town.name}"
