"""The cooperative this site belongs to: coop.toml, read once at start-up."""

from django.conf import settings

from vivaio_core.contract.coop import Coop


def coop() -> Coop:
    """The validated coop.toml of this site."""
    return settings.COOP  # type: ignore[no-any-return]
