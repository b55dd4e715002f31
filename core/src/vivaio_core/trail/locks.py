"""Locks that queue the writers of one scarce thing (the chain, the member numbers) on both databases."""

from django.db import connection, transaction

CHAIN = 7_401_215
MEMBER_NUMBERS = 7_401_216
PARAMETERS = 7_401_217
REGISTER = 7_401_218
EXCHANGES = 7_401_219


def hold(lock: int) -> None:
    """Wait for `lock` and keep it until the caller's transaction ends. Raises TransactionManagementError outside a transaction.

    SQLite has one writer: transactions are IMMEDIATE (settings), so whoever is inside one already waits alone.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a lock lives in a transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])
