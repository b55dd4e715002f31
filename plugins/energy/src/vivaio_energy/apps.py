"""The energy plugin as a Django app."""

from vivaio_core.site.plugin import Plugin
from vivaio_energy.manifest import manifest


class Energy(Plugin):
    """Supply points, campaigns, contracts, donations."""

    name = "vivaio_energy"
    label = "energy"
    path_prefix = "energia"
    manifest = manifest
