"""What all commands share: Italian metavariables."""

from collections.abc import Callable
from typing import Any

import click

from vivaio.text import _


def command(name: str, help_text: str) -> Callable[[Callable[..., Any]], click.Command]:
    """`click.command` whose help is Italian throughout."""
    return click.command(name, help=help_text, options_metavar=_("[OPTIONS]"))
