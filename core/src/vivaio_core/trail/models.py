"""The living memory: append-only events in one chain that cannot fork (people P19)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One act. `hash` covers seq, at, kind, ids, digest and prev_hash, never the payload and never a name in clear."""

    seq = models.PositiveBigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("when"))
    kind = models.CharField(_("act"), max_length=60, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, verbose_name=_("who"))
    subject = models.ForeignKey("people.Party", models.DO_NOTHING, null=True, related_name="events", db_constraint=False, verbose_name=_("about"))
    target = models.CharField(_("target"), max_length=80, blank=True, db_index=True)
    payload = models.JSONField(_("content"), null=True)
    salt = models.CharField(max_length=64, null=True)
    digest = models.CharField(max_length=64)
    prev_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"
