"""All that other rooms and plugins use of the ledger (dossier 4.3); nothing else is public."""

from vivaio_core.ledger.drafts import hold, move, reverse, settle, void
from vivaio_core.ledger.errors import KeyReused, Refused
from vivaio_core.ledger.journal import export_hledger
from vivaio_core.ledger.selectors.checking import check
from vivaio_core.ledger.selectors.circuit import health
from vivaio_core.ledger.selectors.statements import balance_on, history, negative_since, statement
from vivaio_core.ledger.services.accounts import close_account, freeze, open_account, open_accounts, open_book, set_limits, unfreeze
from vivaio_core.ledger.services.expiry import expire_holds
from vivaio_core.ledger.services.post import post
from vivaio_core.ledger.services.seals import seal, verify

__all__ = [
    "KeyReused",
    "Refused",
    "balance_on",
    "check",
    "close_account",
    "expire_holds",
    "export_hledger",
    "freeze",
    "health",
    "history",
    "hold",
    "move",
    "negative_since",
    "open_account",
    "open_accounts",
    "open_book",
    "post",
    "reverse",
    "seal",
    "set_limits",
    "settle",
    "statement",
    "unfreeze",
    "verify",
    "void",
]
