"""Everything that energy holds about somebody, as plain data."""

from typing import Any

from vivaio_core.people.models import Party
from vivaio_energy.models.campaigns import Adhesion
from vivaio_energy.models.contracts import SupplyContract
from vivaio_energy.models.points import SupplyPoint
from vivaio_energy.selectors.member import position


def disclosed(party: Party) -> dict[str, Any]:
    """Points, adhesions, contracts and donations of the party, JSON-ready."""
    found = position(party)
    return {
        "supply_points": [_point(row) for row in found.points],
        "adhesions": [_adhesion(row) for row in found.adhesions],
        "contracts": [_contract(row) for row in found.contracts],
        "donations": [{"year": row.year, "amount_cents": row.amount_cents, "project": row.project.title} for row in found.donations],
    }


def _point(row: SupplyPoint) -> dict[str, Any]:
    return {
        "commodity": row.commodity,
        "code": row.code_given,
        "address": row.address,
        "holder": row.holder,
        "annual_consumption": row.annual_consumption,
        "use": row.use,
        "added_on": row.added_on.isoformat(),
    }


def _adhesion(row: Adhesion) -> dict[str, Any]:
    return {
        "campaign": row.campaign.title,
        "point": row.point.code_given,
        "state": row.state,
        "started_on": row.started_on.isoformat(),
        "consent_version": row.consent.version if row.consent else None,
        "consent_at": row.consent_at.isoformat() if row.consent_at else None,
    }


def _contract(row: SupplyContract) -> dict[str, Any]:
    return {
        "supplier": str(row.supplier),
        "point": row.point.code_given,
        "state": row.state,
        "signed_on": row.signed_on.isoformat(),
        "effective_on": row.effective_on.isoformat() if row.effective_on else None,
        "ended_on": row.ended_on.isoformat() if row.ended_on else None,
        "offer": row.offer_snapshot,
    }
