"""The database's own guard of mandates and payment files: what was signed, prepared and approved stays; words and contents may only go."""

from collections.abc import Iterable

from vivaio_core.trail.guard import Guard, Refusal, never_replaced

MANDATE, FILE, ROW = "payments_debitmandate", "payments_paymentfile", "payments_paymentfilerow"
_STEPS = (("draft", "approved"), ("draft", "void"), ("approved", "sent"), ("approved", "void"), ("sent", "executed"), ("sent", "void"))
_STEP = " OR ".join(f"(OLD.state = '{before}' AND NEW.state = '{after}')" for before, after in _STEPS)
_DECIDED = "NEW.approved_by_id IS DISTINCT FROM OLD.approved_by_id OR NEW.approved_at IS DISTINCT FROM OLD.approved_at"
_APPROVED = f"OLD.approved_at IS NOT NULL AND ({_DECIDED})"
_SENT = "OLD.sent_at IS NOT NULL AND NEW.sent_at IS DISTINCT FROM OLD.sent_at"
_CONTENT = "NEW.content IS DISTINCT FROM OLD.content AND LENGTH(NEW.content) <> 0"
_PREPARED = "EXISTS (SELECT 1 FROM payments_paymentfile WHERE id = NEW.file_id AND state <> 'draft')"
_MADE = "OLD.made_id IS NOT NULL AND NEW.made_id IS DISTINCT FROM OLD.made_id"
_GIVEN = "OLD.given_id IS NOT NULL AND NEW.given_id IS DISTINCT FROM OLD.given_id"


def _changed(columns: Iterable[str]) -> str:
    return " OR ".join(f'NEW."{column}" IS DISTINCT FROM OLD."{column}"' for column in columns)


def _reworded(columns: Iterable[str]) -> str:
    return " OR ".join(f"""(NEW."{column}" IS DISTINCT FROM OLD."{column}" AND NEW."{column}" NOT IN ('', '—'))""" for column in columns)


def _kept(table: str, fixed: Iterable[str], words: Iterable[str] = ()) -> list[Refusal]:
    """Rows stay; `fixed` columns as they were written, `words` until they are taken out."""
    shut = [Refusal(f"{table}_{verb.lower()}", verb, table) for verb in ("DELETE", "TRUNCATE")]
    found = [*shut, never_replaced(table), Refusal(f"{table}_fixed", "UPDATE", table, "stays as it was written", _changed(fixed))]
    return [*found, Refusal(f"{table}_words", "UPDATE", table, "words may only go", _reworded(words))] if words else found


SEPA_GUARD = Guard(
    "payments",
    [
        *_kept(MANDATE, ("debtor_id", "reference", "signed_on", "recorded_by_id"), ("holder", "iban")),
        Refusal(f"{MANDATE}_revoked", "UPDATE", MANDATE, "a revoked mandate stays revoked", "OLD.state = 'revoked' AND NEW.state <> 'revoked'"),
        *_kept(FILE, ("kind", "account_id", "execute_on", "message_id", "count", "total", "sha256", "key", "prepared_on", "prepared_by_id")),
        Refusal(f"{FILE}_content", "UPDATE", FILE, "the file stays as it was prepared", _CONTENT),
        Refusal(f"{FILE}_step", "UPDATE", FILE, "not a step of a file", f"NOT ({_STEP})", "NEW.state <> OLD.state"),
        Refusal(f"{FILE}_approved", "UPDATE", FILE, "approved once", _APPROVED),
        Refusal(f"{FILE}_sent", "UPDATE", FILE, "sent once", _SENT),
        *_kept(
            ROW,
            ("file_id", "number", "party_id", "mandate_id", "charge_id", "receipt_id", "amount", "end_to_end", "sequence"),
            ("name", "iban", "text"),
        ),
        Refusal(f"{ROW}_late", "INSERT", ROW, "the file is no draft any more", _PREPARED),
        Refusal(f"{ROW}_money", "UPDATE", ROW, "carried out once", f"{_MADE} OR {_GIVEN}"),
        Refusal(f"{ROW}_pending", "UPDATE", ROW, "a row ends once", "NEW.pending AND NOT OLD.pending"),
    ],
)
