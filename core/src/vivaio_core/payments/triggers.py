"""The database's own guard, raw SQL included: allocations, receipts' money and what was given back are written once, no receipt pays more than it is,
no charge is paid more than it is, and neither changes its amount (ledger M2)."""

from collections.abc import Iterable

from vivaio_core.trail.guard import Guard, Refusal, never_replaced, written_once

CHARGE, RECEIPT, ALLOCATION, BACK = "payments_charge", "payments_receipt", "payments_allocation", "payments_givenback"
LEAVE, ACCOUNT = "payments_methodauthorisation", "payments_collectionaccount"
_SUM = "COALESCE((SELECT SUM(amount) FROM {} WHERE {} = {}), 0)"


def _used(receipt: str) -> str:
    return _SUM.format(ALLOCATION, "receipt_id", receipt)


def _covered(charge: str) -> str:
    return _SUM.format(ALLOCATION, "charge_id", charge)


_BEYOND_RECEIPT = (
    f"{_used('NEW.receipt_id')} + {_SUM.format(BACK, 'receipt_id', 'NEW.receipt_id')} + NEW.amount"  # noqa: S608
    " > (SELECT amount FROM payments_receipt WHERE id = NEW.receipt_id)"
)
_BEYOND_CHARGE = f"{_covered('NEW.charge_id')} + NEW.amount > (SELECT amount FROM payments_charge WHERE id = NEW.charge_id)"  # noqa: S608
_OTHER_UNIT = (
    "(SELECT unit FROM payments_receipt WHERE id = NEW.receipt_id) IS DISTINCT FROM (SELECT unit FROM payments_charge WHERE id = NEW.charge_id)"
)
_GONE = "EXISTS (SELECT 1 FROM payments_receipt WHERE id = NEW.receipt_id AND state = 'bounced')"
_VOID = "EXISTS (SELECT 1 FROM payments_charge WHERE id = NEW.charge_id AND state = 'void')"
_OPPOSITE = (
    "EXISTS (SELECT 1 FROM payments_allocation a WHERE a.id = NEW.undoes_id AND a.undoes_id IS NULL"
    " AND a.amount = -NEW.amount AND a.receipt_id = NEW.receipt_id AND a.charge_id = NEW.charge_id)"
)
_QUEUE_RECEIPT = f"PERFORM 1 FROM {RECEIPT} WHERE id = NEW.receipt_id FOR UPDATE"
_QUEUE_CHARGE = f"PERFORM 1 FROM {CHARGE} WHERE id = NEW.charge_id FOR UPDATE"
_PAYS, _UNDOES = "NEW.undoes_id IS NULL", "NEW.undoes_id IS NOT NULL"


def _changes(columns: Iterable[str]) -> str:
    return " OR ".join(f'NEW."{column}" IS DISTINCT FROM OLD."{column}"' for column in columns)


def _kept(table: str, columns: Iterable[str]) -> list[Refusal]:
    """Rows of the table stay, and these columns as they were written."""
    shut = [Refusal(f"{table}_{verb.lower()}", verb, table) for verb in ("DELETE", "TRUNCATE")]
    return [*shut, Refusal(f"{table}_fixed", "UPDATE", table, when=_changes(columns)), never_replaced(table)]


# PostgreSQL runs triggers in the order of their names: receipts are locked before charges, as the services do.
GUARD = Guard(
    "payments",
    [
        *written_once([ALLOCATION]),
        *_kept(BACK, ("receipt_id", "amount", "on", "transfer_key", "made_by_id")),
        *_kept(RECEIPT, ("method", "amount", "unit", "received_on", "value_on", "transfer_key", "recorded_by_id", "authorisation_id")),
        *_kept(CHARGE, ("amount", "unit", "debtor_id", "creditor_id", "cause", "code", "taxable", "vat")),
        *written_once([ACCOUNT]),
        *_kept(LEAVE, ("method", "party_id", "charge_id", "limit", "valid_to", "asked_by_id", "asked_at")),
        Refusal(f"{ALLOCATION}_a_receipt", "INSERT", ALLOCATION, "more than the receipt", _BEYOND_RECEIPT, _PAYS, _QUEUE_RECEIPT),
        Refusal(f"{ALLOCATION}_b_charge", "INSERT", ALLOCATION, "more than the charge", _BEYOND_CHARGE, _PAYS, _QUEUE_CHARGE),
        Refusal(f"{ALLOCATION}_c_unit", "INSERT", ALLOCATION, "two units", _OTHER_UNIT),
        Refusal(f"{ALLOCATION}_d_gone", "INSERT", ALLOCATION, "the receipt has bounced", _GONE, _PAYS),
        Refusal(f"{ALLOCATION}_e_void", "INSERT", ALLOCATION, "the charge is void", _VOID, _PAYS),
        Refusal(f"{ALLOCATION}_f_opposite", "INSERT", ALLOCATION, "not the opposite of a row", f"NOT {_OPPOSITE}", _UNDOES),
        Refusal(f"{BACK}_a_receipt", "INSERT", BACK, "more than the receipt", _BEYOND_RECEIPT, lock=_QUEUE_RECEIPT),
        Refusal(f"{BACK}_b_gone", "INSERT", BACK, "the receipt has bounced", _GONE),
        Refusal(
            f"{RECEIPT}_bounce",
            "UPDATE",
            RECEIPT,
            "a bounced receipt pays nothing",
            _used("NEW.id") + " <> 0",
            "NEW.state = 'bounced'",
        ),
        Refusal(f"{RECEIPT}_gone", "UPDATE", RECEIPT, "a bounced receipt stays bounced", "OLD.state = 'bounced' AND NEW.state <> 'bounced'"),
        Refusal(f"{CHARGE}_paid", "UPDATE", CHARGE, "not paid to the cent", _covered("NEW.id") + " <> NEW.amount", "NEW.state = 'settled'"),
        Refusal(f"{CHARGE}_unpaid", "UPDATE", CHARGE, "money pays it", _covered("NEW.id") + " <> 0", "NEW.state = 'void'"),
        Refusal(f"{CHARGE}_gone", "UPDATE", CHARGE, "a cancelled charge stays cancelled", "OLD.state = 'void' AND NEW.state <> 'void'"),
        Refusal(f"{LEAVE}_decided", "UPDATE", LEAVE, "decided once", "OLD.state <> 'asked' AND NEW.state <> OLD.state"),
    ],
)
