"""The room `people` as a Django app."""

from vivaio_core.site.plugin import Room


class People(Room):
    """Parties, memberships, collectivities."""

    name = "vivaio_core.people"
    label = "people"
    verbose_name = "Persone"

    def ready(self) -> None:
        """Teach the trail this room's sentences."""
        from vivaio_core.people import sentences

        sentences.register_all()
