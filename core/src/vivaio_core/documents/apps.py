"""The room `documents` as a Django app."""

from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy

from vivaio_core.site.plugin import Room


class Documents(Room):
    """Living texts, their versions, signatures."""

    name = "vivaio_core.documents"
    label = "documents"
    verbose_name = "Documenti"
    path_prefix = "documenti-sociali"
    office_title = gettext_lazy("Charter and documents")
    office_order = 26
    office_icon = "doc-full"

    def ready(self) -> None:
        """Teach the trail this room's sentences and keep the database's guard in place."""
        from vivaio_core.documents import sentences, triggers

        sentences.register_all()
        post_migrate.connect(triggers.after_migrate, sender=self, dispatch_uid="documents_guard")
