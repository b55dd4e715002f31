"""The notice board: what participants offer and want, in words and pictures. No money moves here."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vivaio_core.ledger.amounts import MinorUnits
from vivaio_liberex.models.participants import Participant, Sector
from vivaio_liberex.searching import key_of


class Category(models.Model):
    """A shelf of the board. Its `sector` is where the circuit's health counts what is wanted; one that is not `active` takes no new listing."""

    title = models.CharField(_("title"), max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    active = models.BooleanField(_("takes new listings"), default=True)
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="categories", verbose_name=_("sector"))

    class Meta:
        verbose_name = _("category of the notice board")
        verbose_name_plural = _("categories of the notice board")
        ordering = ["order", "title", "id"]

    def __str__(self) -> str:
        return self.title


class Listing(models.Model):
    """An offer or a want of a participant, on the board until `expires_on`, that day included.

    `price` in minor units, None to be agreed upon; `share` = percent of it in credits. `contact` is for participants only.
    """

    class Kind(models.TextChoices):
        OFFER = "offer", pgettext_lazy("notice board", "offer")
        WANT = "want", pgettext_lazy("notice board", "want")

    class State(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("listing", "on the board")
        PAUSED = "paused", pgettext_lazy("listing", "paused")
        CLOSED = "closed", pgettext_lazy("listing", "closed")
        EXPIRED = "expired", pgettext_lazy("listing", "expired")
        REMOVED = "removed", pgettext_lazy("listing", "removed by the office")

    key = models.UUIDField(_("key"), unique=True, default=uuid4)
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="listings", verbose_name=_("participant"))
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    category = models.ForeignKey(Category, models.PROTECT, related_name="listings", verbose_name=_("category"))
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("text"), max_length=2000, blank=True)
    place = models.CharField(_("place"), max_length=60, blank=True)
    contact = models.CharField(_("how to reach"), max_length=120, blank=True)
    price = MinorUnits(_("price"), null=True, blank=True)
    share = models.PositiveSmallIntegerField(_("share accepted in credits"), default=100)
    search_key = models.TextField(editable=False, default="")
    published_on = models.DateField(_("published on"))
    expires_on = models.DateField(_("on the board until"))
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.ACTIVE)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    reason = models.CharField(_("why it was removed"), max_length=300, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who did it"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        ordering = ["-published_on", "-id"]
        permissions = [("remove_listing", "Can remove a listing from the board")]
        indexes = [
            models.Index(fields=["state", "-published_on", "-id"], name="listing_board"),
            models.Index(fields=["category", "kind", "state"], name="listing_matching"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(price=None) | Q(price__gt=0), name="listing_price"),
            models.CheckConstraint(condition=Q(share__lte=100), name="listing_share"),
            models.CheckConstraint(condition=Q(expires_on__gte=F("published_on")), name="listing_days"),
            models.CheckConstraint(condition=~Q(state="removed") | ~Q(reason=""), name="listing_removed_why"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The words are found however accents, capitals and apostrophes are typed."""
        self.search_key = key_of(f"{self.title} {self.text} {self.place}")
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_key"}
        super().save(*args, **kwargs)

    @property
    def credits_part(self) -> int | None:
        """The most of the price that is paid in credits, rounded down; None where the price is to be agreed upon."""
        return None if self.price is None else self.price * self.share // 100

    def state_on(self, on: date) -> str:
        """The state in words; one that is past its last day has expired, whether the night has written it or not."""
        late = self.state in (self.State.ACTIVE, self.State.PAUSED) and self.expires_on < on
        return str(self.State.EXPIRED.label if late else self.get_state_display())


class ListingPicture(models.Model):
    """A picture of a listing, drawn anew by us (WebP, no hidden data): `large` for its page, `small` for lists. It goes with its listing."""

    key = models.UUIDField(_("key"), unique=True, default=uuid4)
    listing = models.ForeignKey(Listing, models.CASCADE, related_name="pictures", verbose_name=_("listing"))
    alt = models.CharField(_("what is seen in it"), max_length=120, blank=True)
    large = models.BinaryField(_("picture"))
    small = models.BinaryField(_("small picture"))
    width = models.PositiveSmallIntegerField(_("width"))
    height = models.PositiveSmallIntegerField(_("height"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("picture of a listing")
        verbose_name_plural = _("pictures of listings")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.alt or str(self.key)
