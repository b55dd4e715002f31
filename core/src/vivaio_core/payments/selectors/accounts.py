"""Reads of the account for payments, and what somebody needs to pay by bank transfer."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from vivaio_core.payments.codes import code_in_fours
from vivaio_core.payments.epc_qr import epc_payload, qr_svg
from vivaio_core.payments.models.accounts import CollectionAccount
from vivaio_core.payments.models.charges import Charge


@dataclass(frozen=True)
class BankTransfer:
    """What to write on a bank transfer, and the same as a code that the banks' apps read."""

    holder: str
    iban: str
    qr: SafeString


def accounts() -> QuerySet[CollectionAccount]:
    """All, the newest first, with who wrote them."""
    return CollectionAccount.objects.select_related("set_by").order_by("-valid_from", "-pk")


def account_in_use(on: date) -> CollectionAccount | None:
    """The account of the day; none as long as nobody has written one."""
    return CollectionAccount.objects.filter(valid_from__lte=on).order_by("-valid_from", "-pk").first()


def bank_transfer(charge: Charge, cents: int, on: date) -> BankTransfer | None:
    """How to send `cents` of euro for a charge; none without an account, for another unit, and for what is not for the cooperative."""
    account = account_in_use(on)
    if account is None or cents < 1 or charge.unit != "EUR" or charge.creditor_id is not None:
        return None
    payload = epc_payload(name=account.holder, iban=account.iban, amount_cents=cents, text=charge.code)
    return BankTransfer(account.holder, code_in_fours(account.iban), qr_svg(payload, title=_("Code of the bank transfer")))
