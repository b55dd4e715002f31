"""Balances that a circuit begins with, brought in from a file: read first, written when a person confirms."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OpeningFile(models.Model):
    """A file of opening balances. `rows` = what each line said and what was found about it (see `services.openings`)."""

    class State(models.TextChoices):
        READ = "read", pgettext_lazy("opening balances", "to be confirmed")
        CONFIRMED = "confirmed", pgettext_lazy("opening balances", "written")

    file_name = models.CharField(_("file"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.READ)
    on = models.DateField(_("day of the balances"))
    rows: Any = models.JSONField(default=list)
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("uploaded by"))
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("opening balances")
        verbose_name_plural = _("opening balances")
        ordering = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return self.file_name
