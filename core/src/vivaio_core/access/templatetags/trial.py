"""Says to the pages of sign-in whether the trial mail can be read here."""

from typing import Any

from django import template

from vivaio_core.site.trial import trial_mail_is_open

register = template.Library()


@register.simple_tag(takes_context=True)
def trial_mail_open(context: dict[str, Any]) -> bool:
    """True in a demonstration looked at from its own machine."""
    request = context.get("request")
    return request is not None and trial_mail_is_open(request)
