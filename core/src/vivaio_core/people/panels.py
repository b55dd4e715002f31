"""Panels of plugins, drawn: each with its own template and nothing but its own context, the request beside it."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from vivaio_core.site.plugin import Panel


def drawn(panels: Iterable[Panel], request: HttpRequest) -> list[SafeString]:
    """The panels in their order, ready to be put into a page; the page gives the frame, the panel begins with an `<h2>`."""
    return [render_to_string(panel.template, panel.context, request) for panel in sorted(panels, key=lambda panel: panel.order)]
