"""The libro soci: an append-only, gapless book of entries, and the operations that wrote them (people P4 to P10)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from vivaio_core.people.models import Membership, Party, Resolution


class Operation(models.Model):
    """One whole act on the book: all its entries carry its id, and it is undone as a whole (people P14)."""

    class Kind(models.TextChoices):
        ADMISSION = "admission", _("admission")
        INCREASE = "increase", _("new shares")
        TRANSFER = "transfer", _("transfer of shares")
        END = "end", _("end of the membership")
        REFUND = "refund", _("refund of shares")
        RISTORNO = "ristorno", _("ristorno in shares")
        DETAILS = "details", _("change of data")
        CORRECTION = "correction", _("correction")
        OPENING = "opening", _("opening of the register")
        UNDO = "undo", _("undoing of an operation")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="operations", verbose_name=_("member"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("done by"))
    at = models.DateTimeField(_("when"), auto_now_add=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name=_("undoes"))

    class Meta:
        verbose_name = _("operation")
        verbose_name_plural = _("operations")
        ordering = ["-at"]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Register(models.Model):
    """A book of members. Every cooperative has the one called `soci`."""

    MEMBERS = "soci"

    code = models.SlugField(_("code"), unique=True)
    title = models.CharField(_("title"), max_length=80)

    class Meta:
        verbose_name = _("register")
        verbose_name_plural = _("registers")

    def __str__(self) -> str:
        return self.title


def signs() -> models.Q:
    """What each kind may carry (people P7): admissions +1 and shares in, ends -1 and no shares; a correction is the opposite of another entry."""
    q = models.Q
    moved_in, moved_out = (
        q(qty__gte=0, status=0, kind__in=["increase", "ristorno", "transfer_in"]),
        q(qty__lte=0, status=0, kind__in=["transfer_out", "refund"]),
    )
    still = q(qty=0, status=0, kind__in=["category", "details", "void"])
    return q(kind="admission", qty__gte=0, status=1) | moved_in | moved_out | q(kind="end", qty=0, status=-1) | still | q(kind="correction")


class RegisterEntry(models.Model):
    """One annotation. `qty` is signed; `amount_cents` = `qty` × `nominal_cents`, in cents; `status` +1 begins a membership, -1 ends it (people P7).

    `effective_on` is when it counts, `recorded_on` when it was annotated. Nothing here is ever changed or deleted: the database refuses.
    """

    class Kind(models.TextChoices):
        ADMISSION = "admission", _("admission")
        INCREASE = "increase", _("new shares")
        RISTORNO = "ristorno", _("ristorno in shares")
        TRANSFER_IN = "transfer_in", _("shares received")
        TRANSFER_OUT = "transfer_out", _("shares given")
        REFUND = "refund", _("refund")
        END = "end", _("end of the membership")
        CATEGORY = "category", _("change of category")
        DETAILS = "details", _("change of data")
        VOID = "void", _("number not used")
        CORRECTION = "correction", _("correction")

    register = models.ForeignKey(Register, models.PROTECT, related_name="entries", verbose_name=_("register"))
    seq = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="register_entries", verbose_name=_("member"))
    member_no = models.PositiveIntegerField(_("member number"), null=True, blank=True)
    category = models.CharField(_("category"), max_length=16, choices=Membership.Category.choices, blank=True)
    qty = models.IntegerField(_("shares"), default=0)
    nominal_cents = models.PositiveIntegerField(_("nominal value"), default=0)
    amount_cents = models.BigIntegerField(_("amount"), default=0)
    premium_cents = models.IntegerField(_("premium"), default=0)
    status = models.SmallIntegerField(_("effect on the membership"), default=0)
    resolution = models.ForeignKey(Resolution, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("resolution"))
    effective_on = models.DateField(_("counts from"))
    recorded_on = models.DateField(_("entered on"))
    created_at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=16, blank=True)
    counterpart = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("counterpart"))
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("corrects"))
    payment_ref = models.CharField(_("payment"), max_length=80, blank=True)
    text = models.CharField(_("annotation"), max_length=300, blank=True)
    operation = models.ForeignKey(Operation, models.PROTECT, related_name="entries", verbose_name=_("operation"))

    class Meta:
        verbose_name = _("entry of the register")
        verbose_name_plural = _("entries of the register")
        ordering = ["register", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["register", "seq"], name="entry_seq_unique"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="entry_seq_from_one"),
            models.CheckConstraint(condition=models.Q(amount_cents=models.F("qty") * models.F("nominal_cents")), name="entry_amount"),
            models.CheckConstraint(condition=models.Q(status__in=[-1, 0, 1]), name="entry_status"),
            models.CheckConstraint(condition=signs(), name="entry_signs"),
            models.CheckConstraint(condition=models.Q(party__isnull=False) | models.Q(kind="void"), name="entry_party"),
            models.CheckConstraint(condition=models.Q(reverses__isnull=False) ^ ~models.Q(kind="correction"), name="entry_correction"),
        ]
        indexes = [
            models.Index(fields=["party", "effective_on", "seq"], name="entry_party_day"),
            models.Index(fields=["effective_on", "recorded_on"], name="entry_days"),
        ]

    def __str__(self) -> str:
        return f"{self.seq}"

    @property
    def reason_in_words(self) -> str:
        """Why a membership ended, empty for other entries."""
        return str(Membership.EndReason(self.reason).label) if self.reason in Membership.EndReason.values else ""


class SharePayment(models.Model):
    """Money that came in for shares (positive), went back or passed to another member (negative). Written once, like the book.

    `transfer_key` names the row of the ledger that moved it: the database refuses a payment without one of the same amount.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="share_payments", verbose_name=_("member"))
    amount_cents = models.BigIntegerField(_("amount"))
    on = models.DateField(_("on"))
    method = models.CharField(_("how"), max_length=40)
    reference = models.CharField(_("reference"), max_length=80, blank=True)
    operation = models.ForeignKey(Operation, models.PROTECT, null=True, blank=True, related_name="payments", verbose_name=_("operation"))
    transfer_key = models.UUIDField(_("row of the ledger"), db_index=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("payment of shares")
        verbose_name_plural = _("payments of shares")
        ordering = ["-on", "-id"]
        constraints = [models.CheckConstraint(condition=~models.Q(amount_cents=0), name="share_payment_not_zero")]

    def __str__(self) -> str:
        return f"{self.amount_cents}"
