"""The rooms and plugins that this site has installed, in the order of their requirements."""

from django.apps import apps

from vivaio_core.site.plugin import Plugin, Room


def rooms() -> list[Room]:
    """Core's rooms that offer something, then all installed plugins; the order is that of INSTALLED_APPS, which follows requirements."""
    return [config for config in apps.get_app_configs() if isinstance(config, Room)]


def plugins() -> list[Plugin]:
    """All installed plugins."""
    return [room for room in rooms() if isinstance(room, Plugin)]
