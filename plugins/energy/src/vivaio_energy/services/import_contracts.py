"""Writing down supplies that were already running: many points and contracts in one act, all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Party
from vivaio_core.trail.acts import Act
from vivaio_core.trail.services import record, record_all
from vivaio_energy.errors import DuplicatePoint, Overlap
from vivaio_energy.models.contracts import SupplyContract
from vivaio_energy.models.points import Supplier, SupplyPoint
from vivaio_energy.services.register_point import checked_code
from vivaio_energy.snapshots import digest
from vivaio_energy.states import ContractState


@dataclass(frozen=True)
class RunningSupply:
    """One supply that is running or ended: whose, where, with whom, since when."""

    member: Party
    supplier: Supplier
    commodity: str
    code: str
    address: str
    use: str
    annual_consumption: int | None
    signed_on: date
    effective_on: date
    offer: dict[str, Any]
    ended_on: date | None = None
    fee_cents: int = 0


def import_contracts(*, actor: User | None, rows: Sequence[RunningSupply], on: date) -> list[SupplyContract]:
    """Write points and contracts with one event each. Raises PermissionDenied, CodeRefused, DuplicatePoint, Overlap, Refused."""
    allow(actor, "energy.handle_switch")
    checked = [checked_code(commodity=row.commodity, raw=row.code) for row in rows]
    if any(row.effective_on > on or row.signed_on > row.effective_on for row in rows):
        raise Refused(_("A running supply starts after its signature and not in the future: please check the dates."))
    try:
        with transaction.atomic():
            points = SupplyPoint.objects.bulk_create([_point(row, found.key, on) for row, found in zip(rows, checked, strict=True)], batch_size=200)
            contracts = SupplyContract.objects.bulk_create([_contract(row, point) for row, point in zip(rows, points, strict=True)], batch_size=200)
            record_all(acts=[_act(actor, contract) for contract in contracts])
            record(kind="energy.contracts_import", actor=actor, payload={"count": len(contracts)})
    except IntegrityError as error:
        if "two supplies" in str(error):
            raise Overlap(_("On these days the point already has another supply: please check the dates of its contracts.")) from None
        raise DuplicatePoint(_("One of these points is already registered, or is written twice: nothing was written.")) from None
    except DatabaseError as error:
        raise Refused(_("The database refused these rows, and nothing was written: %(reason)s") % {"reason": error}) from None
    return contracts


def _point(row: RunningSupply, key: str, on: date) -> SupplyPoint:
    return SupplyPoint(
        commodity=row.commodity,
        key=key,
        code_given=row.code,
        member=row.member,
        address=row.address,
        use=row.use,
        annual_consumption=row.annual_consumption,
        added_on=min(row.signed_on, on),
    )


def _contract(row: RunningSupply, point: SupplyPoint) -> SupplyContract:
    return SupplyContract(
        point=point,
        member=row.member,
        supplier=row.supplier,
        kind=SupplyContract.Kind.RUNNING,
        state=ContractState.ENDED if row.ended_on else ContractState.ACTIVE,
        end_reason=SupplyContract.EndReason.MOVED if row.ended_on else "",
        offer_snapshot=row.offer,
        fee_cents=row.fee_cents,
        snapshot_hash=digest(row.offer),
        signed_on=row.signed_on,
        effective_on=row.effective_on,
        ended_on=row.ended_on,
    )


def _act(actor: User | None, contract: SupplyContract) -> Act:
    start = contract.effective_on.isoformat() if contract.effective_on else ""
    return Act("energy.contract_import", actor, contract.member, f"energy.SupplyContract:{contract.pk}", {"effective_on": start})
