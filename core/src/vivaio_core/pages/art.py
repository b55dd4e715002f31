"""The house's own illustrations: hand-written SVG in `templates/pages/art/`, drawn with the theme's colours."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

ART = {
    "table": _("People around a table"),
    "roofs": _("Houses with solar panels"),
    "lamp": _("A lamp with a plant inside"),
    "tractor": _("A tractor in a field"),
    "pact": _("A signed pact"),
    "board": _("A notice board"),
    "phone": _("A telephone call"),
    "door": _("An open door"),
    "sapling": _("A sapling in its pot"),
    "greenhouse": _("A glass house"),
    "umbrella": _("Two people under an umbrella"),
    "kite": _("Children with a kite"),
}


@lru_cache(maxsize=len(ART))
def drawing(name: str) -> SafeString:
    """The SVG of an illustration; nothing for a name that is not in ART."""
    return render_to_string(f"pages/art/{name}.svg") if name in ART else SafeString("")
