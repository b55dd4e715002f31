"""How the board's words are compared: no accents, no capitals, apostrophes and other signs of any sort as spaces. Pure functions."""

from vivaio_core.people.folding import fold

MOST_WORDS = 6


def key_of(text: str) -> str:
    """`L’Orto dell'Àngelo!` → `l orto dell angelo`."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold(text)).split())


def words_of(text: str) -> list[str]:
    """The words one looks for, at most MOST_WORDS."""
    return key_of(text[:200]).split()[:MOST_WORDS]
