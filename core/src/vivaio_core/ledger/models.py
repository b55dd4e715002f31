"""The four tables of the ledger. Rows of Transfer are only ever inserted; the database keeps balances and limits (`triggers.py`)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vivaio_core.ledger.amounts import MinorUnits

_EMPTY = Q(state="closed", balance=0, held_out=0, held_in=0)


class Book(models.Model):
    """A closed set of accounts in one unit: its balances sum to zero in every snapshot (ledger L1). `scale` = digits after the point."""

    code = models.SlugField(_("code"), max_length=64, unique=True)
    unit = models.CharField(_("unit"), max_length=8)
    scale = models.PositiveSmallIntegerField(_("digits"), default=2)

    class Meta:
        verbose_name = _("book of accounts")
        verbose_name_plural = _("books of accounts")
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=Q(scale__lte=6), name="ledger_book_scale")]

    def __str__(self) -> str:
        return self.code


class Account(models.Model):
    """Money of one owner in one book. `balance`, `held_out`, `held_in`, `seq` (rows that touched it) are written by the database only.

    `floor` and `ceiling` None mean no limit; `owner` is an opaque reference such as `party:12`, never a foreign key.
    """

    class Kind(models.TextChoices):
        MEMBER = "member", _("of a member")
        SYSTEM = "system", _("of the system")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("account", "open")
        FROZEN = "frozen", pgettext_lazy("account", "frozen")
        CLOSED = "closed", pgettext_lazy("account", "closed")

    book = models.ForeignKey(Book, models.PROTECT, related_name="accounts", verbose_name=_("book of accounts"))
    code = models.CharField(_("code"), max_length=64)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.MEMBER)
    owner = models.CharField(_("owner"), max_length=80, blank=True, db_index=True)
    floor = MinorUnits(_("lowest balance"), null=True, default=0)
    ceiling = MinorUnits(_("highest balance"), null=True)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.OPEN)
    balance = MinorUnits(_("balance"), db_default=0, editable=False)
    held_out = MinorUnits(_("reserved, going out"), db_default=0, editable=False)
    held_in = MinorUnits(_("reserved, coming in"), db_default=0, editable=False)
    seq = models.BigIntegerField(db_default=0, editable=False)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["book", "code"]
        constraints = [
            models.UniqueConstraint(fields=["book", "code"], name="ledger_account_code"),
            models.CheckConstraint(condition=Q(held_out__gte=0, held_in__gte=0), name="ledger_account_held"),
            models.CheckConstraint(condition=~Q(state="closed") | _EMPTY, name="ledger_account_closed_empty"),
            models.CheckConstraint(condition=Q(floor=None) | Q(ceiling=None) | Q(ceiling__gte=F("floor")), name="ledger_account_limits"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def available(self) -> int | None:
        """What may still go out; None without a floor."""
        return None if self.floor is None else self.balance - self.held_out - self.floor


class Transfer(models.Model):
    """One movement between two accounts of a book, written once. `at`, running balances and order of effect come from the database.

    `key` is the caller's: the same key again gives the stored row (ledger L6). `value_on` is the day for people, `cause` an opaque reference.
    """

    class Phase(models.TextChoices):
        MOVE = "move", _("movement")
        HOLD = "hold", _("reservation")
        POST = "post", _("confirmation")
        VOID = "void", _("release")

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True)
    phase = models.CharField(_("phase"), max_length=4, choices=Phase.choices)
    payer = models.ForeignKey(Account, models.DO_NOTHING, related_name="paid", db_constraint=False, db_index=False, verbose_name=_("payer"))
    payee = models.ForeignKey(Account, models.DO_NOTHING, related_name="received", db_constraint=False, db_index=False, verbose_name=_("payee"))
    amount = MinorUnits(_("amount"))
    kind = models.CharField(_("reason for payment"), max_length=40)
    settles = models.ForeignKey("self", models.DO_NOTHING, related_name="settled_by", null=True, db_constraint=False, db_index=False)
    reverses = models.ForeignKey("self", models.DO_NOTHING, related_name="reversed_by", null=True, db_constraint=False, db_index=False)
    group = models.UUIDField(_("group"), null=True)
    cause = models.CharField(_("cause"), max_length=80, blank=True)
    value_on = models.DateField(_("value date"))
    expires = models.DateTimeField(_("expires"), null=True)
    at = models.DateTimeField(_("booked at"), db_default=Now(), editable=False)
    payer_balance = MinorUnits(db_default=0, editable=False)
    payee_balance = MinorUnits(db_default=0, editable=False)
    payer_seq = models.BigIntegerField(db_default=0, editable=False)
    payee_seq = models.BigIntegerField(db_default=0, editable=False)

    class Meta:
        verbose_name = _("money transfer")
        verbose_name_plural = _("money transfers")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["payer", "payer_seq"], name="ledger_payer_seq"),
            models.Index(fields=["payee", "payee_seq"], name="ledger_payee_seq"),
            models.Index(fields=["payer", "value_on"], name="ledger_payer_value"),
            models.Index(fields=["payee", "value_on"], name="ledger_payee_value"),
            models.Index(fields=["group"], condition=Q(group__isnull=False), name="ledger_group"),
            models.Index(fields=["expires"], condition=Q(expires__isnull=False), name="ledger_expires"),
            # Rows without a running balance: on SQLite those of the statement under way, by which the guard knows it; elsewhere none.
            models.Index(fields=["payer_seq"], condition=Q(payer_seq=0), name="ledger_under_way"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["settles"], condition=Q(settles__isnull=False), name="ledger_settled_once"),
            models.UniqueConstraint(fields=["reverses"], condition=Q(reverses__isnull=False), name="ledger_reversed_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_amount"),
            models.CheckConstraint(condition=~Q(payer=F("payee")), name="ledger_two_accounts"),
            models.CheckConstraint(
                condition=Q(phase__in=["move", "hold"], settles=None) | Q(phase__in=["post", "void"], settles__isnull=False), name="ledger_phase"
            ),
            models.CheckConstraint(condition=Q(reverses=None) | Q(phase="move"), name="ledger_reversal_moves"),
            models.CheckConstraint(condition=Q(expires=None) | Q(phase="hold"), name="ledger_hold_expires"),
        ]

    def __str__(self) -> str:
        return f"{self.phase} {self.key}"


class Seal(models.Model):
    """A digest of all rows of a book from `first_id` to `last_id`, chained to the seal before (ledger L14); `leaf` = the trail's event."""

    book = models.ForeignKey(Book, models.PROTECT, related_name="seals", verbose_name=_("book of accounts"))
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    count = models.PositiveIntegerField(_("rows"))
    digest = models.CharField(_("digest"), max_length=64)
    at = models.DateTimeField(_("when"))
    leaf = models.BigIntegerField(_("event"))

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["book", "first_id"]
        constraints = [
            models.UniqueConstraint(fields=["book", "last_id"], name="ledger_seal_last"),
            models.UniqueConstraint(fields=["book", "first_id"], name="ledger_seal_first"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}–{self.last_id}"
