"""What banks can read: the basic Latin letters that every bank of the SEPA area takes (EPC217-08), and lengths counted after the change."""

import re
import unicodedata

from text_unidecode import unidecode

NAME, WORDS, REFERENCE = 70, 140, 35
_INSTEAD = {"&": " e ", "€": " euro ", "@": "(at)", "_": "-", "*": ".", "«": "'", "»": "'", '"': "'", "°": ".", "º": ".", "ª": "."}
_OUTSIDE = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]+")
_FIRST = str.maketrans(_INSTEAD)


def plain(text: str, most: int) -> str:
    """`Niccolò D’Amò & C.` → `Niccolo D'Amo e C.`; at most `most` characters, no slash at the ends and never two, as the rules of references ask.

    The letters of other alphabets are written in ours; what has none is left out. Empty when nothing is left.
    """
    bare = "".join(char for char in unicodedata.normalize("NFKD", text.translate(_FIRST)) if not unicodedata.combining(char))
    latin = _OUTSIDE.sub(" ", unidecode(bare).translate(_FIRST))
    once = re.sub(r"/{2,}", "/", latin)
    return " ".join(once.split())[:most].strip(" /")
