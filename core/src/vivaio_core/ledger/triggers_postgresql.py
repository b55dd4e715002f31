"""The ledger's rules on PostgreSQL (ledger 4.1, L1 to L11). `triggers_sqlite` holds the same ones.

One BEFORE trigger does a transfer's whole work: it looks the key up, changes the two accounts in id order under the condition that the limits
allow it, and writes the running balances into the row. What does not pass is explained by `ledger_refuse`: the message is `ledger: <code>`, the
detail JSON with the account and, for a limit, what is missing. SQLSTATE 40001 says: try again, somebody was faster.
"""
# ruff: noqa: S608 - every name in this SQL is ours

from django.db.backends.base.base import BaseDatabaseWrapper

ACCOUNT, TRANSFER = "ledger_account", "ledger_transfer"
_RAISE = "RAISE EXCEPTION 'ledger: {code}' USING ERRCODE = 'integrity_constraint_violation'"
_AGAIN = "RAISE EXCEPTION 'ledger: again' USING ERRCODE = 'serialization_failure'"
_PAYER = """UPDATE ledger_account SET balance = balance - posted, held_out = held_out + reserved, seq = seq + 1
    WHERE id = NEW.payer_id AND {book} AND held_out + reserved >= 0
      AND (NOT fresh OR (state = 'open' AND balance - held_out - NEW.amount >= COALESCE(floor, -9223372036854775808)))
    RETURNING balance, seq, book_id INTO NEW.payer_balance, NEW.payer_seq, of_book;
    IF NOT FOUND THEN PERFORM ledger_refuse(NEW); END IF;"""
_PAYEE = """UPDATE ledger_account SET balance = balance + posted, held_in = held_in + reserved, seq = seq + 1
    WHERE id = NEW.payee_id AND {book} AND held_in + reserved >= 0
      AND (NOT fresh OR (state = 'open' AND balance + held_in + NEW.amount <= COALESCE(ceiling, 9223372036854775807)))
    RETURNING balance, seq, book_id INTO NEW.payee_balance, NEW.payee_seq, of_book;
    IF NOT FOUND THEN PERFORM ledger_refuse(NEW); END IF;"""
_SECOND = "book_id = of_book"

POST = f"""
CREATE OR REPLACE FUNCTION ledger_post() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  known record;
  held record;
  of_book bigint;
  fresh boolean := NEW.phase IN ('move', 'hold');
  posted bigint := CASE WHEN NEW.phase IN ('move', 'post') THEN NEW.amount ELSE 0 END;
  reserved bigint := CASE NEW.phase WHEN 'hold' THEN NEW.amount ELSE 0 END;
BEGIN
  SELECT phase, payer_id, payee_id, amount, kind, settles_id, reverses_id INTO known FROM ledger_transfer WHERE key = NEW.key;
  IF FOUND THEN
    IF known IS NOT DISTINCT FROM (NEW.phase, NEW.payer_id, NEW.payee_id, NEW.amount, NEW.kind, NEW.settles_id, NEW.reverses_id) THEN
      RETURN NULL;
    END IF;
    {_RAISE.format(code="key")};
  END IF;
  IF NEW.payer_seq <> 0 OR NEW.payee_seq <> 0 THEN {_RAISE.format(code="written by the database only")}; END IF;
  IF NEW.settles_id IS NOT NULL THEN
    SELECT amount, expires INTO held FROM ledger_transfer WHERE id = NEW.settles_id AND phase = 'hold' AND payer_id = NEW.payer_id
      AND payee_id = NEW.payee_id AND amount >= NEW.amount AND (NEW.phase = 'post' OR amount = NEW.amount);
    IF NOT FOUND THEN {_RAISE.format(code="settlement")}; END IF;
    reserved := -held.amount;
  END IF;
  IF NEW.payer_id < NEW.payee_id THEN
    {_PAYER.format(book="true")}
    {_PAYEE.format(book=_SECOND)}
  ELSE
    {_PAYEE.format(book="true")}
    {_PAYER.format(book=_SECOND)}
  END IF;
  NEW.at := clock_timestamp();
  IF NEW.settles_id IS NOT NULL THEN
    IF EXISTS (SELECT 1 FROM ledger_transfer WHERE settles_id = NEW.settles_id) THEN PERFORM ledger_refuse(NEW); END IF;
    IF NEW.phase = 'post' AND held.expires < NEW.at THEN {_RAISE.format(code="expired")}; END IF;
  END IF;
  IF NEW.reverses_id IS NOT NULL AND NOT ledger_reversible(NEW) THEN PERFORM ledger_refuse(NEW); END IF;
  RETURN NEW;
END $$"""

REVERSIBLE = """
CREATE OR REPLACE FUNCTION ledger_reversible(made ledger_transfer) RETURNS boolean LANGUAGE sql AS $$
  SELECT EXISTS (SELECT 1 FROM ledger_transfer WHERE id = made.reverses_id AND phase IN ('move', 'post') AND reverses_id IS NULL
      AND payer_id = made.payee_id AND payee_id = made.payer_id AND amount = made.amount)
    AND NOT EXISTS (SELECT 1 FROM ledger_transfer WHERE reverses_id = made.reverses_id)
$$"""

