"""What the office keeps for itself: views of lists under a name."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A list with its search, filters and order; one's own, or of everybody in the office when `shared`."""

    list_name = models.CharField(_("list"), max_length=80)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("search and filters"), max_length=500)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("whose"))
    shared = models.BooleanField(_("for everybody in the office"), default=False)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["list_name", "owner", "name"], name="saved_view_unique"),
            models.UniqueConstraint(fields=["list_name", "name"], condition=Q(shared=True), name="saved_view_shared_unique"),
        ]

    def __str__(self) -> str:
        return self.name
