"""The room `imports` as a Django app."""

from django.utils.translation import gettext_lazy

from vivaio_core.site.plugin import Room


class Imports(Room):
    """Spreadsheets that become people, memberships and the historic register."""

    name = "vivaio_core.imports"
    label = "imports"
    verbose_name = "Importazioni"
    office_title = gettext_lazy("Imports")
    office_order = 60
    office_icon = "upload"
