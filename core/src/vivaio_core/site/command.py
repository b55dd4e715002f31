"""Entrance of a site's manage.py: what is wrong with coop.toml is told as a text, not as a traceback."""

import os
import sys

from django.core.management import execute_from_command_line

from vivaio_core.contract.errors import ContractError


def run(argv: list[str] | None = None) -> None:
    """Run one command of the site. Exits with 1 and a text for people when the configuration cannot be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(argv or sys.argv)
    except ContractError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
