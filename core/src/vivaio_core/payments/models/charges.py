"""What is owed, what came in, and how the one covers the other (dossier ledger 4.7)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vivaio_core.ledger.amounts import MinorUnits
from vivaio_core.people.models import Party

METHODS = (
    ("bank_transfer", _("bank transfer")),
    ("card", _("card")),
    ("sdd", _("direct debit")),
    ("pos", _("POS")),
    ("cheque", _("cheque")),
    ("cash", _("cash")),
    ("mutual_credit", _("credits")),
)


class Charge(models.Model):
    """An amount owed by a party, in minor units of `unit`; settled exactly when its allocations sum to the amount (ledger M2).

    `cause` is the opaque reference of what it is for (`insurance.DueItem:7`), unique among charges that stand, `code` the words a payer
    writes on a bank transfer, `title` the words people read. `taxable` + `vat` = amount when both are known; `credit_share` (percent of the
    taxable, 0 to 100) is the most that may be paid in credits.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("charge", "to be paid")
        SETTLED = "settled", pgettext_lazy("charge", "paid")
        VOID = "void", pgettext_lazy("charge", "cancelled")

    debtor = models.ForeignKey(Party, models.PROTECT, related_name="charges", verbose_name=_("who owes"))
    creditor = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="claims", verbose_name=_("to whom"))
    cause = models.CharField(_("cause"), max_length=80)
    title = models.CharField(_("what for"), max_length=200)
    code = models.CharField(_("payment code"), max_length=20, unique=True)
    amount = MinorUnits(_("amount"))
    taxable = MinorUnits(_("taxable amount"), null=True, blank=True)
    vat = MinorUnits(_("VAT"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=8, default="EUR")
    credit_share = models.PositiveSmallIntegerField(_("share in credits"), default=0)
    raised_on = models.DateField(_("raised on"))
    due_on = models.DateField(_("due on"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    settled_on = models.DateField(_("paid on"), null=True, blank=True)
    void_reason = models.CharField(_("why cancelled"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("charge")
        verbose_name_plural = _("charges")
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["state", "due_on", "id"], name="charge_list")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="charge_amount"),
            models.CheckConstraint(condition=Q(credit_share__lte=100), name="charge_credit_share"),
            models.CheckConstraint(
                condition=Q(taxable=None, vat=None) | Q(taxable__gte=0, vat__gte=0, amount=F("taxable") + F("vat")), name="charge_vat"
            ),
            models.UniqueConstraint(fields=["cause"], condition=~Q(state="void"), name="charge_one_for_a_cause"),
        ]

    def __str__(self) -> str:
        return self.code


class MethodAuthorisation(models.Model):
    """Leave to take cash or a cheque, asked by one person and given by another than who asks and who takes it (ledger M3). It is used once."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("authorisation", "asked")
        GIVEN = "given", pgettext_lazy("authorisation", "given")
        REFUSED = "refused", pgettext_lazy("authorisation", "refused")

    method = models.CharField(_("how"), max_length=16, choices=METHODS)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.ASKED)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("payer"))
    charge = models.ForeignKey(Charge, models.PROTECT, null=True, blank=True, related_name="authorisations", verbose_name=_("charge"))
    limit = MinorUnits(_("at most"))
    reason = models.CharField(_("reason"), max_length=200)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by"))
    given_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    valid_to = models.DateField(_("valid until"))

    class Meta:
        verbose_name = _("authorisation of a method")
        verbose_name_plural = _("authorisations of methods")
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["state", "valid_to"], name="authorisation_list")]
        constraints = [
            models.CheckConstraint(condition=Q(limit__gt=0), name="authorisation_limit"),
            models.CheckConstraint(
                condition=Q(state="asked", given_at=None, given_by=None) | (~Q(state="asked") & Q(given_at__isnull=False)),
                name="authorisation_decided",
            ),
            models.CheckConstraint(condition=Q(given_by=None) | Q(asked_by=None) | ~Q(given_by=F("asked_by")), name="authorisation_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.limit}"


class Receipt(models.Model):
    """Money that came in, in minor units of `unit`; the same outside reference of one method is taken once.

    `transfer_key` is the key of its row in the ledger, and of the act: the same form sent twice is one receipt. Of credits between members the
    amount is their value in the unit of the charge, and the key that of the row in the plugin's own book.
    """

    class State(models.TextChoices):
        RECORDED = "recorded", pgettext_lazy("receipt", "recorded")
        BOUNCED = "bounced", pgettext_lazy("receipt", "bounced")

    payer = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="receipts", verbose_name=_("payer"))
    method = models.CharField(_("how"), max_length=16, choices=METHODS)
    amount = MinorUnits(_("amount"))
    unit = models.CharField(_("unit"), max_length=8, default="EUR")
    received_on = models.DateField(_("received on"))
    value_on = models.DateField(_("value date"))
    external_ref = models.CharField(_("reference"), max_length=140, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by"))
    authorisation = models.OneToOneField(
        MethodAuthorisation, models.PROTECT, null=True, blank=True, related_name="used", verbose_name=_("authorisation")
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.RECORDED)
    bounced_on = models.DateField(_("bounced on"), null=True, blank=True)
    transfer_key = models.UUIDField(_("row of the ledger"), unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["-value_on", "-id"]
        indexes = [models.Index(fields=["-value_on", "-id"], name="receipt_list")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="receipt_amount"),
            models.UniqueConstraint(fields=["method", "external_ref"], condition=~Q(external_ref=""), name="receipt_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.amount}"


class Allocation(models.Model):
    """How much of a receipt pays how much of a charge; written once: undone by an opposite row (ledger M2)."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="allocations", verbose_name=_("receipt"))
    charge = models.ForeignKey(Charge, models.PROTECT, related_name="allocations", verbose_name=_("charge"))
    amount = MinorUnits(_("amount"))
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by")
    on = models.DateField(_("on"))
    transfer_key = models.UUIDField(_("row of the ledger"), unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("made by"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(undoes=None, amount__gt=0) | Q(undoes__isnull=False, amount__lt=0), name="allocation_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"


class GivenBack(models.Model):
    """Money of a receipt that went back to who paid, in minor units; written once (ledger M2)."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="given_back", verbose_name=_("receipt"))
    amount = MinorUnits(_("amount"))
    on = models.DateField(_("on"))
    reason = models.CharField(_("reason"), max_length=200)
    transfer_key = models.UUIDField(_("row of the ledger"), unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("made by"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("money given back")
        verbose_name_plural = _("money given back")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="given_back_amount")]

    def __str__(self) -> str:
        return f"{self.amount}"


class PaymentException(models.Model):
    """Something that a person must look at: it stays until somebody says how it ended. Nothing is written off by itself."""

    class Kind(models.TextChoices):
        SHORT = "short", _("too little")
        OVER = "over", _("too much")
        UNKNOWN_PAYER = "unknown_payer", _("unknown payer")
        DUPLICATE = "duplicate", _("paid twice")
        AFTER_VOID = "after_void", _("paid after the cancellation")
        WRONG_UNIT = "wrong_unit", _("wrong unit")
        EXPIRED_HOLD = "expired_hold", _("promise of credits expired")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("exception", "to be looked at")
        RESOLVED = "resolved", pgettext_lazy("exception", "resolved")

    kind = models.CharField(_("what"), max_length=16, choices=Kind.choices)
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, blank=True, related_name="exceptions", verbose_name=_("receipt"))
    charge = models.ForeignKey(Charge, models.PROTECT, null=True, blank=True, related_name="exceptions", verbose_name=_("charge"))
    amount = MinorUnits(_("amount"), default=0)
    note = models.CharField(_("note"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    opened_on = models.DateField(_("since"))
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("resolved by"))
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    resolution = models.CharField(_("how it ended"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("payment exception")
        verbose_name_plural = _("payment exceptions")
        ordering = ["opened_on", "id"]
        indexes = [models.Index(fields=["state", "opened_on"], name="exception_list")]
        constraints = [models.UniqueConstraint(fields=["charge"], condition=Q(kind="short", state="open"), name="exception_one_short_a_charge")]

    def __str__(self) -> str:
        return self.kind
