"""Everything that energy holds about somebody, as plain data."""

from typing import Any

from vivaio_core.people.models import Party
from vivaio_energy.selectors.member import position


def disclosed(party: Party) -> dict[str, Any]:
    """Points, adhesions, contracts and donations of the party, JSON-ready."""
    found = position(party)
    return {
        "supply_points": [
            {
                "commodity": point.commodity,
                "code": point.code_given,
                "address": point.address,
                "holder": point.holder,
                "annual_consumption": point.annual_consumption,
                "use": point.use,
                "added_on": point.added_on.isoformat(),
            }
            for point in found.points
        ],
        "adhesions": [
            {
                "campaign": row.campaign.title,
                "point": row.point.code_given,
                "state": row.state,
                "started_on": row.started_on.isoformat(),
                "consent_version": row.consent.version if row.consent else None,
                "consent_at": row.consent_at.isoformat() if row.consent_at else None,
            }
            for row in found.adhesions
        ],
        "contracts": [
            {
                "supplier": str(row.supplier),
                "point": row.point.code_given,
                "state": row.state,
                "signed_on": row.signed_on.isoformat(),
                "effective_on": row.effective_on.isoformat() if row.effective_on else None,
                "ended_on": row.ended_on.isoformat() if row.ended_on else None,
                "offer": row.offer_snapshot,
            }
            for row in found.contracts
        ],
        "donations": [{"year": row.year, "amount_cents": row.amount_cents, "project": row.project.title} for row in found.donations],
    }
