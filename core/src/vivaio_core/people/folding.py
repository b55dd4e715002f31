"""How names are folded for search: lower case, no accents, single spaces."""

import unicodedata


def fold(text: str) -> str:
    """`D'Àngelo  Niccolò` → `d'angelo niccolo`."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(bare.casefold().split())


def search_key(first_name: str, last_name: str, display_name: str) -> str:
    """A person's last name then first name, an organisation's name."""
    return fold(f"{last_name} {first_name}" if last_name else display_name)[:200]
