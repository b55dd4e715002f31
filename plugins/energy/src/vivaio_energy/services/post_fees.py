"""The cooperative's fee for each contract and year, given to core as an exchange with whoever holds the contract (people P20)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.mutuality.services.exchanges import Exchange, record_many
from vivaio_core.mutuality.services.facts import take_back
from vivaio_core.people.errors import Refused, allow
from vivaio_core.trail.locks import EXCHANGES, hold
from vivaio_core.trail.services import record
from vivaio_energy.models.contracts import SupplyContract
from vivaio_energy.models.fees import Fee
from vivaio_energy.selectors.fees import contracts_to_charge

ACTIVITY = "energia"


@dataclass(frozen=True)
class Posted:
    """What a run wrote."""

    year: int
    entries: int
    cents: int


def post_fees(*, actor: User | None, year: int, on: date) -> Posted:
    """Record the fees of `year` that are still missing, each on the contract's first day of the year: core freezes the member's status of
    that day. Running twice adds nothing. Raises PermissionDenied, Refused for a year that has not begun."""
    allow(actor, "energy.post_fees")
    if year > on.year:
        raise Refused(_("The year %(year)d has not begun yet.") % {"year": year}, "year")
    with transaction.atomic():
        hold(EXCHANGES)
        made = Fee.objects.bulk_create([_fee(contract, year, on) for contract in contracts_to_charge(year, on)], batch_size=500)
        facts = [Exchange(ACTIVITY, fee.on, fee.amount_cents, fee.contract.member, fee.source_fact) for fee in made]
        record_many(facts=facts, actor=actor)
        cents = sum(fee.amount_cents for fee in made)
        if made:
            payload = {"year": str(year), "entries": len(made), "sum_cents": cents}
            record(kind="energy.fees_post", actor=actor, target=f"energy.Fee:{year}", payload=payload)
    return Posted(year, len(made), cents)


def take_back_fees(*, actor: User | None, contract: SupplyContract, since: date | None) -> int:
    """A contract was undone: take back its fees from the day `since` on, all of them for None; return how many. Raises PermissionDenied."""
    with transaction.atomic():
        fees = contract.fees.filter(taken_back=False)
        fees = fees.filter(on__gte=since) if since else fees
        names = [fee.source_fact for fee in fees]
        if names:
            take_back(source_facts=names, note=_("The contract was undone."), actor=actor)
            fees.update(taken_back=True)
        return len(names)


def _fee(contract: SupplyContract, year: int, on: date) -> Fee:
    first = max(contract.effective_on or on, date(year, 1, 1))
    return Fee(contract=contract, year=year, amount_cents=contract.fee_cents, on=first, recorded_on=on)
