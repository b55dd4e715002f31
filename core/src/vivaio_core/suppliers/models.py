"""Suppliers of the cooperative: what they are, since when, in which state (people P17)."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vivaio_core.people.models import Party


class Supplier(models.Model):
    """A party that sells to the cooperative. «Suspended» is not stored: it follows from the charter on each day."""

    class State(models.TextChoices):
        CANDIDATE = "candidate", _("candidate")
        ACTIVE = "active", _("active")
        ENDED = "ended", _("no longer a supplier")

    class CoopType(models.TextChoices):
        SOCIAL_A = "social_a", _("social cooperative, type A")
        SOCIAL_B = "social_b", _("social cooperative, type B")
        WORK = "work", _("workers' cooperative")
        USERS = "users", _("users' cooperative")
        FARM = "farm", _("farmers' cooperative")
        OTHER = "other", _("other cooperative")

    party = models.OneToOneField(Party, models.PROTECT, related_name="supplier", verbose_name=_("person or organisation"))
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.CANDIDATE, editable=False)
    supplies = models.CharField(_("what it supplies"), max_length=160, blank=True)
    is_cooperative = models.BooleanField(_("it is a cooperative"), default=False)
    coop_type = models.CharField(_("which cooperative"), max_length=16, choices=CoopType.choices, blank=True)
    employs_disadvantaged = models.BooleanField(_("it employs disadvantaged people"), default=False)
    local = models.BooleanField(_("it works in our area"), default=False)
    staff_count = models.PositiveIntegerField(_("people who work there"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    started_on = models.DateField(_("supplier from"), null=True, blank=True)
    ended_on = models.DateField(_("first day no longer a supplier"), null=True, blank=True)

    class Meta:
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")
        ordering = ["party__search_key", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="candidate", started_on__isnull=True, ended_on__isnull=True)
                | Q(state="active", started_on__isnull=False, ended_on__isnull=True)
                | Q(state="ended", ended_on__isnull=False),
                name="supplier_days_of_state",
            ),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True) | Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="supplier_period"
            ),
            models.CheckConstraint(condition=Q(coop_type="") | Q(is_cooperative=True), name="supplier_kind_of_cooperative"),
        ]
        indexes = [models.Index(fields=["state", "started_on"], name="supplier_list")]

    def __str__(self) -> str:
        return str(self.party)

    @staticmethod
    def in_service(on: date) -> Q:
        """Those who are suppliers on the day, suspended or not: the first day is in, the last one out."""
        return Q(started_on__lte=on) & (Q(ended_on__isnull=True) | Q(ended_on__gt=on))


class Distributor(models.Model):
    """A party that brings the cooperative's services to people, by agreement: no commission agents, but organisations of like mind.

    It distributes on the days `[started_on, ended_on)`; it may also be a supplier or a member.
    """

    class Kind(models.TextChoices):
        USERS = "users", _("users' cooperative")
        ASSOCIATION = "association", _("association")
        ONLUS = "onlus", _("onlus")
        GROUP = "group", _("buying group")
        OTHER = "other", _("other organisation")

    party = models.OneToOneField(Party, models.PROTECT, related_name="distributor", verbose_name=_("person or organisation"))
    kind = models.CharField(_("what it is"), max_length=16, choices=Kind.choices)
    distributes = models.CharField(_("what it distributes"), max_length=160, blank=True)
    started_on = models.DateField(_("distributor from"))
    ended_on = models.DateField(_("first day no longer a distributor"), null=True, blank=True)

    class Meta:
        verbose_name = _("distributor")
        verbose_name_plural = _("distributors")
        ordering = ["party__search_key", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="distributor_period"),
        ]

    def __str__(self) -> str:
        return str(self.party)
