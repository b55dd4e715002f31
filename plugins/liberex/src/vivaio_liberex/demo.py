"""A circuit for the demonstration: who takes part, lines by resolution, yearly sums, two years of trade. A second run creates nothing."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5

from vivaio_core.ledger.api import move, post, set_limits
from vivaio_core.ledger.models import Account
from vivaio_core.people.models import Membership, Party, Resolution
from vivaio_core.people.relations.models import PartyRelation
from vivaio_core.people.selectors import in_force
from vivaio_core.people.services import record_resolution
from vivaio_core.site.demo import DemoContext
from vivaio_liberex.demo_asked import build_asked
from vivaio_liberex.demo_board import build_board
from vivaio_liberex.demo_mixed import build_mixed
from vivaio_liberex.demo_plan import Branch, CircuitPlan
from vivaio_liberex.demo_trade import Trade, Trader, spent, trades
from vivaio_liberex.models.participants import Participant, Sector
from vivaio_liberex.models.payments import Payment
from vivaio_liberex.selectors.entry import PLAIN
from vivaio_liberex.services.grants import decide_grant, run_grants
from vivaio_liberex.services.join import join, keep_sector
from vivaio_liberex.services.leave import leave, settle
from vivaio_liberex.services.lines import grant_line

_SPACE = UUID("c2a4a6b0-3f63-5d0e-8a53-1d6f1a2b9c77")
AT_ONCE = 500
Kind = Participant.Kind
# Places among the companies whose story the demonstration tells.
BUSY, STUCK, FULL, LEAVING = 0, 1, 2, 3


def build(context: DemoContext) -> None:
    """Fill the circuit; nothing without the section, nor where somebody takes part already. Raises pydantic.ValidationError."""
    if "liberex" not in context.data or Participant.objects.exists():
        return
    plan, random = CircuitPlan.model_validate(context.data["liberex"]), context.random
    since = _months_before(context.on, plan.first_day_months_ago)
    sectors = {branch.code: keep_sector(code=branch.code, title=branch.title, actor=None) for branch in (*plan.branches, plan.between_persons)}
    email = context.data.get("people", {}).get("member", {}).get("email", "")
    companies = [_enter(party, Kind.COMPANY, branch, sectors, since) for party, branch in _companies(plan, since, random)]
    members = [_enter(party, Kind.MEMBER, plan.between_persons, sectors, since) for party in _members(plan, since, email)]
    employees = _employees(plan, companies[BUSY], context.on) if companies else []
    decided = record_resolution(organ="board", held_on=since, minute_no="4", actor=None, subject=plan.line_reason)
    floors = _lines(plan, companies, members, since, decided, context.on, random)
    _grants(plan, employees, since, context.on, decided)
    _trade(plan, companies, members, employees, floors, since, context.on, random)
    _leave(plan, companies, context.on)
    if members:
        selling = [*companies[:1], *companies[LEAVING + 1 :]]
        build_asked(plan, members[0], selling, context.on)
        build_mixed(plan, members, selling[3:], context.on)
        build_board(plan.board, members, companies[:LEAVING] + companies[LEAVING + 1 :], sectors, context.on)


def _companies(plan: CircuitPlan, since: date, random: Random) -> list[tuple[Party, Branch]]:
    """Member organisations, each with a branch in its share; the first ones trade in the first branch, which is the busiest."""
    found = _bonds(since, Party.Kind.ORGANISATION)[: plan.companies]
    open_to_all = [branch for branch in plan.branches for _ in range(branch.share) if not branch.names]
    named = {word: branch for branch in plan.branches for word in branch.names}

    def branch_of(party: Party) -> Branch:
        return next((branch for word, branch in named.items() if word in party.display_name), None) or random.choice(open_to_all)

    # The busiest shop, the one at its limit and those with a story sell what everybody needs.
    found.sort(key=lambda party: branch_of(party) is not plan.branches[0])
    return [(party, branch_of(party)) for party in found]


def _members(plan: CircuitPlan, since: date, email: str) -> list[Party]:
    """The member whose account the visitor tries, then other persons."""
    found = _bonds(since, Party.Kind.PERSON)
    found.sort(key=lambda party: party.email != email)
    return found[: plan.members]


def _bonds(on: date, kind: str) -> list[Party]:
    rows = Membership.objects.filter(in_force(on), ended_on=None, party__kind=kind).select_related("party").order_by("party__search_key", "party")
    return [row.party for row in rows]


def _enter(party: Party, kind: str, branch: Branch | None, sectors: dict[str, Sector], on: date) -> Participant:
    given: dict[str, Any] = {"kind": kind, "sector": sectors[branch.code] if branch else None, "shown_as": party.display_name, "accepted": PLAIN}
    return join(party=party, on=on, actor=None, seller_share=100 if not branch or branch.share > 2 else 50, **given)


def _employees(plan: CircuitPlan, company: Participant, on: date) -> list[Participant]:
    """Persons who are no member yet and work for the first company."""
    out = Membership.objects.filter(in_force(on)).values("party")
    free = Party.objects.filter(kind=Party.Kind.PERSON, status=Party.Status.ACTIVE).exclude(pk__in=out).order_by("search_key", "pk")
    found = []
    for party in free[: plan.employees]:
        PartyRelation.objects.create(source=party, target=company.party, kind=PartyRelation.Kind.EMPLOYEE_OF, from_on=company.joined_on)
        found.append(_enter(party, Kind.EMPLOYEE, None, {}, company.joined_on))
    return found


def _lines(
    plan: CircuitPlan, companies: list[Participant], members: list[Participant], since: date, decided: Resolution, on: date, random: Random
) -> dict[int, int]:
    """A line for each company and for the first members; the floor of each by number."""
    floors = {}
    for one in [*companies, *members[: len(companies) // 2]]:
        amount = random.choice(plan.lines) if one.kind == Kind.COMPANY else plan.lines[0] // (1 if one is members[0] else 2)
        kept: dict[str, Any] = {"resolution": decided, "valid_from": since, "valid_to": None}
        grant_line(participant=one, amount=amount, reason=plan.line_reason, on=on, actor=None, **kept)
        floors[one.pk] = -amount
    return floors


def _grants(plan: CircuitPlan, employees: list[Participant], since: date, on: date, decided: Resolution) -> None:
    for year in range(since.year + 1, on.year + 1) if employees else ():
        made = decide_grant(title=f"Somma {year}", year=year, amount=plan.grant, employer=None, resolution=decided, on=on, actor=None)
        run_grants(grant=made, on=max(date(year, 1, 15), since), actor=None)


def _trade(
    plan: CircuitPlan,
    companies: list[Participant],
    members: list[Participant],
    employees: list[Participant],
    floors: dict[int, int],
    since: date,
    on: date,
    random: Random,
) -> None:
    """Everybody trades; the busy shop sells a lot, one company only buys in the first months, one reaches its ceiling, one branch sells nothing."""
    branches = {branch.code: branch for branch in (*plan.branches, plan.between_persons)}
    everybody = [*companies, *members, *employees]
    balances = dict(Account.objects.filter(pk__in=[one.account_id for one in everybody]).values_list("pk", "balance"))
    traders = []
    for one in everybody:
        branch = branches[one.sector.code] if one.sector else None
        sells = 0.0 if branch is None or branch.asleep else 1.0 if one.kind == Kind.COMPANY else 0.6
        traders.append(Trader(one.pk, branch, floors.get(one.pk, 0), None, sells, 1.0 if one.pk in floors else 0.4, balances[one.account_id]))
    busy, stuck, full, leaving = traders[:4]
    busy.sells, full.ceiling, full.sells, full.buys = len(companies) / 4, plan.lines[-1], 6.0, 0.0
    stuck.sells, stuck.buys, leaving.sells, leaving.buys = 0.0, 0.0, 0.0, 0.0
    found = [*spent(stuck, traders, since, 120, random), *spent(leaving, traders, since, 300, random)]
    found += trades(traders, plan.payments, since, on, random)
    _post(found, {one.pk: one for one in everybody}, members[0] if members else None, plan.memo_of_member)
    if full.balance > plan.lines[-1] // 2:
        set_limits(account=companies[FULL].account, floor=full.floor, ceiling=full.balance, reason=plan.line_reason, actor=None)


def _post(found: Sequence[Trade], people: dict[int, Participant], member: Participant | None, memo: str) -> None:
    """The books in calls of AT_ONCE, then the words; keys follow from the place, so the demonstration is the same each time."""
    for start in range(0, len(found), AT_ONCE):
        part = [(uuid5(_SPACE, str(start + place)), trade) for place, trade in enumerate(found[start : start + AT_ONCE])]
        rows = [move(people[one.payer].account, people[one.payee].account, one.amount, kind="payment", key=key, value_on=one.on) for key, one in part]
        post(*rows)
        words = [
            Payment(
                key=key,
                payer=people[one.payer],
                payee=people[one.payee],
                amount=one.amount,
                memo=memo if member and one.payer == member.pk and place % 7 == 0 else one.memo,
                value_on=one.on,
            )
            for place, (key, one) in enumerate(part)
        ]
        Payment.objects.bulk_create(words)


def _leave(plan: CircuitPlan, companies: list[Participant], on: date) -> None:
    """One company leaves with a debt: the fund takes it over and the euro are asked."""
    if len(companies) <= LEAVING:
        return
    left = leave(participant=companies[LEAVING], reason=plan.exit_reason, on=on - timedelta(days=20), actor=None)
    if Account.objects.get(pk=left.account_id).balance < 0:
        settle(participant=left, on=on - timedelta(days=10), actor=None)


def _months_before(on: date, months: int) -> date:
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return date(year, month + 1, 1)
