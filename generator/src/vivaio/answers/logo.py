"""Checks a logo's file before it enters the site: pictures only, by their content and not by their name."""

from pathlib import Path

from vivaio.errors import Refused
from vivaio.text import _

LARGEST = 2 * 1024 * 1024  # bytes: a logo above this is a photograph somebody forgot to reduce
SIGNS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}


def logo_kind(path: Path) -> str:
    """`png`, `jpg` or `webp`. Raises Refused with the cure: no such file, too big, SVG (it can carry scripts: ASVS 1.3.4), another kind."""
    try:
        size = path.stat().st_size
        head = path.read_bytes()[:512] if path.is_file() and size <= LARGEST else b""
    except (OSError, ValueError):
        raise Refused(_("I cannot read the file {path}: check its name and its folder").format(path=str(path)[:120])) from None
    if not path.is_file():
        raise Refused(_("{path} is not a file: give the name of a picture").format(path=path))
    if size > LARGEST:
        raise Refused(_("the picture weighs {size} MB: reduce it to at most 2 MB").format(size=round(size / 1024 / 1024, 1)))
    if b"<svg" in head.lower():
        raise Refused(_("SVG is not accepted, because it can hide programs: save the logo as PNG"))
    for sign, kind in SIGNS.items():
        if head.startswith(sign):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    raise Refused(_("this is not a picture that browsers show: save the logo as PNG, JPEG or WebP"))
