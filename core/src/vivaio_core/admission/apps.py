"""The room `admission` as a Django app."""

from django.utils.translation import gettext_lazy

from vivaio_core.site.plugin import Room


class Admission(Room):
    """Applications, sponsors, the checklist, the resolution."""

    name = "vivaio_core.admission"
    label = "admission"
    verbose_name = "Domande di ammissione"
    path_prefix = "adesione"
    office_title = gettext_lazy("Applications")
    office_order = 21
    office_icon = "user"
