"""The room `payments` as a Django app."""

from django.utils.translation import gettext_lazy

from vivaio_core.site.plugin import Room


class Payments(Room):
    """What is owed and what came in."""

    name = "vivaio_core.payments"
    label = "payments"
    verbose_name = "Pagamenti"
    path_prefix = "pagamenti"
    office_title = gettext_lazy("Payments")
    office_order = 26
    office_icon = "form"
