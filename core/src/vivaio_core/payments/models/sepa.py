"""Direct debits and bank transfers by file: leave to collect from somebody's account, and the files that the bank is given (dossier ledger M6)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vivaio_core.ledger.amounts import MinorUnits
from vivaio_core.payments.models.accounts import CollectionAccount
from vivaio_core.payments.models.charges import Charge, GivenBack, Receipt
from vivaio_core.people.models import Party


class DebitMandate(models.Model):
    """Leave, signed by who owes, to collect from an account by direct debit until it is revoked; `reference` is what both banks know it by."""

    class State(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("mandate", "active")
        REVOKED = "revoked", pgettext_lazy("mandate", "revoked")

    debtor = models.ForeignKey(Party, models.PROTECT, related_name="mandates", verbose_name=_("who owes"))
    holder = models.CharField(_("in the name of"), max_length=70)
    iban = models.CharField(_("IBAN"), max_length=34)
    reference = models.CharField(_("reference"), max_length=35, unique=True)
    signed_on = models.DateField(_("signed on"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.ACTIVE)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revoked_reason = models.CharField(_("why revoked"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("written by"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("direct debit mandate")
        verbose_name_plural = _("direct debit mandates")
        ordering = ["-signed_on", "-id"]
        indexes = [models.Index(fields=["state", "-signed_on", "-id"], name="mandate_list")]
        constraints = [
            models.UniqueConstraint(fields=["debtor"], condition=Q(state="active"), name="mandate_one_active"),
            models.CheckConstraint(
                condition=Q(state="active", revoked_on=None) | Q(state="revoked", revoked_on__isnull=False), name="mandate_revoked"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class PaymentFile(models.Model):
    """What the bank is asked to collect or to send, as one XML file: written once, approved by another person, in euro cents.

    `content` is the file itself and `sha256` its digest: every download gives the same bytes. The content goes when its people are forgotten.
    """

    class Kind(models.TextChoices):
        DEBITS = "debits", _("direct debits")
        TRANSFERS = "transfers", _("bank transfers")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("payment file", "to be approved")
        APPROVED = "approved", pgettext_lazy("payment file", "approved")
        SENT = "sent", pgettext_lazy("payment file", "downloaded for the bank")
        EXECUTED = "executed", pgettext_lazy("payment file", "carried out")
        VOID = "void", pgettext_lazy("payment file", "cancelled")

    kind = models.CharField(_("kind"), max_length=9, choices=Kind.choices)
    account = models.ForeignKey(CollectionAccount, models.PROTECT, related_name="files", verbose_name=_("our account"))
    execute_on = models.DateField(_("day of the bank"))
    message_id = models.CharField(_("number of the file"), max_length=35, unique=True)
    count = models.PositiveIntegerField(_("rows"))
    total = MinorUnits(_("sum"))
    content = models.BinaryField(_("file"))
    sha256 = models.CharField(max_length=64)
    key = models.UUIDField(unique=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DRAFT)
    prepared_on = models.DateField(_("prepared on"))
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("prepared by"))
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by"))
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("downloaded at"), null=True, blank=True)
    executed_on = models.DateField(_("carried out on"), null=True, blank=True)
    void_reason = models.CharField(_("why cancelled"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("payment file")
        verbose_name_plural = _("payment files")
        ordering = ["-execute_on", "-id"]
        indexes = [models.Index(fields=["state", "-execute_on", "-id"], name="payment_file_list")]
        constraints = [
            models.CheckConstraint(condition=Q(total__gt=0, count__gt=0), name="payment_file_sum"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(prepared_by=None) | ~Q(approved_by=F("prepared_by")), name="payment_file_two_people"
            ),
            models.CheckConstraint(condition=Q(state__in=["draft", "void"]) | Q(approved_at__isnull=False), name="payment_file_approved_before"),
        ]

    def __str__(self) -> str:
        return self.message_id


class PaymentFileRow(models.Model):
    """One row of a file: a charge that is collected by a mandate, or money of a receipt that goes back. Name, IBAN and words as the bank reads them.

    `pending` says that nobody else may put the same charge or receipt in a file: from the draft until the bank has carried it out or refused it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("row of a payment file", "with the file")
        PAID = "paid", pgettext_lazy("row of a payment file", "in order")
        RETURNED = "returned", pgettext_lazy("row of a payment file", "came back")
        DROPPED = "dropped", pgettext_lazy("row of a payment file", "cancelled with the file")

    file = models.ForeignKey(PaymentFile, models.PROTECT, related_name="rows", verbose_name=_("file"))
    number = models.PositiveIntegerField(_("row"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("person"))
    mandate = models.ForeignKey(DebitMandate, models.PROTECT, null=True, blank=True, related_name="rows", verbose_name=_("mandate"))
    charge = models.ForeignKey(Charge, models.PROTECT, null=True, blank=True, related_name="file_rows", verbose_name=_("charge"))
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, blank=True, related_name="file_rows", verbose_name=_("payment"))
    name = models.CharField(_("name"), max_length=70, blank=True)
    iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    amount = MinorUnits(_("amount"))
    end_to_end = models.CharField(_("reference"), max_length=35)
    sequence = models.CharField(_("first or following"), max_length=4, blank=True)
    text = models.CharField(_("words"), max_length=140, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    pending = models.BooleanField(default=True)
    made = models.OneToOneField(Receipt, models.PROTECT, null=True, blank=True, related_name="of_row", verbose_name=_("payment that came in"))
    given = models.OneToOneField(GivenBack, models.PROTECT, null=True, blank=True, related_name="of_row", verbose_name=_("money given back"))
    returned_on = models.DateField(_("came back on"), null=True, blank=True)
    reason = models.CharField(_("why it came back"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("row of a payment file")
        verbose_name_plural = _("rows of payment files")
        ordering = ["file", "number"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_row_amount"),
            models.CheckConstraint(
                condition=Q(charge__isnull=False, mandate__isnull=False, receipt=None) | Q(charge=None, mandate=None, receipt__isnull=False),
                name="payment_row_kind",
            ),
            models.UniqueConstraint(fields=["file", "number"], name="payment_row_number"),
            models.UniqueConstraint(fields=["charge"], condition=Q(pending=True), name="payment_row_charge_once"),
            models.UniqueConstraint(fields=["receipt"], condition=Q(pending=True), name="payment_row_receipt_once"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id}/{self.number}"
