"""What was agreed with somebody who is in difficulty: words of a person, never a charge."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from vivaio_liberex.models.participants import Participant


class HelpNote(models.Model):
    """One talk and what was agreed; `look_again_on` is the day on which the office looks again. Can be erased with its participant."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="help_notes", verbose_name=_("participant"))
    text = models.CharField(_("what was agreed"), max_length=600, blank=True)
    look_again_on = models.DateField(_("look again on"))
    on = models.DateField(_("on"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("written by"))

    class Meta:
        verbose_name = _("agreement with a participant")
        verbose_name_plural = _("agreements with participants")
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["participant", "-on", "-id"], name="help_note_last")]

    def __str__(self) -> str:
        return self.text[:60]
