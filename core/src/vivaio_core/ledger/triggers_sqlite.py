"""The ledger's rules on SQLite (ledger 4.1, L1 to L11). `triggers_postgresql` holds the same ones.

SQLite has one writer, so a check before the row and the change after it are one act. A trigger here cannot write into the new row: the one
after the INSERT completes it, and the guards let such a write pass only while the row has no running balance yet (`payer_seq` 0).
"""
# ruff: noqa: S608 - every name in this SQL is ours

from django.db.backends.base.base import BaseDatabaseWrapper

ACCOUNT, TRANSFER = "ledger_account", "ledger_transfer"
_SHUT = "BEGIN SELECT RAISE(ABORT, 'ledger: written by the database only'); END"
_NOW = "STRFTIME('%Y-%m-%d %H:%M:%f', 'now')"
_CONTENT = ("phase", "payer_id", "payee_id", "amount", "kind", "settles_id", "reverses_id")
_SAME = " AND ".join(f"{name} IS NEW.{name}" for name in _CONTENT)
_FRESH = "NEW.phase IN ('move', 'hold')"
_POSTED = "(CASE WHEN NEW.phase IN ('move', 'post') THEN NEW.amount ELSE 0 END)"
_RESERVED = (
    "(CASE NEW.phase WHEN 'hold' THEN NEW.amount WHEN 'move' THEN 0 ELSE -(SELECT h.amount FROM ledger_transfer h WHERE h.id = NEW.settles_id) END)"
)
_HOLD = (
    "SELECT 1 FROM ledger_transfer h WHERE h.id = NEW.settles_id AND h.phase = 'hold' AND h.payer_id = NEW.payer_id AND h.payee_id = NEW.payee_id"
    " AND h.amount >= NEW.amount AND (NEW.phase = 'post' OR h.amount = NEW.amount)"
)
_ORIGINAL = (
    "SELECT 1 FROM ledger_transfer o WHERE o.id = NEW.reverses_id AND o.phase IN ('move', 'post') AND o.reverses_id IS NULL"
    " AND o.payer_id = NEW.payee_id AND o.payee_id = NEW.payer_id AND o.amount = NEW.amount"
)


def _of(role: str, condition: str) -> str:
    """True when the account in that role meets the condition."""
    return f"EXISTS (SELECT 1 FROM ledger_account a WHERE a.id = NEW.{role}_id AND ({condition}))"


def _either(condition: str) -> str:
    return f"({_of('payer', condition)} OR {_of('payee', condition)})"


def _too_big(*sums: str) -> str:
    """SQLite turns a sum of more than 63 bits into a float."""
    return " OR ".join(f"typeof({total}) <> 'integer'" for total in sums)


# In this order: the first that holds names the refusal.
_REFUSALS = (
    ("key", "EXISTS (SELECT 1 FROM ledger_transfer WHERE key = NEW.key)"),
    ("written by the database only", "NEW.payer_seq <> 0 OR NEW.payee_seq <> 0 OR EXISTS (SELECT 1 FROM ledger_transfer WHERE id = NEW.id)"),
    ("amount", "typeof(NEW.amount) <> 'integer'"),
    ("settlement", f"NEW.settles_id IS NOT NULL AND NOT EXISTS ({_HOLD})"),
    ("settlement", "EXISTS (SELECT 1 FROM ledger_transfer WHERE settles_id = NEW.settles_id)"),
    ("reversal", f"NEW.reverses_id IS NOT NULL AND NOT EXISTS ({_ORIGINAL})"),
    ("reversal", "EXISTS (SELECT 1 FROM ledger_transfer WHERE reverses_id = NEW.reverses_id)"),
    ("books", "NEW.payer_id = NEW.payee_id OR NOT " + _of("payer", "a.book_id = (SELECT book_id FROM ledger_account WHERE id = NEW.payee_id)")),
    ("closed", f"{_FRESH} AND {_either('''a.state = 'closed' ''')}"),
    ("frozen", f"{_FRESH} AND {_either('''a.state <> 'open' ''')}"),
    ("amount", f"{_FRESH} AND {_of('payer', _too_big('a.balance - a.held_out - NEW.amount', 'a.held_out + NEW.amount'))}"),
    ("amount", f"{_FRESH} AND {_of('payee', _too_big('a.balance + a.held_in + NEW.amount', 'a.held_in + NEW.amount'))}"),
    ("floor", f"{_FRESH} AND {_of('payer', 'a.balance - a.held_out - NEW.amount < a.floor')}"),
    ("ceiling", f"{_FRESH} AND {_of('payee', 'a.balance + a.held_in + NEW.amount > a.ceiling')}"),
    ("expired", f"NEW.phase = 'post' AND EXISTS (SELECT 1 FROM ledger_transfer WHERE id = NEW.settles_id AND expires < {_NOW})"),
)
_BEFORE = "\n".join(f"  SELECT RAISE(ABORT, 'ledger: {code}') WHERE {condition};" for code, condition in _REFUSALS)
_AFTER = f"""
  UPDATE ledger_account SET balance = balance - {_POSTED}, held_out = held_out + {_RESERVED}, seq = seq + 1 WHERE id = NEW.payer_id;
  UPDATE ledger_account SET balance = balance + {_POSTED}, held_in = held_in + {_RESERVED}, seq = seq + 1 WHERE id = NEW.payee_id;
  UPDATE ledger_transfer SET at = {_NOW},
    (payer_balance, payer_seq) = (SELECT balance, seq FROM ledger_account WHERE id = NEW.payer_id),
    (payee_balance, payee_seq) = (SELECT balance, seq FROM ledger_account WHERE id = NEW.payee_id)
  WHERE id = NEW.id;"""
