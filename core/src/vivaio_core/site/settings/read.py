"""Reads settings that `build` makes at start-up, which the type checker therefore cannot see."""

from typing import Any

from django.conf import settings


def setting(name: str) -> Any:
    """The value of the setting `name`. Raises AttributeError when there is none."""
    return getattr(settings, name)
