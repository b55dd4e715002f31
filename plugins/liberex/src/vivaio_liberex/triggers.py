"""The database's own guard, raw SQL included: lines never overlap nor change but for their end, grants and movements of the fund are
written once but for the words of a reason, an instalment is tried once and a request closed once, a code and an account stay with their
participant, a listing with who wrote it, and what the office removed stays removed."""

from vivaio_core.trail.guard import Guard, Refusal, written_once

RUN, REQUEST, LISTING = "liberex_standingrun", "liberex_paymentrequest", "liberex_listing"
LINE, PARTICIPANT, ROW = "liberex_creditline", "liberex_participant", "liberex_grantrow"
APPEND_ONLY, FUND = ("liberex_grant",), "liberex_fundmovement"
_OVERLAP = """EXISTS (SELECT 1 FROM liberex_creditline c WHERE c.participant_id = NEW.participant_id AND c.id <> {id}
 AND (c.valid_to IS NULL OR c.valid_to > c.valid_from) AND (c.valid_to IS NULL OR c.valid_to > NEW.valid_from)
 AND (NEW.valid_to IS NULL OR NEW.valid_to > c.valid_from))"""
_REAL = "NEW.valid_to IS NULL OR NEW.valid_to > NEW.valid_from"
_QUEUE = f"PERFORM 1 FROM {PARTICIPANT} WHERE id = NEW.participant_id FOR NO KEY UPDATE"
_LINE_CHANGED = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in ("participant_id", "amount", "valid_from", "resolution_id"))
_MOVED = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in ("account_id", "code"))
_REWRITTEN = " OR ".join(
    f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in ("kind", "participant_id", "key", "amount", "charge_id", "undoes_id", '"on"')
)
_RUN_CHANGED = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in ("order_id", "due_on", "state"))
_REQUEST_CHANGED = "OLD.state <> 'open' AND NEW.state <> OLD.state"
_REOPENED = "OLD.state = 'closed' AND NEW.state <> 'closed'"
_PUT_BACK = "(OLD.state = 'removed' AND NEW.state <> 'removed') OR NEW.participant_id IS DISTINCT FROM OLD.participant_id"
_UNPAID = "OLD.state = 'paid' AND (NEW.state <> 'paid' OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.key IS DISTINCT FROM OLD.key)"


def _alone(name: str, verb: str, own: str) -> Refusal:
    """No other line of the participant on a common day; `own` is the number of the row itself, which SQLite gives only after an INSERT."""
    return Refusal(name, verb, LINE, "two credit lines on one day", when=_OVERLAP.format(id=own), given=_REAL, lock=_QUEUE)


GUARD = Guard(
    "liberex",
    [
        *written_once(APPEND_ONLY),
        _alone(f"{LINE}_overlap", "UPDATE", "NEW.id"),
        _alone(f"{LINE}_overlap_new", "INSERT", "-1"),
        Refusal(f"{FUND}_fixed", "UPDATE", FUND, "append only", when=_REWRITTEN),
        Refusal(f"{FUND}_kept", "DELETE", FUND),
        Refusal(f"{LINE}_fixed", "UPDATE", LINE, "a credit line only changes its end", when=_LINE_CHANGED),
        Refusal(f"{LINE}_kept", "DELETE", LINE, "a credit line is ended, not deleted"),
        Refusal(f"{PARTICIPANT}_fixed", "UPDATE", PARTICIPANT, "account and code stay", when=_MOVED),
        Refusal(f"{PARTICIPANT}_closed", "UPDATE", PARTICIPANT, "a closed participation stays closed", when=_REOPENED),
        Refusal(f"{ROW}_paid", "UPDATE", ROW, "a paid sum stays paid", when=_UNPAID),
        Refusal(f"{RUN}_fixed", "UPDATE", RUN, "an instalment is tried once", when=_RUN_CHANGED),
        Refusal(f"{RUN}_kept", "DELETE", RUN, "append only"),
        Refusal(f"{REQUEST}_closed", "UPDATE", REQUEST, "a closed request stays closed", when=_REQUEST_CHANGED),
        Refusal(f"{LISTING}_removed", "UPDATE", LISTING, "a removed listing stays removed", when=_PUT_BACK),
        Refusal(f"{ROW}_kept", "DELETE", ROW, "append only"),
    ],
)
