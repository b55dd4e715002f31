"""The refusals of the ledger, each a sentence with the limit, what is missing and what to do."""

from uuid import UUID

from django.utils.translation import gettext as _

from vivaio_core.people import errors


class Refused(errors.Refused):
    """The books do not take it, and nothing was stored (ledger L17).

    `code` is one of floor, ceiling, frozen, closed, books, settlement, expired, reversal, amount; `short` is how many minor units are missing
    below a floor or in excess of a ceiling, for a call with one transfer only; `account` is the id of the account at fault, when there is one.
    """

    def __init__(self, code: str, text: str, short: int | None = None, account: int | None = None) -> None:
        self.code, self.short, self.account = code, short, account
        super().__init__(text)


class KeyReused(errors.Refused):
    """The key is stored already with other content (ledger L6), or stands twice in one call."""

    def __init__(self, key: UUID) -> None:
        self.key = key
        super().__init__(_("This payment number was used for another payment. Nothing was paid now: start again from the beginning."))
