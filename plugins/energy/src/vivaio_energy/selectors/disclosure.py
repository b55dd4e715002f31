"""Everything that energy holds about somebody, as plain data."""

from typing import Any

from django.utils.translation import gettext_noop

from vivaio_core.people.models import Party
from vivaio_energy.models.campaigns import Adhesion
from vivaio_energy.models.contracts import Offer, SupplyContract
from vivaio_energy.models.points import Commodity, SupplyPoint
from vivaio_energy.selectors.member import position

# What the keys are called where people read them.
WORDS = (
    *(gettext_noop("supply points"), gettext_noop("adhesions"), gettext_noop("contracts"), gettext_noop("donations"), gettext_noop("commodity")),
    *(gettext_noop("code"), gettext_noop("address"), gettext_noop("holder"), gettext_noop("annual consumption"), gettext_noop("use")),
    *(gettext_noop("added on"), gettext_noop("campaign"), gettext_noop("point"), gettext_noop("state"), gettext_noop("started on")),
    *(gettext_noop("consent version"), gettext_noop("consent at"), gettext_noop("supplier"), gettext_noop("signed on")),
    *(gettext_noop("effective on"), gettext_noop("ended on"), gettext_noop("offer"), gettext_noop("name"), gettext_noop("pricing")),
    *(gettext_noop("unit price"), gettext_noop("unit"), gettext_noop("index"), gettext_noop("fixed fee"), gettext_noop("price until")),
    *(gettext_noop("conditions"), gettext_noop("tier"), gettext_noop("year"), gettext_noop("amount"), gettext_noop("project")),
)


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
        "commodity": str(row.get_commodity_display()),
        "code": row.code_given,
        "address": row.address,
        "holder": row.holder,
        "annual_consumption": row.annual_consumption,
        "use": str(row.get_use_display()),
        "added_on": row.added_on.isoformat(),
    }


def _adhesion(row: Adhesion) -> dict[str, Any]:
    return {
        "campaign": row.campaign.title,
        "point": row.point.code_given,
        "state": str(row.get_state_display()),
        "started_on": row.started_on.isoformat(),
        "consent_version": row.consent.version if row.consent else None,
        "consent_at": row.consent_at.isoformat() if row.consent_at else None,
    }


def _contract(row: SupplyContract) -> dict[str, Any]:
    return {
        "supplier": str(row.supplier),
        "point": row.point.code_given,
        "state": str(row.get_state_display()),
        "signed_on": row.signed_on.isoformat(),
        "effective_on": row.effective_on.isoformat() if row.effective_on else None,
        "ended_on": row.ended_on.isoformat() if row.ended_on else None,
        "offer": _offer(row.offer_snapshot),
    }


def _offer(signed: dict[str, Any]) -> dict[str, Any]:
    """The offer as it was signed, its code words told."""
    words = {**dict(Offer.Pricing.choices), **dict(Commodity.choices)}
    return {name: str(words.get(value, value)) if isinstance(value, str) else value for name, value in signed.items() if value}
