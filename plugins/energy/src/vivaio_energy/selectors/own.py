"""This plugin's own section of coop.toml."""

from typing import cast

from django.apps import apps

from vivaio_core.site.plugin import Plugin
from vivaio_energy.manifest import EnergySettings


def settings() -> EnergySettings:
    """The validated settings of the site."""
    return cast(EnergySettings, cast(Plugin, apps.get_app_config("energy")).settings())
