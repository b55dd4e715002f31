"""The room `office` as a Django app."""

from django.apps import AppConfig


class Office(AppConfig):
    """The back office: Wagtail's admin with a menu by module, a start page and one page per person."""

    name = "vivaio_core.office"
    label = "office"
    verbose_name = "Ufficio"

    def ready(self) -> None:
        """Teach the trail this room's sentences."""
        from vivaio_core.office import sentences

        sentences.register_all()
