"""The room `site` as a Django app."""

from django.apps import AppConfig


class Site(AppConfig):
    """Assembly: settings, URLs, start, health, worker."""

    name = "vivaio_core.site"
    label = "coop_site"
    verbose_name = "Sito"
