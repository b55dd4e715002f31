"""Who takes part in the circuit, with which account and which line."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vivaio_core.ledger.amounts import MinorUnits
from vivaio_core.ledger.models import Account
from vivaio_core.people.folding import fold
from vivaio_core.people.models import Party, Resolution


class Sector(models.Model):
    """A branch of trade, by which the circuit's health and the notice board are read."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=80)

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Participant(models.Model):
    """A party with an account in the circuit. `code` is the short one that people type or scan; `shown_as` the name others read.

    A party has one participation that is not closed. `seller_share` (percent of the taxable) is what it accepts in credits by default;
    `accepted` names the text of the rules that was accepted.
    """

    class Kind(models.TextChoices):
        MEMBER = "member", _("member")
        COMPANY = "company", _("company")
        EMPLOYEE = "employee", _("employee")

    class State(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("participant", "active")
        LEAVING = "leaving", pgettext_lazy("participant", "leaving")
        CLOSED = "closed", pgettext_lazy("participant", "closed")

    class Suspended(models.TextChoices):
        OFFICE = "office", _("by the office")
        FEE = "fee", _("for an unpaid fee")

    party = models.ForeignKey(Party, models.PROTECT, related_name="circuit", verbose_name=_("person or organisation"))
    account = models.OneToOneField(Account, models.PROTECT, related_name="+", verbose_name=_("account"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.MEMBER)
    code = models.CharField(_("code"), max_length=12, unique=True)
    shown_as = models.CharField(_("name shown to others"), max_length=120)
    search_key = models.CharField(max_length=120, editable=False, default="")
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="participants", verbose_name=_("sector"))
    seller_share = models.PositiveSmallIntegerField(_("share accepted in credits"), default=100)
    listed = models.BooleanField(_("other participants find me by name"), default=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.ACTIVE)
    suspended_for = models.CharField(_("suspended for"), max_length=8, choices=Suspended.choices, blank=True)
    accepted = models.CharField(_("rules accepted"), max_length=60, blank=True)
    accepted_on = models.DateField(_("rules accepted on"), null=True, blank=True)
    joined_on = models.DateField(_("since"))
    left_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("participant of the circuit")
        verbose_name_plural = _("participants of the circuit")
        ordering = ["shown_as", "id"]
        permissions = [
            ("act_for_member", "Can act for a participant"),
            ("grant_line", "Can grant a credit line"),
            ("suspend_participant", "Can suspend a participant"),
            ("close_participant", "Can close a participation"),
            ("move_fund", "Can move the solidarity fund"),
            ("run_fees", "Can raise the fees"),
        ]
        indexes = [models.Index(fields=["state", "shown_as", "id"], name="participant_list")]
        constraints = [
            models.UniqueConstraint(fields=["party"], condition=~Q(state="closed"), name="participant_once"),
            models.CheckConstraint(condition=Q(seller_share__lte=100), name="participant_share"),
        ]

    def __str__(self) -> str:
        return self.shown_as

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The name is found however its accents and capitals are typed."""
        self.search_key = fold(self.shown_as)[:120]
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_key"}
        super().save(*args, **kwargs)


class CreditLine(models.Model):
    """How far below zero an account may go on the days `[valid_from, valid_to)`, in minor units: given by an organ, for a reason.

    An end on the first day takes back a line that has not begun.
    """

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="lines", verbose_name=_("participant"))
    amount = MinorUnits(_("credit line"))
    resolution = models.ForeignKey(Resolution, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("resolution"))
    reason = models.CharField(_("reason"), max_length=300)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    ended_reason = models.CharField(_("why it ended earlier"), max_length=300, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("credit line")
        verbose_name_plural = _("credit lines")
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="credit_line_amount"),
            models.UniqueConstraint(fields=["participant", "valid_from"], condition=Q(valid_to=None), name="credit_line_one_open"),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="credit_line_days"),
        ]

    def __str__(self) -> str:
        return f"{self.participant} {self.amount}"
