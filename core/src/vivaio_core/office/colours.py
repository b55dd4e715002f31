"""The cooperative's colour in the office: Wagtail computes its tints from hue, saturation and lightness of two colours."""

import colorsys

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from vivaio_core.contract.colour import rgb
from vivaio_core.pages.theme import DAY, palette
from vivaio_core.site.coop import coop


def stylesheet(accent: str) -> str:
    """Menu in the dark band of the public pages, buttons and links in its accent; both keep the contrast computed there."""
    tints = palette(accent, DAY)
    return ":root{" + _parts("primary", tints.band) + _parts("secondary", tints.accent) + "}\n"


@cache_control(private=True, max_age=3600)
def colours(request: HttpRequest) -> HttpResponse:
    """The stylesheet of this site."""
    return HttpResponse(stylesheet(coop().brand.accent), content_type="text/css; charset=utf-8")


def _parts(name: str, colour: str) -> str:
    hue, lightness, saturation = colorsys.rgb_to_hls(*rgb(colour))
    parts = {"hue": f"{hue * 360:.1f}", "saturation": f"{saturation * 100:.1f}%", "lightness": f"{lightness * 100:.1f}%"}
    return "".join(f"--w-color-{name}-{part}:{value};" for part, value in parts.items())
