"""Whether what is written about payments agrees with the ledger's balances: computed again from the rows, in a few aggregate queries."""

from dataclasses import dataclass

from django.db.models import Q, Sum

from vivaio_core.ledger.models import Account
from vivaio_core.payments import books, methods
from vivaio_core.payments.models.charges import Allocation, Charge, GivenBack, Receipt
from vivaio_core.payments.selectors.charges import charges
from vivaio_core.payments.selectors.receipts import receipts

Place = tuple[str, str]


@dataclass(frozen=True)
class Fault:
    """One disagreement: of an `account` of a book, or of a row `payments.Charge:7`; what the rows say and what stands."""

    what: str
    expected: int
    found: int


def faults() -> list[Fault]:
    """Every account of the book `incassi` against the rows, every charge's state and every receipt against its allocations; empty when sound."""
    return [*_accounts(), *_charges(), *_receipts()]


def _accounts() -> list[Fault]:
    wanted = expected_balances()
    found = {
        (account.book.code, account.code): account.balance
        for account in Account.objects.filter(Q(book__code=books.BOOK) | Q(book__code__startswith=f"{books.BOOK}-")).select_related("book")
    }
    places = sorted({*wanted, *found})
    return [Fault(":".join(place), wanted.get(place, 0), found.get(place, 0)) for place in places if wanted.get(place, 0) != found.get(place, 0)]


def expected_balances() -> dict[Place, int]:
    """Book and account → the balance that receipts, allocations and what was given back say it must have."""
    wanted: dict[Place, int] = {}

    def add(unit: str, code: str, cents: int) -> None:
        place = (books.code_of(unit), code)
        wanted[place] = wanted.get(place, 0) + cents

    money = Receipt.objects.exclude(method=methods.MUTUAL_CREDIT).order_by()
    for row in money.filter(state=Receipt.State.RECORDED).values("unit", "method").annotate(total=Sum("amount")):
        add(row["unit"], "cassa" if row["method"] in books.HAND else "banca", -row["total"])
        add(row["unit"], "da-pagare", row["total"])
    for back in GivenBack.objects.order_by().values("receipt__unit", "receipt__method").annotate(total=Sum("amount")):
        add(back["receipt__unit"], "cassa" if back["receipt__method"] in books.HAND else "banca", back["total"])
        add(back["receipt__unit"], "da-pagare", -back["total"])
    paid = Allocation.objects.exclude(receipt__method=methods.MUTUAL_CREDIT).order_by()
    for part in paid.values("charge__unit", "charge__creditor").annotate(total=Sum("amount")):
        add(part["charge__unit"], books.creditor_code(part["charge__creditor"]), part["total"])
        add(part["charge__unit"], "da-pagare", -part["total"])
    return wanted


def _charges() -> list[Fault]:
    """Paid exactly when the allocations are the amount."""
    settled = Q(state=Charge.State.SETTLED)
    wrong = charges().filter(
        Q(due__lt=0) | (settled & ~Q(due=0)) | (Q(state=Charge.State.OPEN) & Q(due=0)) | (Q(state=Charge.State.VOID) & ~Q(paid=0))
    )
    return [Fault(f"payments.Charge:{row.pk}", row.amount, row.paid) for row in wrong]  # type: ignore[attr-defined]


def _receipts() -> list[Fault]:
    """Never more than it is; nothing once it has bounced."""
    wrong = receipts().filter((Q(state=Receipt.State.RECORDED) & Q(free__lt=0)) | (Q(state=Receipt.State.BOUNCED) & ~Q(used=0)))
    return [Fault(f"payments.Receipt:{row.pk}", row.amount, row.used + row.returned) for row in wrong]
