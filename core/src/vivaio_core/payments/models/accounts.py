"""Where money is to be sent: the cooperative's bank account, with the day from which it counts."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CollectionAccount(models.Model):
    """The account written on what members are asked to pay, from the day `valid_from` until a later row; written once.

    `creditor_id` is the identifier by which the bank lets us collect direct debits; without one there are none. `bic` names the bank, where it asks.
    """

    holder = models.CharField(_("in the name of"), max_length=70)
    iban = models.CharField(_("IBAN"), max_length=34)
    creditor_id = models.CharField(_("creditor identifier"), max_length=35, blank=True)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    valid_from = models.DateField(_("from"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("written by"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("account for payments")
        verbose_name_plural = _("accounts for payments")
        ordering = ["-valid_from", "-id"]
        # Who changes it moves everybody's money: a permission of its own, which only administrators have.
        default_permissions = ("view",)
        permissions = [("manage_collectionaccount", "Can change the account for payments")]

    def __str__(self) -> str:
        return self.iban