_BORN = "NEW.balance <> 0 OR NEW.held_out <> 0 OR NEW.held_in <> 0 OR NEW.seq <> 0"
_CODE = "length(NEW.code) NOT BETWEEN 1 AND 64 OR NEW.code GLOB '*[^A-Za-z0-9:._-]*'"
_TAKEN = "EXISTS (SELECT 1 FROM {0} WHERE id = NEW.id)"
_UNDER_WAY = "EXISTS (SELECT 1 FROM ledger_transfer WHERE payer_seq = 0 AND NEW.id IN (payer_id, payee_id))"
_KEPT = " OR ".join(
    f"NEW.{name} IS NOT OLD.{name}" for name in ("id", "key", *_CONTENT, '"group"', "cause", "value_on", "expires")
)  # what a completed row keeps of what was inserted
_TRIGGERS = {
    "ledger_transfer_insert": f"BEFORE INSERT ON {TRANSFER} BEGIN"
    f"  SELECT RAISE(IGNORE) WHERE EXISTS (SELECT 1 FROM ledger_transfer WHERE key = NEW.key AND {_SAME});\n{_BEFORE}\nEND",
    "ledger_transfer_done": f"AFTER INSERT ON {TRANSFER} BEGIN {_AFTER}\nEND",
    "ledger_transfer_update": f"BEFORE UPDATE ON {TRANSFER} WHEN OLD.payer_seq <> 0 OR NEW.payer_seq = 0 OR {_KEPT} {_SHUT}",
    "ledger_account_insert": f"BEFORE INSERT ON {ACCOUNT} WHEN {_BORN} OR {_CODE} OR {_TAKEN.format(ACCOUNT)}"
    f" OR EXISTS (SELECT 1 FROM ledger_account WHERE book_id = NEW.book_id AND code = NEW.code) {_SHUT}",
    "ledger_account_update": f"BEFORE UPDATE ON {ACCOUNT} WHEN NEW.id <> OLD.id OR NEW.book_id <> OLD.book_id OR NEW.code <> OLD.code OR"
    " (OLD.state = 'closed' AND (NEW.state <> 'closed' OR NEW.floor IS NOT OLD.floor OR NEW.ceiling IS NOT OLD.ceiling)) OR ((NEW.balance, "
    f"NEW.held_out, NEW.held_in, NEW.seq) <> (OLD.balance, OLD.held_out, OLD.held_in, OLD.seq) AND NOT {_UNDER_WAY}) {_SHUT}",
}


def tables() -> dict[str, str]:
    """Trigger → its table."""
    return {name: name.rsplit("_", 1)[0] for name in _TRIGGERS}


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guard in place; twice is the same as once."""
    with connection.cursor() as cursor:
        for name, rule in _TRIGGERS.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"CREATE TRIGGER {name} {rule}")


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guard away."""
    with connection.cursor() as cursor:
        for name in _TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
