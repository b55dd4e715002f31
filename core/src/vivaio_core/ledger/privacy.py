"""What the ledger holds about somebody: accounts and movements, without names or free text. They are sealed and stay (ledger L15, people P29)."""

from datetime import date
from typing import Any

from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vivaio_core.ledger.amounts import written
from vivaio_core.ledger.kinds import title_of
from vivaio_core.ledger.models import Account, Transfer
from vivaio_core.ledger.owners import references
from vivaio_core.ledger.selectors.statements import statement
from vivaio_core.people.models import Party
from vivaio_core.site.erasure import DataClass, Disposal

MOVEMENTS = "ledger.movements"
WORDS = (
    *(gettext_noop("accounts"), gettext_noop("book"), gettext_noop("account"), gettext_noop("balance"), gettext_noop("movements")),
    *(gettext_noop("day"), gettext_noop("amount"), gettext_noop("reason"), gettext_noop("other account")),
)


def disclosed(party: Party) -> dict[str, Any]:
    """Every account of the party with all its movements, JSON-ready."""
    return {"accounts": [_account(account) for account in _accounts(party)]}


def held(party: Party, on: date) -> list[DataClass]:
    """Movements, kept: an account with something on it is a bond in force."""
    accounts = list(_accounts(party))
    if not accounts:
        return []
    rows = Transfer.objects.filter(Q(payer__in=accounts) | Q(payee__in=accounts))
    alive = any(account.balance or account.held_out or account.held_in for account in accounts)
    ground = _("Movements carry no names and are sealed: accounts must be kept whole.")
    since = rows.aggregate(last=Max("value_on"))["last"]
    return [DataClass(MOVEMENTS, _("Movements of accounts"), rows.count(), Disposal.KEEP, ground, since=since, in_force=alive)]


def _accounts(party: Party) -> Any:
    return Account.objects.filter(owner__in=references(party)).select_related("book").order_by("book__code", "code")


def _account(account: Account) -> dict[str, Any]:
    book = account.book
    lines = statement(account, date.min, date.max).lines
    return {
        "book": book.code,
        "account": account.code,
        "balance": written(account.balance, book.unit, book.scale),
        "movements": [
            {"day": line.value_on.isoformat(), "amount": written(line.amount, book.unit, book.scale)}
            | {"reason": title_of(line.kind), "other_account": line.other}
            for line in lines
        ],
    }
