"""The colour question: names a person knows, and what a colour does to legibility, said while it is typed."""

from vivaio.text import N_, _
from vivaio_core.contract.colour import AA, HEX, contrast, readable_on

COLOURS: dict[str, str] = {
    "#2f6b4f": N_("wood green"),
    "#1f5f8b": N_("sea blue"),
    "#8c3b2a": N_("brick red"),
    "#6b4a86": N_("wild violet"),
    "#a35a00": N_("amber"),
    "#3d5a1e": N_("olive"),
    "#7a2e4d": N_("grape"),
    "#37474f": N_("slate"),
}


def verdict(colour: str) -> str:
    """In words: is white text on the colour legible, and which shade texts will take when it is not."""
    ratio = contrast(colour, "#ffffff")
    number = f"{ratio:.1f}".replace(".", ",")
    if ratio >= AA:
        return _("contrast with white {ratio}: texts are easy to read").format(ratio=number)
    return _("contrast with white {ratio}, at least 4,5 is needed: for texts Vivaio will use the darker {shade}").format(
        ratio=number, shade=readable_on(colour, "#ffffff")
    )


def live_verdict(text: str) -> list[tuple[str, str]] | None:
    """The verdict with a swatch, for the bottom line; None while the colour is not whole."""
    colour = text.strip().lower()
    if not HEX.fullmatch(colour):
        return None
    good = contrast(colour, "#ffffff") >= AA
    return [(f"bg:{colour}", "      "), ("class:good" if good else "class:bad", f" {verdict(colour)}")]
