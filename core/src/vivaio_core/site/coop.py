"""The cooperative this site belongs to: coop.toml, read once at start-up."""

from vivaio_core.contract.coop import Coop
from vivaio_core.site.settings.read import setting


def coop() -> Coop:
    """The validated coop.toml of this site."""
    found: Coop = setting("COOP")
    return found
