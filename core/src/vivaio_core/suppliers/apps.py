"""The room `suppliers` as a Django app."""

from django.utils.translation import gettext_lazy

from vivaio_core.site.plugin import Room


class Suppliers(Room):
    """Suppliers, their charter and their figures."""

    name = "vivaio_core.suppliers"
    label = "suppliers"
    verbose_name = "Fornitori"
    path_prefix = "fornitori"
    office_title = gettext_lazy("Suppliers")
    office_order = 27
    office_icon = "site"

    def ready(self) -> None:
        """Teach the trail this room's sentences."""
        from vivaio_core.suppliers import sentences

        sentences.register_all()
