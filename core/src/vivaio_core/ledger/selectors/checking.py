"""Everything that balances and limits rest on, computed again from the rows (ledger L13)."""

from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Violation:
    """Something that cannot be: `rule` names it, `book` and `account` or `transfer` say where, `expected` and `found` what."""

    rule: str
    book: str = ""
    account: str = ""
    transfer: int | None = None
    expected: int | None = None
    found: int | None = None


_BOOKS = """
SELECT b.code, SUM(a.balance), SUM(a.held_out) - SUM(a.held_in) FROM ledger_account a JOIN ledger_book b ON b.id = a.book_id
GROUP BY b.code HAVING SUM(a.balance) <> 0 OR SUM(a.held_out) <> SUM(a.held_in) ORDER BY b.code"""

# Each row twice, as payer and as payee; `prior` is the running balance of the row before in the account's order of effect.
_SIDES = """
WITH sides AS (
  SELECT t.payer_id AS account, t.payer_seq AS seq, t.payer_balance AS balance,
    CASE WHEN t.phase IN ('move', 'post') THEN -t.amount ELSE 0 END AS change,
    CASE t.phase WHEN 'hold' THEN t.amount WHEN 'move' THEN 0 ELSE -h.amount END AS held_out, 0 AS held_in
  FROM ledger_transfer t LEFT JOIN ledger_transfer h ON h.id = t.settles_id
  UNION ALL
  SELECT t.payee_id, t.payee_seq, t.payee_balance, CASE WHEN t.phase IN ('move', 'post') THEN t.amount ELSE 0 END,
    0, CASE t.phase WHEN 'hold' THEN t.amount WHEN 'move' THEN 0 ELSE -h.amount END
  FROM ledger_transfer t LEFT JOIN ledger_transfer h ON h.id = t.settles_id
), chained AS (
  SELECT account, seq, balance, change, held_out, held_in,
    COALESCE(LAG(balance) OVER w, 0) AS prior, ROW_NUMBER() OVER w AS place FROM sides WINDOW w AS (PARTITION BY account ORDER BY seq)
), sums AS (
  SELECT account, SUM(change) AS balance, SUM(held_out) AS held_out, SUM(held_in) AS held_in, COUNT(*) AS seq,
    SUM(CASE WHEN seq <> place THEN 1 ELSE 0 END) AS gaps, SUM(CASE WHEN balance <> prior + change THEN 1 ELSE 0 END) AS jumps
  FROM chained GROUP BY account
)
SELECT b.code, a.code, a.balance, COALESCE(s.balance, 0), a.held_out, COALESCE(s.held_out, 0), a.held_in, COALESCE(s.held_in, 0),
  a.seq, COALESCE(s.seq, 0), COALESCE(s.gaps, 0), COALESCE(s.jumps, 0)
FROM ledger_account a JOIN ledger_book b ON b.id = a.book_id LEFT JOIN sums s ON s.account = a.id
WHERE a.balance <> COALESCE(s.balance, 0) OR a.held_out <> COALESCE(s.held_out, 0) OR a.held_in <> COALESCE(s.held_in, 0)
  OR a.seq <> COALESCE(s.seq, 0) OR s.gaps > 0 OR s.jumps > 0 ORDER BY b.code, a.code"""
_COMPARED = ("balance", "held_out", "held_in", "rows")

_ROWS = {
    "across_books": """SELECT t.id FROM ledger_transfer t LEFT JOIN ledger_account p ON p.id = t.payer_id
        LEFT JOIN ledger_account q ON q.id = t.payee_id WHERE p.book_id IS NULL OR q.book_id IS NULL OR p.book_id <> q.book_id OR p.id = q.id""",
    "settlement": """SELECT t.id FROM ledger_transfer t LEFT JOIN ledger_transfer h ON h.id = t.settles_id WHERE t.phase IN ('post', 'void')
        AND (h.id IS NULL OR h.phase <> 'hold' OR h.payer_id <> t.payer_id OR h.payee_id <> t.payee_id OR t.amount > h.amount
        OR (t.phase = 'void' AND t.amount <> h.amount) OR (t.phase = 'post' AND h.expires < t.at))""",
    "settled_twice": "SELECT MAX(id) FROM ledger_transfer WHERE settles_id IS NOT NULL GROUP BY settles_id HAVING COUNT(*) > 1",
    "reversal": """SELECT t.id FROM ledger_transfer t LEFT JOIN ledger_transfer o ON o.id = t.reverses_id WHERE t.reverses_id IS NOT NULL
        AND (o.id IS NULL OR o.phase NOT IN ('move', 'post') OR o.reverses_id IS NOT NULL OR o.payer_id <> t.payee_id
        OR o.payee_id <> t.payer_id OR o.amount <> t.amount)""",
    "reversed_twice": "SELECT MAX(id) FROM ledger_transfer WHERE reverses_id IS NOT NULL GROUP BY reverses_id HAVING COUNT(*) > 1",
    "shape": """SELECT id FROM ledger_transfer WHERE amount <= 0 OR payer_seq < 1 OR payee_seq < 1
        OR (phase IN ('post', 'void')) <> (settles_id IS NOT NULL)""",
}


def check() -> list[Violation]:
    """Every contradiction between rows, running balances, accounts and books; empty when the books are sound. A constant number of queries.

    Nothing is locked and payments go on: each query compares what it sees in one statement, hence in one state of the books.
    """
    with connection.cursor() as cursor:
        found = _books(cursor) + _accounts(cursor)
        for rule, query in _ROWS.items():
            cursor.execute(query)
            found += [Violation(rule, transfer=row[0]) for row in cursor.fetchall()]
    return found


def _books(cursor: Any) -> list[Violation]:
    cursor.execute(_BOOKS)
    found = []
    for book, balance, held in cursor.fetchall():
        found += [Violation("book_sum", book, expected=0, found=int(balance))] if balance else []
        found += [Violation("book_held", book, expected=0, found=int(held))] if held else []
    return found


def _accounts(cursor: Any) -> list[Violation]:
    cursor.execute(_SIDES)
    found = []
    for book, account, *rest in cursor.fetchall():
        pairs, (gaps, jumps) = rest[:8], rest[8:]
        for rule, kept, computed in zip(_COMPARED, pairs[::2], pairs[1::2], strict=True):
            if kept != computed:
                found.append(Violation(rule, book, account, expected=int(computed), found=int(kept)))
        for rule, count in (("order", gaps), ("running", jumps)):
            if count:
                found.append(Violation(rule, book, account, expected=0, found=int(count)))
    return found
