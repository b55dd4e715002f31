"""The ledger's refusals in the words of who pays."""

from django.utils.translation import gettext as _

from vivaio_core.ledger.errors import Refused as LedgerRefused
from vivaio_core.people.errors import Refused
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.words import credits


def refusal_of(refused: LedgerRefused, payer: Participant, payee: Participant) -> Refused:
    """The ledger's refusal for who pays: its own limit in full; of the other side only what concerns this payment."""
    short = credits(refused.short) if refused.short else ""
    own = refused.account == payer.account_id
    if refused.code == "floor":
        floor = credits(payer.account.floor or 0)
        text = _("Your account may go down to %(limit)s, and %(short)s are missing. Pay less, or sell first.")
        whole = _("With its fee this payment goes below %(limit)s, the lowest that your account may reach. Pay less, or sell first.")
        return Refused((text if short else whole) % {"limit": floor, "short": short}, "amount")
    if refused.code == "ceiling":
        text = _("%(payee)s can take %(short)s less than this: the account has a highest balance. Pay less, or agree on a part in euro.")
        whole = _("%(payee)s cannot take this much: the account has a highest balance. Pay less, or agree on a part in euro.")
        return Refused((text if short else whole) % {"payee": payee, "short": short}, "amount")
    if refused.code in ("frozen", "closed") and own:
        return Refused(_("Your account is suspended: nothing was paid. Call us, and we look for the way out together."))
    if refused.code in ("frozen", "closed"):
        return Refused(_("%(payee)s cannot receive credits at the moment. Nothing was paid: agree on another way.") % {"payee": payee})
    return Refused(str(refused), "amount")
