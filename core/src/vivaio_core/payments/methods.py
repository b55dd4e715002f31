"""How something can be paid: a port. Core brings the methods in euro; a plugin registers its own when its app is ready (ledger M1).

A method that pays at once (a bank transfer, a card) has nothing to reserve. One that pays in a unit of its own promises first and pays when the
euro part is in to the last cent: `reserve` posts the promise, `confirm` gives `allocate` the rows that settle it, in the same group as the euro.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.ledger.models import Transfer
from vivaio_core.payments.models.charges import METHODS, Charge
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Party

MUTUAL_CREDIT = "mutual_credit"


@dataclass(frozen=True)
class Offer:
    """The `most` of a charge, in its cents, that a method can cover now; `why` not more, in a sentence; `url` where to do it."""

    most: int
    why: str = ""
    url: str = ""


@dataclass(frozen=True)
class Reserved:
    """A promise that stands: its `value` in cents of the charge, and the `key` from which the key of the euro's reservation is derived.

    `expired` ones still stand until somebody decides, but cannot be paid any more; `url` is where the payer sees or cancels it.
    """

    value: int
    key: UUID
    expired: bool = False
    url: str = ""


@dataclass(frozen=True)
class Confirmed:
    """What pays a promise: its `value` in cents of the charge, the rows to post, the `key` of the one that pays."""

    value: int
    key: UUID
    drafts: tuple[Transfer, ...]


class PaymentMethod(Protocol):
    """What core asks of a method. `confirm` and `cancel` run inside core's transaction, the charge's row locked."""

    @property
    def code(self) -> str:
        """One of METHODS."""

    @property
    def title(self) -> str | Promise:
        """Its name for people."""

    @property
    def unit(self) -> str:
        """What it pays in: EUR, LBX."""

    @property
    def traceable(self) -> bool:
        """Whether it leaves a trace that a bank or a book keeps."""

    @property
    def needs_authorisation(self) -> bool:
        """Whether another person must give leave before (ledger M3)."""

    def offer(self, charge: Charge, party: Party, on: date) -> Offer | None:
        """What it can cover of the charge for the party on the day; None when it has nothing to do with it."""

    def reserve(self, charge: Charge, amount: int, key: UUID, actor: User | None) -> None:
        """Promise `amount` cents of the charge, all or nothing: its own hold and `books.euro_hold` for the rest in one post(). Raises Refused."""

    def reserved(self, charge: Charge) -> Reserved | None:
        """The promise that stands for the charge."""

    def confirm(self, charge: Charge, on: date) -> Confirmed:
        """Write down that the promise is paid on the day and give the rows to post. Raises Refused when it cannot be paid any more."""

    def cancel(self, charge: Charge) -> None:
        """Release what is promised, with the euro's reservation; nothing when nothing is."""


@dataclass(frozen=True)
class AtOnce:
    """A method in euro: the money is there, or not."""

    code: str
    title: str | Promise
    traceable: bool = True
    needs_authorisation: bool = False
    unit: str = "EUR"

    def offer(self, charge: Charge, party: Party, on: date) -> Offer | None:
        """All that is left to pay of it; cash and cheques only by leave."""
        from vivaio_core.payments.selectors.charges import left

        if charge.unit != self.unit:
            return None
        why = _("Cash and cheques are exceptions: the office must have leave from another person first.") if self.needs_authorisation else ""
        return Offer(0 if self.needs_authorisation else left(charge), why)

    def reserve(self, charge: Charge, amount: int, key: UUID, actor: User | None) -> None:
        """Money is not promised. Raises Refused."""
        raise Refused(_("This way of paying promises nothing: pay at once."))

    def reserved(self, charge: Charge) -> Reserved | None:
        """Nothing."""
        return None

    def confirm(self, charge: Charge, on: date) -> Confirmed:
        """Nothing is promised. Raises Refused."""
        raise Refused(_("Nothing is promised for this charge."))

    def cancel(self, charge: Charge) -> None:
        """Nothing to release."""


_methods: dict[str, PaymentMethod] = {}


def register(method: PaymentMethod) -> None:
    """Make a method known; the same code again takes its place."""
    if method.code not in dict(METHODS):
        raise ValueError(f"method of payment not known: {method.code}")
    _methods[method.code] = method


def of(code: str) -> PaymentMethod:
    """The method of that code. Raises KeyError when nobody provides it."""
    return _methods[code]


def all_of() -> list[PaymentMethod]:
    """Those that somebody provides, in the order of METHODS."""
    return [_methods[code] for code, _title in METHODS if code in _methods]


def at_once() -> list[PaymentMethod]:
    """Those by which money comes in: they have no promises."""
    return [method for method in all_of() if isinstance(method, AtOnce)]


def promise(charge: Charge) -> tuple[PaymentMethod, Reserved] | None:
    """The method that has something promised for the charge, with its promise."""
    found: Iterable[tuple[PaymentMethod, Reserved | None]] = ((method, method.reserved(charge)) for method in all_of())
    return next(((method, held) for method, held in found if held is not None), None)


for _code, _title in METHODS:
    if _code != MUTUAL_CREDIT:
        register(AtOnce(_code, _title, traceable=_code not in ("cheque", "cash"), needs_authorisation=_code in ("cheque", "cash")))
