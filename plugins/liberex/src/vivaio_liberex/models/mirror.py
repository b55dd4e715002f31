"""The mirror of an outside circuit: whose account is whose there, and the lines of its statements (dossier 4.4)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vivaio_core.ledger.amounts import MinorUnits
from vivaio_core.ledger.models import Account
from vivaio_liberex.models.participants import Participant


class OutsideAccount(models.Model):
    """A participant's account in the outside circuit, by the code it has there, and its mirror in our books."""

    participant = models.OneToOneField(Participant, models.PROTECT, related_name="outside", verbose_name=_("participant"))
    outside_code = models.CharField(_("code in the outside circuit"), max_length=60, unique=True)
    account = models.OneToOneField(Account, models.PROTECT, related_name="+", verbose_name=_("account"))

    class Meta:
        verbose_name = _("account in the outside circuit")
        verbose_name_plural = _("accounts in the outside circuit")
        ordering = ["outside_code"]

    def __str__(self) -> str:
        return self.outside_code


class OutsideStatement(models.Model):
    """A file of lines that the outside circuit gave, taken once; it speaks for all its accounts from `since` to `until`, both included."""

    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"))
    imported_at = models.DateTimeField(_("brought in"), auto_now_add=True)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("statement of the outside circuit")
        verbose_name_plural = _("statements of the outside circuit")
        ordering = ["-until", "-id"]
        constraints = [models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="outside_days")]

    def __str__(self) -> str:
        return self.file_name


class OutsideLine(models.Model):
    """One line of a statement: `amount` is negative for what went out. `key` is derived from the line's own number there."""

    statement = models.ForeignKey(OutsideStatement, models.PROTECT, related_name="lines", verbose_name=_("statement"))
    line_id = models.CharField(_("number of the line"), max_length=80)
    outside_code = models.CharField(_("code in the outside circuit"), max_length=60)
    amount = MinorUnits(_("amount"))
    value_on = models.DateField(_("date"))
    text = models.CharField(_("text"), max_length=200, blank=True)
    key = models.UUIDField(_("key"))

    class Meta:
        verbose_name = _("line of the outside circuit")
        verbose_name_plural = _("lines of the outside circuit")
        ordering = ["value_on", "id"]
        indexes = [models.Index(fields=["key"], name="outside_line_key")]
        constraints = [
            models.UniqueConstraint(fields=["statement", "line_id"], name="outside_line_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="outside_line_amount"),
        ]

    def __str__(self) -> str:
        return self.line_id
