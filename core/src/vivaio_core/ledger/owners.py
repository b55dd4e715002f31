"""Who owns an account: an opaque reference, read through merges of parties (ledger L15). Books are never rewritten."""

from vivaio_core.ledger.models import Account
from vivaio_core.people.models import Party

_PARTY = "party:"


def reference(party: Party) -> str:
    """What `owner` holds for a party."""
    return f"{_PARTY}{party.pk}"


def party_of(account: Account) -> Party | None:
    """The party that owns the account today; None for accounts of the system and owners of other kinds."""
    number = account.owner.removeprefix(_PARTY)
    if not account.owner.startswith(_PARTY) or not number.isdecimal():
        return None
    party = Party.objects.filter(pk=int(number)).first()
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
