"""`manage.py migrate`: Django's own, which takes the shorter way where there are no tables yet."""

import gc
from typing import Any

from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS

from vivaio_core.site.start.database import begin

PARTIAL = ("app_label", "plan", "check_unapplied", "fake", "fake_initial", "prune")


class Command(migrate.Command):
    """An empty database begins as a site's does: so do the one of a site's tests and the one a site moves to."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Begin, then whatever is left to do."""
        # The collector would sweep the thousands of classes of models that pass by again and again.
        gc.disable()
        try:
            if options["database"] == DEFAULT_DB_ALIAS and not any(options[name] for name in PARTIAL):
                begin()
            super().handle(*args, **options)
        finally:
            gc.enable()
