"""Payment codes: creditor references after ISO 11649, which people type and banks carry."""

from hashlib import sha256

_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # neither 0, 1, I nor O: read aloud and typed by hand


def payment_code(cause: str, number: int) -> str:
    """The words a payer writes: a creditor reference after ISO 11649, whose two check digits catch a slip of the pen."""
    seed = int.from_bytes(sha256(f"{cause}/{number}".encode()).digest()[:8])
    body = "".join(_SIGNS[seed >> place & 31] for place in range(0, 50, 5))
    return f"RF{98 - int(_digits(f'{body}RF00')) % 97:02d}{body}"


def sound_code(code: str) -> bool:
    """Whether the check digits of a payment code fit."""
    bare = "".join(code.split()).upper()
    return bare.isalnum() and bare.isascii() and bare.startswith("RF") and len(bare) > 4 and int(_digits(bare[4:] + bare[:4])) % 97 == 1


def _digits(text: str) -> str:
    return "".join(str(int(sign, 36)) for sign in text)


def code_in_fours(code: str) -> str:
    """`RF18539007547034` → `RF18 5390 0754 7034`: as one reads it aloud."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
