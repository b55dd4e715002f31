"""Who leaves and who gives shares away: the cases that end in entries of the libro soci (people P8, P10, P13, P14).

Each date of the law has a column of its own. Due days are written when their clock starts; how a clock stands is asked, never stored.
"""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from vivaio_core.people.models import Party, Resolution
from vivaio_core.register.case_states import OPEN_EXITS, OPEN_TRANSFERS, ExitKind, ExitState, TransferState
from vivaio_core.register.models.book import Operation


class ExitCase(models.Model):
    """An exit, an exclusion or a death, from the first paper to the refund.

    `membership_end_on` is the first day out; `mutual_end_on` is the last day of the mutual relations.
    """

    class Ground(models.TextChoices):
        STATUTE = "statute", _("a case of the law or the statute")
        TRANSFER_BAN = "transfer_ban", _("the statute forbids to transfer shares")
        UNPAID = "unpaid", _("shares not paid after a formal notice")

    party = models.ForeignKey(Party, models.PROTECT, related_name="exit_cases", verbose_name=_("member"))
    kind = models.CharField(_("kind"), max_length=16, choices=ExitKind.choices)
    state = models.CharField(_("state"), max_length=16, choices=ExitState.choices, default=ExitState.RECEIVED)
    ground = models.CharField(_("ground"), max_length=16, choices=Ground.choices, default=Ground.STATUTE)
    reason = models.TextField(_("reason"), blank=True)
    by_member = models.BooleanField(_("asked in the member area"), default=False)
    received_on = models.DateField(_("received on"))
    happened_on = models.DateField(_("day of death"), null=True, blank=True)
    notice_on = models.DateField(_("formal notice of"), null=True, blank=True)
    examine_due_on = models.DateField(_("to be examined by"), null=True, blank=True)
    resolution = models.ForeignKey(Resolution, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("resolution"))
    refusal_reasons = models.TextField(_("reasons of the refusal"), blank=True)
    communicated_on = models.DateField(_("communicated on"), null=True, blank=True)
    opposition_due_on = models.DateField(_("opposition by"), null=True, blank=True)
    opposed_on = models.DateField(_("opposed on"), null=True, blank=True)
    settled_on = models.DateField(_("decided by the court on"), null=True, blank=True)
    membership_end_on = models.DateField(_("no longer a member from"), null=True, blank=True)
    mutual_end_on = models.DateField(_("mutual relations until"), null=True, blank=True)
    balance_close_on = models.DateField(_("balance sheet closed on"), null=True, blank=True)
    balance_approved_on = models.DateField(_("balance sheet approved on"), null=True, blank=True)
    liquidation_due_on = models.DateField(_("to be refunded by"), null=True, blank=True)
    instalments = models.CharField(_("instalments"), max_length=200, blank=True)
    heirs = models.CharField(_("heirs"), max_length=300, blank=True)
    liquidated_on = models.DateField(_("closed on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    end_operation = models.OneToOneField(Operation, models.PROTECT, null=True, blank=True, related_name="exit_ended", verbose_name=_("its entry"))
    close_operation = models.OneToOneField(Operation, models.PROTECT, null=True, blank=True, related_name="exit_closed", verbose_name=_("refund"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("exit")
        verbose_name_plural = _("exits")
        ordering = ["-received_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["party"], condition=models.Q(state__in=OPEN_EXITS), name="exit_one_open"),
            models.CheckConstraint(condition=~models.Q(kind="death") | models.Q(happened_on__isnull=False), name="exit_day_of_death"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["effective", "liquidated"]) | models.Q(membership_end_on__isnull=False, end_operation__isnull=False),
                name="exit_out_by_an_entry",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "received_on"], name="exit_state"),
            models.Index(fields=["state", "liquidation_due_on"], name="exit_refunds"),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.get_kind_display()}"


class ShareTransfer(models.Model):
    """Shares that one party wants to give to another, who may not be known yet. `answered_on` is when the answer was communicated."""

    class Answer(models.TextChoices):
        YES = "yes", _("authorised")
        NO = "no", _("refused")

    seller = models.ForeignKey(Party, models.PROTECT, related_name="transfers_out", verbose_name=_("seller"))
    buyer = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="transfers_in", verbose_name=_("buyer"))
    buyer_name = models.CharField(_("buyer not yet known to us"), max_length=200, blank=True)
    qty = models.PositiveIntegerField(_("shares"))
    state = models.CharField(_("state"), max_length=16, choices=TransferState.choices, default=TransferState.RECEIVED)
    received_on = models.DateField(_("received on"))
    answer_due_on = models.DateField(_("answer by"))
    answer = models.CharField(_("answer"), max_length=8, choices=Answer.choices, blank=True)
    refusal_reasons = models.TextField(_("reasons of the refusal"), blank=True)
    resolution = models.ForeignKey(Resolution, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("resolution"))
    answered_on = models.DateField(_("answer communicated on"), null=True, blank=True)
    opposition_due_on = models.DateField(_("opposition by"), null=True, blank=True)
    opposed_on = models.DateField(_("opposed on"), null=True, blank=True)
    settled_on = models.DateField(_("decided by the court on"), null=True, blank=True)
    registered_on = models.DateField(_("entered on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    operation = models.OneToOneField(Operation, models.PROTECT, null=True, blank=True, related_name="transferred", verbose_name=_("operation"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("transfer of shares")
        verbose_name_plural = _("transfers of shares")
        ordering = ["-received_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["seller"], condition=models.Q(state__in=OPEN_TRANSFERS), name="transfer_one_open"),
            models.CheckConstraint(condition=models.Q(qty__gte=1), name="transfer_of_something"),
            models.CheckConstraint(condition=~models.Q(seller=models.F("buyer")), name="transfer_between_two"),
            models.CheckConstraint(condition=~models.Q(state="registered") | models.Q(operation__isnull=False), name="transfer_by_an_entry"),
        ]
        indexes = [models.Index(fields=["state", "answer_due_on"], name="transfer_answers")]

    def __str__(self) -> str:
        text = ngettext("%(seller)s: transfer of %(count)s share", "%(seller)s: transfer of %(count)s shares", self.qty)
        return text % {"seller": self.seller, "count": self.qty}

    def state_on(self, on: date) -> str:
        """The state on the day: what nobody answered in time is free from the day after the deadline (art. 2530)."""
        silent = self.state == TransferState.RECEIVED and self.answered_on is None and on > self.answer_due_on
        return TransferState.FREE if silent else self.state


class CaseReminder(models.Model):
    """A reminder sent to the office: one for each clock of a case and each stage of it."""

    target = models.CharField(max_length=60)
    clock = models.CharField(max_length=20)
    stage = models.CharField(max_length=16)
    sent_on = models.DateField()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [models.UniqueConstraint(fields=["target", "clock", "stage"], name="case_reminder_once")]

    def __str__(self) -> str:
        return f"{self.target} {self.clock} {self.stage}"
