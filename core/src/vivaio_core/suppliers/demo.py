"""The suppliers of a demonstration, from `[suppliers]` of the example's demo.toml. Deterministic; a second run creates nothing."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import zip_longest
from random import Random

from pydantic import BaseModel, ConfigDict

from vivaio_core.documents.demo import Signers, signings
from vivaio_core.documents.selectors import CHARTER, SUPPLIERS_FROM, published, required_from
from vivaio_core.documents.services import sign_many
from vivaio_core.people.demo import Town
from vivaio_core.people.demo_codes import vat_number
from vivaio_core.people.demo_names import STREETS, SURNAMES
from vivaio_core.people.models import Identifier, Party
from vivaio_core.people.opening import Newcomer, bring_in
from vivaio_core.site.demo import DemoContext
from vivaio_core.suppliers.agreements import agree_distributor
from vivaio_core.suppliers.models import Supplier
from vivaio_core.suppliers.services import Known, Profile, bring_in_suppliers

ORDERS = "ordini@fornitore{}.example"
Days = tuple[date, date | None, date | None]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class KindPlan(_Table):
    """Suppliers of one kind: how many are active, how many of these local and small, how they are called, what they supply.

    `started_on` is for a named one whose first day is known.
    """

    names: tuple[str, ...]
    supplies: tuple[str, ...]
    count: int
    local_and_small: int
    is_cooperative: bool = False
    coop_type: str = ""
    employs_disadvantaged: bool = False
    started_on: date | None = None


class DistributorPlan(_Table):
    """Distributors of one kind: how many, how they are called, what they distribute."""

    kind: str
    names: tuple[str, ...]
    distributes: str
    count: int


class SuppliersPlan(_Table):
    """`[suppliers]`: beside the active ones some never signed again (`suspended`), some are candidates, some have gone."""

    first_day: date
    suspended: int = 0
    candidates: int = 0
    ended: int = 0
    in_time: float = 0.5
    kinds: tuple[KindPlan, ...]
    distributors: tuple[DistributorPlan, ...] = ()


def build(context: DemoContext) -> None:
    """Bring in everybody that `[suppliers]` describes, with their signatures. Raises pydantic.ValidationError on a section that cannot be used."""
    if "suppliers" not in context.data or Supplier.objects.exists():
        return
    plan, random = SuppliersPlan.model_validate(context.data["suppliers"]), context.random
    profiles = [profile for kind in plan.kinds for profile in _profiles(kind, random)]
    others = [_plain(plan.kinds[-1], random) for _ in range(plan.suspended + plan.candidates + plan.ended)]
    towns = [Town.model_validate(one) for one in context.data["people"]["towns"]]
    named = [*profiles, *others]
    known_days = [kind.started_on for kind in plan.kinds for _ in range(kind.count)]
    days = [_since(first, lived) for first, lived in zip_longest(known_days, _days(len(named), plan, context))]
    parties = _parties(named, days, towns, context)
    known = [Known(party, profile, *lived) for (_name, profile), party, lived in zip(named, parties, days, strict=True)]
    bring_in_suppliers(known=known, actor=None)
    _sign(known, plan, len(profiles), context)
    _distributors(plan, towns, context)


def _distributors(plan: SuppliersPlan, towns: Sequence[Town], context: DemoContext) -> None:
    """Each with an organisation of its own, since some day after the cooperative's first one."""
    kinds = [one for one in plan.distributors for _ in range(one.count)]
    named = [(one.names[number % len(one.names)], Profile()) for number, one in enumerate(kinds)]
    begun = [plan.first_day + timedelta(days=context.random.randrange(365 * 8)) for _ in kinds]
    parties = _parties(named, [(day, None, None) for day in begun], towns, context, "info@distributore{}.example")
    for one, party, day in zip(kinds, parties, begun, strict=True):
        agree_distributor(party=party, kind=one.kind, distributes=one.distributes, on=day, actor=None)


def _profiles(kind: KindPlan, random: Random) -> list[tuple[str, Profile]]:
    found = []
    for number in range(kind.count):
        near = number < kind.local_and_small
        profile = Profile(
            supplies=kind.supplies[number % len(kind.supplies)],
            is_cooperative=kind.is_cooperative,
            coop_type=kind.coop_type,
            employs_disadvantaged=kind.employs_disadvantaged,
            local=near,
            staff_count=random.randrange(2, 20) if near else random.randrange(20, 180),
        )
        found.append((kind.names[number % len(kind.names)], profile))
    return found


def _plain(kind: KindPlan, random: Random) -> tuple[str, Profile]:
    return random.choice(kind.names), Profile(supplies=random.choice(kind.supplies), local=True, staff_count=random.randrange(3, 30))


def _parties(
    named: Sequence[tuple[str, Profile]], days: Sequence[Days], towns: Sequence[Town], context: DemoContext, mails: str = ORDERS
) -> list[Party]:
    random = context.random
    names = set(Party.objects.filter(kind=Party.Kind.ORGANISATION).values_list("display_name", flat=True))
    codes = set(Identifier.objects.values_list("value", flat=True))
    found: list[Newcomer] = []
    while len(found) < len(named):
        pattern, town = named[len(found)][0], random.choice(towns)
        name, vat = pattern.format(surname=random.choice(SURNAMES), town=town.name), vat_number(random, town.office)
        if name in names or vat in codes:
            continue
        names.add(name)
        codes.add(vat)
        number = len(found) + 1
        address = f"{random.choice(STREETS)} {random.randrange(1, 240)}, {town.cap} {town.name}"
        mail, phone = mails.format(number), f"059 {random.randrange(100_000, 999_999)}"
        found.append(Newcomer(registered_on=days[number - 1][0], name=name, email=mail, phone=phone, address=address, fiscal_code=vat, vat=vat))
    return bring_in(newcomers=found)


def _days(count: int, plan: SuppliersPlan, context: DemoContext) -> list[Days]:
    """When each was proposed, began and ended: the active ones over the years, the suspended ones long ago, the last ones candidates or gone."""
    random, found = context.random, []
    active = count - plan.suspended - plan.candidates - plan.ended
    for number in range(count):
        last = date(2020, 12, 31) if number >= active else context.on - timedelta(days=90)
        proposed = plan.first_day + timedelta(days=random.randrange((last - plan.first_day).days))
        started: date | None = proposed + timedelta(days=random.randrange(5, 40))
        ended = None
        if number >= active + plan.suspended + plan.candidates:
            ended = date(2021, 1, 1) + timedelta(days=random.randrange(700))
        elif number >= active + plan.suspended:
            proposed, started = context.on - timedelta(days=random.randrange(3, 25)), None
        found.append((proposed, started, ended))
    return found


def _since(first: date | None, lived: Days) -> Days:
    return (first - timedelta(days=20), first, None) if first else lived


def _sign(known: Sequence[Known], plan: SuppliersPlan, active: int, context: DemoContext) -> None:
    """Those of before sign in the first months in which it is asked; the suspended ones never again."""
    versions, random = list(published(CHARTER).order_by("number")), context.random
    asked = required_from(SUPPLIERS_FROM, context.on)
    if asked is None:
        return
    made = []
    for number, one in enumerate(known):
        if one.started_on is None or one.ended_on:
            continue
        late = active <= number < active + plan.suspended
        signers = Signers(missed=1, in_time=0) if late else Signers(missed=0, in_time=plan.in_time)
        since = max(one.started_on, asked + timedelta(days=random.randrange(200)))
        made += list(signings(one.party, since, context.on, versions, signers, random))
    sign_many(signings=made, actor=None)
