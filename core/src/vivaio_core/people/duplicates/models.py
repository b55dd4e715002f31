"""Two entries that may be one, and what a person decided about them (people P3)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from vivaio_core.people.models import Party


class DuplicatePair(models.Model):
    """Two parties that look alike, the older entry first; `reasons` are code words, told by `duplicates.words`."""

    class State(models.TextChoices):
        OPEN = "open", _("to decide")
        IGNORED = "ignored", _("two different ones")
        MERGED = "merged", _("merged")
        UNDONE = "undone", _("merge undone")

    party_a = models.ForeignKey(Party, models.CASCADE, related_name="+", verbose_name=_("first entry"))
    party_b = models.ForeignKey(Party, models.CASCADE, related_name="+", verbose_name=_("second entry"))
    reasons = models.JSONField(_("why"), default=list)
    certain = models.BooleanField(_("strong reason"), default=False)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.OPEN)
    found_on = models.DateField(_("found on"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    ignored_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by"))

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        ordering = ["-certain", "id"]
        constraints = [
            models.UniqueConstraint(fields=["party_a", "party_b"], name="duplicate_pair_unique"),
            models.CheckConstraint(condition=models.Q(party_a__lt=models.F("party_b")), name="duplicate_pair_ordered"),
        ]
        indexes = [models.Index(fields=["state", "certain", "id"], name="duplicate_list")]

    def __str__(self) -> str:
        return f"{self.party_a} / {self.party_b}"


class Merge(models.Model):
    """One merge as a whole: what moved from `loser` to `winner`, so that all of it can go back."""

    mutation_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    winner = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("entry that stays"))
    loser = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("entry merged into it"))
    moves = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["loser"], condition=models.Q(undone_at__isnull=True), name="merge_one_open")]

    def __str__(self) -> str:
        return f"{self.loser} → {self.winner}"
