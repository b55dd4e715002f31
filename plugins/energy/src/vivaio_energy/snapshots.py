"""The copy of an offer that a signature freezes (energy I4)."""

import hashlib
import json
from typing import Any

from vivaio_energy.models.contracts import Offer


def snapshot(offer: Offer, tier: str = "") -> dict[str, Any]:
    """The offer as plain data, with the names people know it by; `tier` is the benefit reached when it was signed."""
    return {
        "supplier": str(offer.supplier),
        "name": offer.name,
        "code": offer.code,
        "commodity": offer.commodity,
        "pricing": offer.pricing,
        "unit_price": str(offer.unit_price),
        "unit": offer.price_unit,
        "index": offer.index,
        "fixed_fee_cents": offer.fixed_fee_cents,
        "price_until": offer.price_until.isoformat() if offer.price_until else "",
        "conditions": offer.conditions,
        "tier": tier,
    }


def digest(content: dict[str, Any]) -> str:
    """SHA-256 of a snapshot in canonical JSON."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()
