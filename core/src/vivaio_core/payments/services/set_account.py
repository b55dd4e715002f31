"""Write down the account on which payments are to arrive."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from vivaio_core.access.models import User
from vivaio_core.payments.models.accounts import CollectionAccount
from vivaio_core.payments.sepa.codes import bank_code, creditor_identifier
from vivaio_core.people.errors import Refused, allow
from vivaio_core.trail.services import record


def set_account(*, holder: str, iban: str, valid_from: date, actor: User | None, creditor_id: str = "", bic: str = "") -> CollectionAccount:
    """The account that counts from the day on; the ones before stay written. With the creditor identifier it can collect direct debits.

    Raises PermissionDenied; Refused for an IBAN, a creditor identifier or a BIC that cannot be.
    """
    allow(actor, "payments.manage_collectionaccount")
    if not holder.strip():
        raise Refused(_("Write in whose name the account is."), "holder")
    try:
        number = IBAN("".join(iban.split()).upper()).compact
    except SchwiftyException as error:
        raise Refused(_("This IBAN is not well written: check it on the bank's papers."), "iban") from error
    codes = {"creditor_id": creditor_identifier(creditor_id), "bic": bank_code(bic)}
    with transaction.atomic():
        row = CollectionAccount.objects.create(holder=" ".join(holder.split())[:70], iban=number, valid_from=valid_from, set_by=actor, **codes)
        payload = {"iban": number, "holder": row.holder, "valid_from": valid_from.isoformat()}
        record(kind="payments.account", actor=actor, target=f"payments.CollectionAccount:{row.pk}", payload=payload)
        return row
