"""The secret links of an application. The database keeps a random key only; the link carries the key and a seal made with the site's secret.

Who reads the database alone cannot make a link; who has one link (the draft's, the letter's, the sponsor's) cannot make another.
"""

import re
import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

STATUS, CONFIRM, SPONSOR = "status", "confirm", "sponsor"
SHAPE = re.compile(r"[0-9a-f]{64}")


def new_key() -> str:
    """128 random bits in hexadecimal."""
    return secrets.token_hex(16)


def token(purpose: str, key: str, bound: str = "") -> str:
    """The secret of a link: `key` and a seal over purpose, key and `bound` (what must not have changed since)."""
    return key + _seal(purpose, key, bound)


def key_in(text: str) -> str:
    """The key that a token claims; empty when it is no token at all."""
    return text[:32] if SHAPE.fullmatch(text) else ""


def genuine(purpose: str, text: str, bound: str = "") -> bool:
    """True when the seal is ours."""
    key = key_in(text)
    return bool(key) and constant_time_compare(text[32:], _seal(purpose, key, bound))


def _seal(purpose: str, key: str, bound: str) -> str:
    return salted_hmac(f"vivaio_core.admission.{purpose}", f"{key}:{bound}", algorithm="sha256").hexdigest()[:32]
