"""What the assembly itself keeps: signs of life of workers, and the cache that machines share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkerBeat(models.Model):
    """The last sign of life of one worker; times are those of the database's clock, since machines differ (platform P12)."""

    worker = models.CharField(max_length=64, primary_key=True)
    host = models.CharField(_("machine"), max_length=120)
    started_at = models.DateTimeField(_("started"))
    seen_at = models.DateTimeField(_("last sign of life"), db_index=True)

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")

    def __str__(self) -> str:
        return self.worker


class DailyRun(models.Model):
    """A day on which the rooms' daily tasks have been enqueued: the first worker that writes it does it, the others find it."""

    on = models.DateField(_("day"), primary_key=True)

    class Meta:
        verbose_name = _("daily run")
        verbose_name_plural = _("daily runs")

    def __str__(self) -> str:
        return self.on.isoformat()


class CacheEntry(models.Model):
    """The table of Django's database cache, so that it exists wherever the site's tables do."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "site_cache"

    def __str__(self) -> str:
        return self.cache_key
