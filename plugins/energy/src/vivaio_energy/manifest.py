"""What the energy plugin says about itself."""

from vivaio_core.contract.manifest import Manifest
from vivaio_core.contract.text import N_

manifest = Manifest(
    slug="energy",
    title=N_("Energy"),
    summary=N_("Group purchases of electricity and gas, contracts, donations"),
    app="vivaio_energy.apps.Energy",
    version="0.1.0",
)
