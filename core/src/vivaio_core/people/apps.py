"""The room `people` as a Django app."""

from django.apps import AppConfig


class People(AppConfig):
    """Parties, memberships, collectivities."""

    name = "vivaio_core.people"
    label = "people"
    verbose_name = "Persone"

    def ready(self) -> None:
        """Teach the trail this room's sentences."""
        from vivaio_core.people import sentences

        sentences.register_all()
