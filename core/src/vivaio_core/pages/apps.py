"""The room `pages` as a Django app."""

from django.apps import AppConfig


class Pages(AppConfig):
    """Public pages, theme, member area and office shell."""

    name = "vivaio_core.pages"
    label = "coop_pages"
    verbose_name = "Pagine"

    def ready(self) -> None:
        """Keep the menu fresh."""
        from vivaio_core.pages.receivers import connect

        connect()
