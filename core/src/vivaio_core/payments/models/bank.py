"""What the bank says: statements brought in from its files, line by line, and what became of each line (dossier ledger M4)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vivaio_core.ledger.amounts import MinorUnits
from vivaio_core.payments.models.charges import Receipt


class BankStatement(models.Model):
    """One statement of one account, in euro cents; `sha256` and `part` say which statement of which file. Opening + lines of the file = closing."""

    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    part = models.PositiveIntegerField(default=0)
    iban = models.CharField(_("IBAN"), max_length=34)
    opening = MinorUnits(_("opening balance"))
    closing = MinorUnits(_("closing balance"))
    since = models.DateField(_("from"))
    until = models.DateField(_("until"))
    skipped = models.PositiveIntegerField(_("lines known already"), default=0)
    imported_at = models.DateTimeField(_("brought in"), auto_now_add=True)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        ordering = ["-until", "-id"]
        constraints = [models.UniqueConstraint(fields=["sha256", "part"], name="bank_statement_once")]

    def __str__(self) -> str:
        return self.file_name


class BankLine(models.Model):
    """One movement, in euro cents: below zero for what went out. `key` is derived from the bank's own id, or from what the line says."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("bank line", "to be matched")
        MATCHED = "matched", pgettext_lazy("bank line", "matched")
        IGNORED = "ignored", pgettext_lazy("bank line", "left aside")

    statement = models.ForeignKey(BankStatement, models.PROTECT, related_name="lines", verbose_name=pgettext_lazy("bank line", "statement"))
    key = models.UUIDField(unique=True)
    bank_id = models.CharField(_("number of the bank"), max_length=140, blank=True)
    reference = models.CharField(_("reference"), max_length=140, blank=True)
    amount = MinorUnits(_("amount"))
    booked_on = models.DateField(_("booked on"))
    value_on = models.DateField(_("value date"))
    payer_name = models.CharField(_("name"), max_length=140, blank=True)
    payer_iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    text = models.CharField(_("words"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    receipt = models.OneToOneField(Receipt, models.PROTECT, null=True, blank=True, related_name="bank_line", verbose_name=_("payment"))
    reason = models.CharField(_("why left aside"), max_length=200, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("bank line")
        verbose_name_plural = _("bank lines")
        ordering = ["value_on", "id"]
        indexes = [
            models.Index(fields=["statement", "state", "id"], name="bank_line_list"),
            models.Index(fields=["payer_iban"], name="bank_line_iban"),
            models.Index(fields=["reference", "amount"], name="bank_line_reference"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="bank_line_amount"),
            models.CheckConstraint(
                condition=Q(state="matched", receipt__isnull=False, amount__gt=0) | (~Q(state="matched") & Q(receipt=None)),
                name="bank_line_matched",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value_on} {self.amount}"
