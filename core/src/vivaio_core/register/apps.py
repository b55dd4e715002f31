"""The room `register` as a Django app."""

from django.utils.translation import gettext_lazy

from vivaio_core.site.plugin import Room


class Register(Room):
    """The libro soci: entries, operations, shares, exits, transfers."""

    name = "vivaio_core.register"
    label = "register"
    verbose_name = "Libro soci"
    office_title = gettext_lazy("Member register")
    office_order = 22
    office_icon = "list-ol"
