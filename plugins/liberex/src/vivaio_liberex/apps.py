"""The mutual-credit plugin as a Django app: everything it offers, method by method."""

from typing import cast

from typing_extensions import override

from vivaio_core.site.plugin import Plugin
from vivaio_liberex.manifest import LiberexSettings, manifest


class Liberex(Plugin):
    """Accounts in credits, payments between members, notice board."""

    name = "vivaio_liberex"
    label = "liberex"
    path_prefix = "liberex"
    manifest = manifest

    @override
    def settings(self) -> LiberexSettings:
        return cast(LiberexSettings, super().settings())
