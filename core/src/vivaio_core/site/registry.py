"""The plugins that this site has installed, in the order of their requirements."""

from django.apps import apps

from vivaio_core.site.plugin import Plugin


def plugins() -> list[Plugin]:
    """All installed plugins; the order is that of INSTALLED_APPS, which follows requirements."""
    return [config for config in apps.get_app_configs() if isinstance(config, Plugin)]
