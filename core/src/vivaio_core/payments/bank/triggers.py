"""The database's own guard of bank statements: what the bank said stays as it was brought in; its words may only go, and a match is made once."""

from vivaio_core.trail.guard import Guard, Refusal, never_replaced, written_once

STATEMENT, LINE = "payments_bankstatement", "payments_bankline"
FIXED = ("statement_id", "key", "bank_id", "amount", "booked_on", "value_on")
WORDS = ("reference", "payer_name", "payer_iban", "text")
_CHANGED = " OR ".join(f'NEW."{name}" IS DISTINCT FROM OLD."{name}"' for name in FIXED)
_REWORDED = " OR ".join(f"""(NEW."{name}" IS DISTINCT FROM OLD."{name}" AND NEW."{name}" <> '')""" for name in WORDS)
_MATCHED = "OLD.state = 'matched' AND (NEW.state IS DISTINCT FROM OLD.state OR NEW.receipt_id IS DISTINCT FROM OLD.receipt_id)"

BANK_GUARD = Guard(
    "payments",
    [
        *written_once([STATEMENT]),
        *[Refusal(f"{LINE}_{verb.lower()}", verb, LINE) for verb in ("DELETE", "TRUNCATE")],
        never_replaced(LINE),
        Refusal(f"{LINE}_fixed", "UPDATE", LINE, "a line of the bank stays as it was", f"{_CHANGED} OR {_REWORDED}"),
        Refusal(f"{LINE}_matched", "UPDATE", LINE, "matched once", _MATCHED),
    ],
)
