"""Exchanges come in: once each, with the member's status of their day, never changed (people P20)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.mutuality.models.exchanges import MutualExchange
from vivaio_core.people.duplicates.selectors import kept
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Membership, Party
from vivaio_core.trail.locks import EXCHANGES, hold
from vivaio_core.trail.services import record

AGAIN = "again:"


@dataclass(frozen=True)
class Exchange:
    """What a plugin or a file says: cents, the day, with whom, and a name of its own that is used once."""

    activity: str
    on: date
    amount_cents: int
    party: Party
    source_fact: str
    letter: str = MutualExchange.Letter.REVENUE


def record_exchange(
    *, activity: str, on: date, amount_cents: int, party: Party, source_fact: str, letter: str = "a", actor: User | None = None
) -> MutualExchange:
    """Write down one exchange; the same one again returns the stored row. Raises PermissionDenied; Refused for other content under one name."""
    fact = Exchange(activity, on, amount_cents, party, source_fact, letter)
    return record_many(facts=[fact], actor=actor)[0]


def record_many(*, facts: Sequence[Exchange], actor: User | None) -> list[MutualExchange]:
    """Write down many, all or none; the trail keeps one event for them. Raises PermissionDenied, Refused with the fact at fault."""
    allow(actor, "mutuality.add_mutualexchange")
    for fact in facts:
        _refuse_unsound(fact)
    facts = [replace(fact, party=kept(fact.party)) for fact in facts]
    with transaction.atomic():
        hold(EXCHANGES)
        known_rows = MutualExchange.objects.filter(source_fact__in=[fact.source_fact for fact in facts]).select_related("party__merged_into")
        stored = {row.source_fact: row for row in known_rows}
        fresh: dict[str, Exchange] = {}
        for fact in facts:
            known = stored.get(fact.source_fact) or fresh.get(fact.source_fact)
            if known is None:
                fresh[fact.source_fact] = fact
            elif _content(known) != _content(fact):
                text = _("“%(name)s” is already written down with other figures: reverse that one first.")
                raise Refused(text % {"name": fact.source_fact}, "source_fact")
        made = _write(list(fresh.values()))
        if made:
            payload = {"count": len(made), "sum_cents": sum(row.amount_cents for row in made)}
            record(kind="mutuality.record", actor=actor, payload=payload)
        stored |= {row.source_fact: row for row in made}
        return [stored[fact.source_fact] for fact in facts]


def reverse_exchange(*, exchange: MutualExchange, on: date, note: str, actor: User | None) -> MutualExchange:
    """Take an exchange back by its opposite, which counts on the same day. Raises PermissionDenied, Refused when it was reversed or is a reversal."""
    allow(actor, "mutuality.change_mutualexchange")
    if len(note.strip()) < 3:
        raise Refused(_("Write why."), "note")
    with transaction.atomic():
        hold(EXCHANGES)
        made = opposite_of(exchange)
        payload = {"name": exchange.source_fact, "note": note.strip(), "on": on.isoformat()}
        record(kind="mutuality.reverse", actor=actor, subject=exchange.party, target=f"mutuality.MutualExchange:{made.pk}", payload=payload)
        return made


def refresh_membership(*, party: Party, actor: User | None) -> int:
    """As `refresh_memberships`, for one party."""
    return refresh_memberships(parties={party.pk}, actor=actor)


def refresh_memberships(*, parties: Collection[int], actor: User | None) -> int:
    """After the register of members changed: rows whose frozen status is no longer that of their day are reversed and written anew.

    `parties` are keys. Return how many rows. Nothing is updated (P20). Two queries when nothing is wrong.
    """
    with transaction.atomic():
        hold(EXCHANGES)
        bonds = _bonds(parties)
        rows = MutualExchange.objects.filter(party__in=parties, reverses__isnull=True, reversed_by__isnull=True).select_related("party")
        wrong = [row for row in rows.order_by("pk") if row.is_member != _member(bonds.get(row.party_id, []), row.on)]
        for row in wrong:
            opposite_of(row)
        _write([Exchange(row.activity, row.on, row.amount_cents, row.party, f"{AGAIN}{row.pk}", row.letter) for row in wrong])
        for party in {row.party for row in wrong}:
            count = sum(1 for row in wrong if row.party_id == party.pk)
            record(kind="mutuality.refresh", actor=actor, subject=party, payload={"count": count})
        return len(wrong)


def _bonds(parties: Collection[int]) -> dict[int, list[Membership]]:
    found: dict[int, list[Membership]] = {}
    for bond in Membership.objects.filter(party__in=parties):
        found.setdefault(bond.party_id, []).append(bond)
    return found


def _write(facts: Sequence[Exchange]) -> list[MutualExchange]:
    bonds = _bonds({fact.party.pk for fact in facts})
    rows = [MutualExchange(**vars(fact), is_member=_member(bonds.get(fact.party.pk, []), fact.on)) for fact in facts]
    return MutualExchange.objects.bulk_create(rows, batch_size=500)


def standing(source_facts: Sequence[str]) -> list[MutualExchange]:
    """The rows that count now for these facts: the row itself, or what the register had written anew; none for what was taken back."""
    rows = list(MutualExchange.objects.filter(source_fact__in=source_facts).select_related("party").order_by("pk"))
    found: list[MutualExchange] = []
    while rows:
        reversed_ = {row.reverses_id for row in MutualExchange.objects.filter(reverses__in=rows)}
        found += [row for row in rows if row.pk not in reversed_]
        anew = [f"{AGAIN}{row.pk}" for row in rows if row.pk in reversed_]
        rows = list(MutualExchange.objects.filter(source_fact__in=anew).select_related("party").order_by("pk"))
    return found


def opposite_of(row: MutualExchange) -> MutualExchange:
    """The row that takes another back, on its own day. Raises Refused for a reversal and for a row that has one."""
    if row.reverses_id or MutualExchange.objects.filter(reverses=row).exists():
        raise Refused(_("This exchange has been reversed already."))
    kept = {"activity": row.activity, "letter": row.letter, "on": row.on, "party": row.party, "is_member": row.is_member}
    return MutualExchange.objects.create(**kept, amount_cents=-row.amount_cents, source_fact=f"reverse:{row.pk}", reverses=row)


def _member(bonds: Sequence[Membership], on: date) -> bool:
    return any(bond.effective_on <= on and (bond.ended_on is None or bond.ended_on > on) for bond in bonds)


def _content(row: MutualExchange | Exchange) -> tuple[object, ...]:
    return (row.activity, row.letter, row.on, row.amount_cents, kept(row.party).pk)


def _refuse_unsound(fact: Exchange) -> None:
    if not fact.amount_cents:
        raise Refused(_("Write an amount."), "amount_cents")
    if fact.letter not in MutualExchange.Letter.values:
        raise Refused(_("Choose one of the letters of art. 2513."), "letter")
    if not fact.activity.strip() or not fact.source_fact.strip():
        raise Refused(_("Say which activity it is, and give it a name of its own."), "activity")
