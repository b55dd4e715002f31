"""The database's own guard of the libro soci: entries and payments are written once, numbers have no gap, days of annotation never
go back (people P4), a correction is the opposite of an entry that is none itself (P7, P9); raw SQL included."""

from vivaio_core.trail.guard import Guard, Refusal, written_once

ENTRY, PAYMENT, OPERATION = "register_registerentry", "register_sharepayment", "register_operation"
_FOLLOWS = (
    f"NEW.seq = 1 + COALESCE((SELECT MAX(seq) FROM {ENTRY} WHERE register_id = NEW.register_id), 0)"  # noqa: S608 - the tables' names are ours
    f" AND NOT EXISTS (SELECT 1 FROM {ENTRY} WHERE register_id = NEW.register_id AND seq = NEW.seq - 1 AND recorded_on > NEW.recorded_on)"
)
_OPPOSITE = (
    f"EXISTS (SELECT 1 FROM {ENTRY} e WHERE e.id = NEW.reverses_id AND e.kind <> 'correction' AND e.register_id = NEW.register_id"  # noqa: S608
    " AND e.party_id IS NOT DISTINCT FROM NEW.party_id AND e.qty = -NEW.qty AND e.amount_cents = -NEW.amount_cents AND e.status = -NEW.status"
    " AND e.effective_on = NEW.effective_on)"
)
_UNPAID = "NOT EXISTS (SELECT 1 FROM ledger_transfer t WHERE t.key = NEW.transfer_key AND t.amount = ABS(NEW.amount_cents))"
GUARD = Guard(
    "register",
    [
        Refusal(f"{ENTRY}_insert", "INSERT", ENTRY, when=f"NOT ({_FOLLOWS})"),
        Refusal(f"{ENTRY}_opposite", "INSERT", ENTRY, "not the opposite of an entry", when=f"NOT ({_OPPOSITE})", given="NEW.kind = 'correction'"),
        Refusal(f"{PAYMENT}_ledger", "INSERT", PAYMENT, "no such row in the ledger", when=_UNPAID),
        *written_once([ENTRY, PAYMENT]),
        Refusal(f"{OPERATION}_delete", "DELETE", OPERATION),
    ],
)
