"""Who owns an account: an opaque reference, read through merges of parties (ledger L15). Books are never rewritten."""

from collections.abc import Iterable

from vivaio_core.ledger.models import Account
from vivaio_core.people.models import Party

_PARTY = "party:"


def reference(party: Party) -> str:
    """What `owner` holds for a party."""
    return f"{_PARTY}{party.pk}"


def party_of(account: Account) -> Party | None:
    """The party that owns the account today; None for accounts of the system and owners of other kinds."""
    number = _number(account)
    return _today(Party.objects.filter(pk=number).first()) if number is not None else None


def parties_of(accounts: Iterable[Account]) -> dict[int, Party]:
    """The owners of today by account; accounts of the system are left out. One query, and one more for each merge on the way."""
    numbers = {one.pk: _number(one) for one in accounts}
    found = Party.objects.in_bulk({number for number in numbers.values() if number is not None})
    owned = {pk: _today(found.get(number)) for pk, number in numbers.items() if number is not None}
    return {pk: party for pk, party in owned.items() if party is not None}


def _number(account: Account) -> int | None:
    number = account.owner.removeprefix(_PARTY)
    return int(number) if account.owner.startswith(_PARTY) and number.isdecimal() else None


def _today(party: Party | None) -> Party | None:
    while party is not None and party.merged_into_id is not None:
        party = party.merged_into
    return party


def references(party: Party) -> list[str]:
    """The owners under which the party's accounts stand: its own and those of the parties merged into it."""
    found, rest = [], [party]
    while rest:
        found += rest
        rest = list(Party.objects.filter(merged_into__in=rest).exclude(pk__in=[one.pk for one in found]))
    return [reference(one) for one in found]
