"""Signed orders of payment: what a confirm page, a QR code or a link carries, so that pressing, scanning or opening it twice pays once."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.core import signing
from django.utils.translation import gettext as _

from vivaio_core.people.errors import Refused

CONFIRM, CODE, GIFT = "liberex.confirm", "liberex.code", "liberex.gift"
TIME_TO_CONFIRM, LIFE_OF_A_CODE = timedelta(hours=2), timedelta(days=30)


@dataclass(frozen=True)
class Order:
    """Who receives (0 = the fund), how many minor units (0 = who pays says it), what for, under which key. `payer` 0 is whoever opens it."""

    payee: int
    amount: int
    memo: str
    key: str
    payer: int = 0

    @property
    def uuid(self) -> UUID:
        """The key of the ledger's row."""
        return UUID(self.key)


def new_order(*, payee: int, amount: int = 0, memo: str = "", payer: int = 0, key: UUID | None = None) -> Order:
    """An order with a key of its own."""
    return Order(payee, amount, memo, str(key or uuid4()), payer)


def sign(order: Order, salt: str) -> str:
    """The order as a word that fits into an address."""
    return signing.dumps([order.payee, order.amount, order.memo, order.uuid.hex, order.payer], salt=salt, compress=True)


def read(word: str, salt: str) -> Order:
    """The order behind a signed word. Raises Refused when it is too old, cut short or not ours."""
    age = LIFE_OF_A_CODE if salt == CODE else TIME_TO_CONFIRM
    try:
        payee, amount, memo, key, payer = signing.loads(word, salt=salt, max_age=age)
        return Order(payee, amount, memo, str(UUID(key)), payer)
    except signing.SignatureExpired as error:
        raise Refused(_("This payment has waited too long and is no longer good. Nothing was paid: start again.")) from error
    except (signing.BadSignature, TypeError, ValueError) as error:
        raise Refused(_("This code is not one of ours, or a piece of it is missing. Nothing was paid: have it shown again.")) from error