REFUSE = f"""
CREATE OR REPLACE FUNCTION ledger_refuse(made ledger_transfer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  payer ledger_account;
  payee ledger_account;
  code text;
  account bigint;
  short bigint;
  -- The first of the two accounts may carry this row already: it passed, and its figures are no longer those that were judged.
  untouched_payer boolean := COALESCE(made.payer_seq, 0) = 0;
  untouched_payee boolean := COALESCE(made.payee_seq, 0) = 0;
BEGIN
  IF EXISTS (SELECT 1 FROM ledger_transfer WHERE key = made.key) THEN {_AGAIN}; END IF;
  IF EXISTS (SELECT 1 FROM ledger_transfer WHERE settles_id = made.settles_id) THEN {_RAISE.format(code="settlement")}; END IF;
  IF made.reverses_id IS NOT NULL AND NOT ledger_reversible(made) THEN {_RAISE.format(code="reversal")}; END IF;
  PERFORM 1 FROM ledger_account WHERE id IN (made.payer_id, made.payee_id) ORDER BY id FOR NO KEY UPDATE;
  SELECT * INTO payer FROM ledger_account WHERE id = made.payer_id;
  SELECT * INTO payee FROM ledger_account WHERE id = made.payee_id;
  account := CASE WHEN payer.state <> 'open' THEN payer.id ELSE payee.id END;
  code := CASE
    WHEN payer.id IS NULL OR payee.id IS NULL OR payer.book_id <> payee.book_id OR payer.id = payee.id THEN 'books'
    WHEN 'closed' IN (payer.state, payee.state) THEN 'closed'
    WHEN 'frozen' IN (payer.state, payee.state) THEN 'frozen' END;
  IF code IS NULL AND untouched_payer AND payer.balance - payer.held_out - made.amount < payer.floor THEN
    code := 'floor'; account := payer.id; short := payer.floor - (payer.balance - payer.held_out - made.amount);
  ELSIF code IS NULL AND untouched_payee AND payee.balance + payee.held_in + made.amount > payee.ceiling THEN
    code := 'ceiling'; account := payee.id; short := payee.balance + payee.held_in + made.amount - payee.ceiling;
  ELSIF code IS NULL THEN
    {_AGAIN};
  END IF;
  RAISE EXCEPTION 'ledger: %', code
    USING ERRCODE = 'integrity_constraint_violation', DETAIL = json_build_object('account', account, 'short', short)::text;
END $$"""

_SHUT = f"""
CREATE OR REPLACE FUNCTION ledger_shut() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {_RAISE.format(code="written by the database only")}; END $$"""
_BORN = "NEW.balance <> 0 OR NEW.held_out <> 0 OR NEW.held_in <> 0 OR NEW.seq <> 0 OR NEW.code !~ '^[A-Za-z0-9:._-]{1,64}$'"
_CHANGED = """pg_trigger_depth() = 0 AND (
  (NEW.id, NEW.book_id, NEW.code, NEW.balance, NEW.held_out, NEW.held_in, NEW.seq)
    IS DISTINCT FROM (OLD.id, OLD.book_id, OLD.code, OLD.balance, OLD.held_out, OLD.held_in, OLD.seq)
  OR (OLD.state = 'closed' AND (NEW.state, NEW.floor, NEW.ceiling) IS DISTINCT FROM (OLD.state, OLD.floor, OLD.ceiling)))"""
_TRIGGERS = {
    "ledger_transfer_insert": f"BEFORE INSERT ON {TRANSFER} FOR EACH ROW EXECUTE FUNCTION ledger_post()",
    "ledger_transfer_update": f"BEFORE UPDATE ON {TRANSFER} FOR EACH ROW EXECUTE FUNCTION ledger_shut()",
    "ledger_account_insert": f"BEFORE INSERT ON {ACCOUNT} FOR EACH ROW WHEN ({_BORN}) EXECUTE FUNCTION ledger_shut()",
    # Inside the transfers' own trigger the depth is 1: the guard costs a busy account nothing.
    "ledger_account_update": f"BEFORE UPDATE ON {ACCOUNT} FOR EACH ROW WHEN ({_CHANGED}) EXECUTE FUNCTION ledger_shut()",
}


def tables() -> dict[str, str]:
    """Trigger → its table."""
    return {name: name.rsplit("_", 1)[0] for name in _TRIGGERS}


def statements() -> list[str]:
    """Functions, triggers, and room in the accounts' pages for rows that change often."""
    made = [f"CREATE OR REPLACE TRIGGER {name} {rule}" for name, rule in _TRIGGERS.items()]
    return [REVERSIBLE, REFUSE, POST, _SHUT, *made, f"ALTER TABLE {ACCOUNT} SET (fillfactor = 50)"]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guard in place; twice is the same as once."""
    with connection.cursor() as cursor:
        for statement in statements():
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guard away."""
    with connection.cursor() as cursor:
        for name, table in tables().items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
