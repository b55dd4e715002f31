"""Amounts of the circuit in templates: `{% load liberex %}`."""

from django import template

from vivaio_liberex import words

register = template.Library()


@register.filter
def credits(cents: object) -> str:
    """Minor units as "1.234,56 Liberex"; nothing for what is no amount."""
    return words.credits(cents) if isinstance(cents, int) else ""


@register.filter
def bare(cents: object) -> str:
    """Minor units as "1.234,56", for where the unit stands apart."""
    return words.credits(cents).partition(" ")[0] if isinstance(cents, int) else ""


@register.simple_tag
def unit_name() -> str:
    """What the cooperative calls its credits."""
    return words.choices().unit_name
