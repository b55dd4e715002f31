"""The room `suppliers` as a Django app."""

from django.utils.translation import gettext_lazy

from vivaio_core.site.plugin import Room


class Suppliers(Room):
    """Suppliers, their charter and their figures."""

    name = "vivaio_core.suppliers"
    label = "suppliers"
    verbose_name = "Fornitori"
    office_title = gettext_lazy("Suppliers")
    office_order = 27
    office_icon = "site"
