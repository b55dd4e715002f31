"""The database's own guard, raw SQL included: donations and fund movements are written once (energy E7), a signed offer never
changes (I4), two supplies never share a point and day (I1), no donation exceeds its rule (I3)."""

from vivaio_core.trail.guard import Guard, Refusal, written_once

APPEND_ONLY = ("energy_donationentry", "energy_fundmovement", "energy_consenttext")
CONTRACT, DONATION = "energy_supplycontract", "energy_donationentry"
_OVERLAP = """EXISTS (SELECT 1 FROM energy_supplycontract c WHERE c.point_id = NEW.point_id AND c.id <> {id} AND c.state IN ('active', 'ended')
 AND c.effective_on IS NOT NULL AND (c.ended_on IS NULL OR c.ended_on > NEW.effective_on)
 AND (NEW.ended_on IS NULL OR NEW.ended_on > c.effective_on))"""
_OCCUPIES = "NEW.state IN ('active', 'ended') AND NEW.effective_on IS NOT NULL"
_TOO_MUCH = "NEW.amount_cents > (SELECT amount_cents FROM energy_donationrule WHERE id = NEW.rule_id)"
_SIGNED = "NEW.offer_snapshot IS DISTINCT FROM OLD.offer_snapshot OR NEW.snapshot_hash IS DISTINCT FROM OLD.snapshot_hash"
_QUEUE = "PERFORM 1 FROM energy_supplypoint WHERE id = NEW.point_id FOR UPDATE"


def _alone(name: str, verb: str, own: str) -> Refusal:
    """No other supply on the point and day; `own` is the number of the row itself, which SQLite gives only after an INSERT."""
    return Refusal(name, verb, CONTRACT, "two supplies on one point and day", when=_OVERLAP.format(id=own), given=_OCCUPIES, lock=_QUEUE)


GUARD = Guard(
    "energy",
    [
        *written_once(APPEND_ONLY),
        Refusal(f"{CONTRACT}_signed", "UPDATE", CONTRACT, "a signed offer never changes", when=_SIGNED),
        _alone(f"{CONTRACT}_overlap", "UPDATE", "NEW.id"),
        _alone(f"{CONTRACT}_overlap_new", "INSERT", "-1"),
        Refusal(f"{DONATION}_rule", "INSERT", DONATION, "more than the rule", when=_TOO_MUCH),
    ],
)
