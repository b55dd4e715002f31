"""Pictures of the board: what comes in is judged and drawn anew, so that nothing of the file itself is kept (places, cameras, programs)."""

from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from vivaio_core.people.errors import Refused

MOST = 4
MEGABYTES = 12
PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
LARGE, SMALL = (1280, 1280), (480, 480)
QUALITY = 78


@dataclass(frozen=True)
class Drawn:
    """A picture as we keep it: WebP in two sizes; `width` and `height` of the large one, in pixels."""

    large: bytes
    small: bytes
    width: int
    height: int


def drawn(content: bytes, field: str = "") -> Drawn:
    """The picture of a file, turned upright, without hidden data. Raises Refused with what to send instead; `field` is where the form shows it."""
    if len(content) > MEGABYTES * 1024 * 1024:
        raise Refused(_("This picture is larger than %(most)s MB: make it smaller and send it again.") % {"most": MEGABYTES}, field)
    try:
        # Only these three readers are asked: vectors, documents and rarer formats are never opened.
        with Image.open(BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > PIXELS:
                raise Refused(_too_many(), field)
            opened.draft("RGB", LARGE)
            large = _upright(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(_too_many(), field) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise Refused(_("This file is not a picture that we can read: send a photograph as JPEG, PNG or WebP."), field) from None
    large.thumbnail(LARGE)
    small = large.copy()
    small.thumbnail(SMALL)
    return Drawn(_written(large), _written(small), large.width, large.height)


def _upright(opened: Image.Image) -> Image.Image:
    """The first frame the way one looks at it, on white where it was transparent."""
    upright = ImageOps.exif_transpose(opened)
    if upright.mode in ("RGB", "L"):
        return upright.convert("RGB")
    layer = upright.convert("RGBA")
    ground = Image.new("RGB", layer.size, "white")
    ground.paste(layer, mask=layer.getchannel("A"))
    return ground


def _written(picture: Image.Image) -> bytes:
    """WebP without any metadata: the colours are copied into a bare picture first."""
    bare, out = Image.new("RGB", picture.size), BytesIO()
    bare.paste(picture)
    bare.save(out, "WEBP", quality=QUALITY)
    return out.getvalue()


def _too_many() -> str:
    return _("This picture has more than %(most)s million pixels: make it smaller and send it again.") % {"most": PIXELS // 1_000_000}
