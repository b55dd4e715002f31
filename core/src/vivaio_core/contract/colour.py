"""Colours of a brand: contrast after WCAG 2.2 (relative luminance, success criterion 1.4.3) and tints that keep it."""

import colorsys
import re

HEX = re.compile(r"#[0-9a-fA-F]{6}")
AA = 4.5


def rgb(colour: str) -> tuple[float, float, float]:
    """`#rrggbb` → three channels from 0 to 1. Raises ValueError on any other text."""
    if not HEX.fullmatch(colour):
        raise ValueError(colour)
    return (int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255)


def luminance(colour: str) -> float:
    """Relative luminance from 0 (black) to 1 (white)."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, from 1 to 21."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def with_lightness(colour: str, lightness: float, saturation: float = 1.0) -> str:
    """The same hue at HLS `lightness` (0 to 1), its saturation multiplied."""
    hue, _, sat = colorsys.rgb_to_hls(*rgb(colour))
    channels = colorsys.hls_to_rgb(hue, lightness, min(1.0, sat * saturation))
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def readable_on(colour: str, background: str, ratio: float = AA) -> str:
    """`colour` moved as little as needed, darker on a light ground and lighter on a dark one, until `ratio` holds."""
    _, lightness, _ = colorsys.rgb_to_hls(*rgb(colour))
    step = -0.01 if luminance(background) > 0.18 else 0.01
    result = colour
    while contrast(result, background) < ratio and 0 <= lightness <= 1:
        lightness += step
        result = with_lightness(colour, max(0.0, min(1.0, lightness)))
    return result
