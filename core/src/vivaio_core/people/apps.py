"""The room `people` as a Django app."""

import importlib

from vivaio_core.site.plugin import Room


class People(Room):
    """Parties, memberships, collectivities."""

    name = "vivaio_core.people"
    label = "people"
    verbose_name = "Persone"

    def import_models(self) -> None:
        """The room's own models and those of its corners, each beside its services."""
        super().import_models()
        for corner in ("relations", "duplicates", "disclosure"):
            importlib.import_module(f"{self.name}.{corner}.models")

    def ready(self) -> None:
        """Teach the trail this room's sentences."""
        from vivaio_core.people import sentences

        sentences.register_all()
