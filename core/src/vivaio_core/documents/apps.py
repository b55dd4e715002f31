"""The room `documents` as a Django app."""

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
