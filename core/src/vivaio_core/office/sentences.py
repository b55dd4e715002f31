"""Acts of the office itself, told in plain sentences."""

from django.utils.translation import gettext_lazy as lazy

from vivaio_core.trail.sentences import register


def register_all() -> None:
    """Called once, when the app is ready."""
    register("office.export", lazy("List downloaded: {list}, {rows} rows."), lazy("List downloaded"))
