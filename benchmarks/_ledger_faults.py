"""Seeded faults of the ledger's rules: where, what stands there, what stands there instead. Each text occurs exactly once or everywhere alike."""

from dataclasses import dataclass

POSTGRESQL, SQLITE = "triggers_postgresql", "triggers_sqlite"


@dataclass(frozen=True)
class Fault:
    """`module` below vivaio_core.ledger; `engine` empty when both run it."""

    name: str
    module: str
    old: str
    new: str

    @property
    def engine(self) -> str:
        """postgresql, sqlite, or "" for both."""
        return self.module.removeprefix("triggers_") if self.module.startswith("triggers_") else ""

    @property
    def locks(self) -> bool:
        """About locks between groups, which SQLite's one writer does not need."""
        return self.module == "services.insert"


def _both(name: str, postgresql: tuple[str, str], sqlite: tuple[str, str]) -> list[Fault]:
    return [Fault(name, POSTGRESQL, *postgresql), Fault(name, SQLITE, *sqlite)]


FAULTS = [
    *_both(
        "the floor forgets what is held",
        ("balance - held_out - NEW.amount >= COALESCE(floor", "balance - NEW.amount >= COALESCE(floor"),
        ("a.balance - a.held_out - NEW.amount < a.floor", "a.balance - NEW.amount < a.floor"),
    ),
    *_both(
        "the floor is one cent too generous",
        ("balance - held_out - NEW.amount >= COALESCE(floor", "balance - held_out - NEW.amount + 1 >= COALESCE(floor"),
        ("a.balance - a.held_out - NEW.amount < a.floor", "a.balance - a.held_out - NEW.amount + 1 < a.floor"),
    ),
    *_both(
        "the ceiling forgets what is held",
        ("balance + held_in + NEW.amount <= COALESCE(ceiling", "balance + NEW.amount <= COALESCE(ceiling"),
        ("a.balance + a.held_in + NEW.amount > a.ceiling", "a.balance + NEW.amount > a.ceiling"),
    ),
    *_both(
        "limits are judged at settlement too",
        ("NOT fresh OR (state = 'open' AND balance - ", "(NOT fresh OR state = 'open') AND (balance - "),
        ("""("floor", f"{_FRESH} AND {""", """("floor", f"true AND {"""),
    ),
    *_both(
        "suspended accounts pay",
        ("state = 'open' AND balance - held_out", "state <> 'closed' AND balance - held_out"),
        ("""{_either('''a.state <> 'open' ''')}""", """{_of('payee', '''a.state <> 'open' ''')}"""),
    ),
    *_both(
        "suspended accounts receive",
        ("state = 'open' AND balance + held_in", "state <> 'closed' AND balance + held_in"),
        ("""{_either('''a.state <> 'open' ''')}""", """{_of('payer', '''a.state <> 'open' ''')}"""),
    ),
    *_both(
        "a part settled keeps the rest reserved",
        ("reserved := -held.amount;", "reserved := -NEW.amount;"),
        ("-(SELECT h.amount FROM ledger_transfer h WHERE h.id = NEW.settles_id) END)", "-NEW.amount END)"),
    ),
    *_both(
        "more than was held is settled",
        ("AND payee_id = NEW.payee_id AND amount >= NEW.amount AND", "AND payee_id = NEW.payee_id AND"),
        ("AND h.amount >= NEW.amount AND", "AND"),
    ),
    *_both(
        "an expired hold is settled",
        ("NEW.phase = 'post' AND held.expires < NEW.at", "false"),
        ("NEW.settles_id AND expires < {_NOW}", "NEW.settles_id AND false"),
    ),
    *_both(
        "an expired hold is not voided",
        ("NEW.phase = 'post' AND held.expires < NEW.at", "held.expires < NEW.at"),
        (
            """f"NEW.phase = 'post' AND EXISTS (SELECT 1 FROM ledger_transfer WHERE id = NEW.settles_id AND expires""",
            """f"EXISTS (SELECT 1 FROM ledger_transfer WHERE id = NEW.settles_id AND expires""",
        ),
    ),
    *_both(
        "the hold's payee is not compared",
        ("AND payee_id = NEW.payee_id AND amount >=", "AND amount >="),
        (' AND h.payee_id = NEW.payee_id"\n    " AND h.amount', '"\n    " AND h.amount'),
    ),
    *_both(
        "a reversal takes any amount",
        ("AND payee_id = made.payer_id AND amount = made.amount)", "AND payee_id = made.payer_id)"),
        ("AND o.payee_id = NEW.payer_id AND o.amount = NEW.amount", "AND o.payee_id = NEW.payer_id"),
    ),
    *_both(
        "a reversal is reversed",
        ("phase IN ('move', 'post') AND reverses_id IS NULL\n", "phase IN ('move', 'post')\n"),
        ("o.phase IN ('move', 'post') AND o.reverses_id IS NULL", "o.phase IN ('move', 'post')"),
    ),
    *_both(
        "accounts of two books",
        ('_SECOND = "book_id = of_book"', '_SECOND = "of_book IS NOT NULL"'),
        ("a.book_id = (SELECT book_id FROM ledger_account WHERE id = NEW.payee_id)", "NEW.payee_id IN (SELECT id FROM ledger_account)"),
    ),
    *_both(
        "the kind is no content of a key",
        (
            "SELECT phase, payer_id, payee_id, amount, kind, settles_id, reverses_id INTO known",
            "SELECT phase, payer_id, payee_id, amount, NEW.kind, settles_id, reverses_id INTO known",
        ),
        (
            '_CONTENT = ("phase", "payer_id", "payee_id", "amount", "kind", "settles_id", "reverses_id")\n_SAME',
            '_CONTENT = ("phase", "payer_id", "payee_id", "amount", "settles_id", "reverses_id")\n_SAME',
        ),
    ),
    *_both(
        "the running balance is the one before",
        ("RETURNING balance, seq, book_id INTO NEW.payee_balance", "RETURNING balance - posted, seq, book_id INTO NEW.payee_balance"),
        ("(payee_balance, payee_seq) = (SELECT balance, seq", "(payee_balance, payee_seq) = (SELECT balance - NEW.amount, seq"),
    ),
    *_both(
        "rows may be changed",
        (
            '"ledger_transfer_update": f"BEFORE UPDATE ON {TRANSFER} FOR EACH ROW EXECUTE',
            '"ledger_transfer_update": f"BEFORE UPDATE ON {TRANSFER} FOR EACH ROW WHEN (false) EXECUTE',
        ),
        ("BEFORE UPDATE ON {TRANSFER} WHEN OLD.payer_seq <> 0 OR", "BEFORE UPDATE ON {TRANSFER} WHEN false AND"),
    ),
    *_both(
        "balances may be written",
        (
            "NEW.balance, NEW.held_out, NEW.held_in, NEW.seq)\n    IS DISTINCT FROM (OLD.id, OLD.book_id, OLD.code, OLD.balance",
            "OLD.balance, NEW.held_out, NEW.held_in, NEW.seq)\n    IS DISTINCT FROM (OLD.id, OLD.book_id, OLD.code, OLD.balance",
        ),
        ('((NEW.balance, "', '((OLD.balance, "'),
    ),
    Fault(
        "the second of two payers is judged by what the first found",
        POSTGRESQL,
        "AND balance - held_out - NEW.amount >= COALESCE(floor, -9223372036854775808)",
        "AND (SELECT a.balance - a.held_out FROM ledger_account a WHERE a.id = NEW.payer_id) - NEW.amount >= COALESCE(floor, -9223372036854775808)",
    ),
    Fault(
        "a key is looked up before, not after the wait",
        POSTGRESQL,
        "IF EXISTS (SELECT 1 FROM ledger_transfer WHERE key = made.key) THEN {_AGAIN}; END IF;",
        "",
    ),
    Fault(
        "groups lock as they come",
        "services.insert",
        "WHERE id = ANY (%s::bigint[]) ORDER BY id FOR NO KEY UPDATE",
        "WHERE id = ANY (%s::bigint[]) ORDER BY random()",
    ),
    Fault("a float is cut", "amounts", "type(value) is not int or", "not isinstance(value, int | float) or"),
    Fault("zero is paid", "amounts", "if minor_units(value) <= 0:", "if minor_units(value) < 0:"),
    Fault("a key twice in a call", "services.post", "if row.key in seen:", "if False:"),
    Fault("no end to the rows of a call", "services.post", "if len(transfers) > MOST:", "if False:"),
    Fault("no act in the trail", "services.accounts", "        record(kind=act,", "        dict(kind=act,"),
    Fault("statements by entry, not by value", "selectors.statements", 'order_by("value_on", "seq")', 'order_by("seq")'),
    Fault(
        "holds count in a past balance",
        "selectors.statements",
        "AND t.value_on > %s AND t.phase IN ('move', 'post')), 0)\n  -",
        "AND t.value_on > %s), 0)\n  -",
    ),
    Fault("seals are not chained", "services.seals", 'hashlib.sha256(f"{chained}\\n".encode())', 'hashlib.sha256(b"")'),
    Fault("a seal leaves the last row out", "services.seals", "pk__gte=first, pk__lte=last", "pk__gte=first, pk__lt=last"),
    Fault("the check looks at books only", "selectors.checking", "_books(cursor) + _accounts(cursor)", "_books(cursor)"),
]
