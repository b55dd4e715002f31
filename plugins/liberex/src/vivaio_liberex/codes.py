"""The short code of a participant: what people type, say on the telephone or scan. Pure functions.

Five signs and a check sign out of 23 that nobody mixes up: no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V. Their number is prime, so that with one weight a
place the check sign finds every single wrong sign and every two that were swapped.
"""

from uuid import UUID, uuid5

SIGNS = "34679ACDEFGHJKMNPQRTWXY"
LENGTH = 6
_SPACE = UUID("6f1c7e3a-3f0b-5b51-9a52-6a1f0c9d2e11")


def checked(body: str) -> str:
    """The body with its check sign behind."""
    total = sum(place * SIGNS.index(sign) for place, sign in enumerate(body, 2))
    return body + SIGNS[total % len(SIGNS)]


def derived(seed: str) -> str:
    """A code that is always the same for the same words."""
    number, body = uuid5(_SPACE, seed).int, ""
    for _place in range(LENGTH - 1):
        number, rest = divmod(number, len(SIGNS))
        body += SIGNS[rest]
    return checked(body)


def normalised(text: str) -> str:
    """What was typed, without spaces, dots and dashes, in capitals; at most 40 signs are looked at."""
    return "".join(sign for sign in text[:40].upper() if sign not in " .-_/\u00a0")


def valid(text: str) -> bool:
    """True for a well-written code; `text` is normalised first."""
    code = normalised(text)
    return len(code) == LENGTH and set(code) <= set(SIGNS) and checked(code[:-1]) == code
