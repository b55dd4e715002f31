"""The room `mutuality` as a Django app."""

from django.utils.translation import gettext_lazy

from vivaio_core.site.plugin import Room


class Mutuality(Room):
    """Exchanges, prevalence, ristorni."""

    name = "vivaio_core.mutuality"
    label = "mutuality"
    verbose_name = "Mutualità"
    path_prefix = "mutualita"
    office_title = gettext_lazy("Mutuality")
    office_order = 28
    office_icon = "tasks"
