"""Pictures of the board: what is no picture, or too much of one, is refused in words; nothing of the file itself is kept. No database."""

import struct
import zlib
from io import BytesIO

import pytest
from board_world import image
from PIL import Image

from vivaio_core.people.errors import Refused
from vivaio_liberex.pictures import MEGABYTES, drawn

SECRET = b"Via dei Segreti 7"


def bomb(side: int) -> bytes:
    """A PNG of some kilobytes that says it is `side` × `side` points."""
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 100_000, 9)
    parts = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    written = (struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script></html>",
        image()[:200],
        image(kind="PNG")[:60],
        image(kind="GIF"),
        image(kind="BMP"),
        image(kind="TIFF"),
        image(kind="ICO", size=(16, 16)),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    ],
    ids=["empty", "words", "pdf", "svg", "html", "cut jpeg", "cut png", "gif", "bmp", "tiff", "ico", "postscript"],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(Refused, match="non è una foto"):
        drawn(content)


@pytest.mark.parametrize("side", [8_000, 12_000, 30_000, 60_000])
def test_more_pixels_than_we_draw_are_refused_before_they_are_opened(side: int) -> None:
    with pytest.raises(Refused, match="milioni di punti"):
        drawn(bomb(side))


def test_a_heavy_file_is_refused_at_its_field() -> None:
    with pytest.raises(Refused, match="pesa più") as refusal:
        drawn(b"x" * (MEGABYTES * 1024 * 1024 + 1), "file_2")
    assert refusal.value.field == "file_2"


SORTS = "JPEG/RGB JPEG/CMYK JPEG/L PNG/RGBA PNG/P PNG/1 PNG/I;16 WEBP/RGB"


@pytest.mark.parametrize("sort", SORTS.split())
def test_photographs_of_every_sort_are_drawn_anew(sort: str) -> None:
    kind, mode = sort.split("/")
    found = drawn(image((2000, 1000), kind, mode))
    large, small = Image.open(BytesIO(found.large)), Image.open(BytesIO(found.small))
    assert (large.format, large.size, small.size, large.mode) == ("WEBP", (1280, 640), (480, 240), "RGB")
    assert (found.width, found.height) == large.size
    assert len(found.large) < 200_000


def test_nothing_hidden_stays_and_the_picture_stands_upright() -> None:
    tags = Image.Exif()
    tags[0x0112], tags[0x010E] = 6, SECRET.decode()
    tags.get_ifd(0x8825)[1] = "N"
    sent = image((60, 30), exif=tags, comment=SECRET, icc_profile=SECRET)
    assert SECRET in sent
    found = drawn(sent)
    opened = Image.open(BytesIO(found.large))
    assert (opened.size, dict(opened.getexif()), opened.info.get("icc_profile")) == ((30, 60), {}, None)
    for kept in (found.large, found.small):
        assert SECRET not in kept
        assert b"EXIF" not in kept


def test_what_hides_behind_a_picture_goes() -> None:
    found = drawn(image() + b"<script>alert(1)</script>" + b"PK\x03\x04")
    assert b"script" not in found.large


def test_transparent_ones_stand_on_white() -> None:
    opened = Image.open(BytesIO(drawn(image((20, 20), "PNG", "RGBA")).large))
    assert opened.getpixel((10, 10)) == (255, 255, 255)
