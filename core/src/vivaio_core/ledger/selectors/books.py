"""Reads of the books for people: what each holds, how far it is sealed, and what a check found, in words."""

from collections.abc import Sequence

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from vivaio_core.ledger.models import Account, Book, Seal
from vivaio_core.ledger.selectors.checking import Violation
from vivaio_core.ledger.services.seals import Verdict

SHOWN = 20


def books() -> QuerySet[Book]:
    """All, with what a row shows: `accounts_count`, `credits` (sum of the balances above zero), `sealed_at`."""
    last = Seal.objects.filter(book=OuterRef("pk")).order_by("-last_id").values("at")[:1]
    credits = Coalesce(Sum("accounts__balance", filter=Q(accounts__balance__gt=0)), 0)
    return Book.objects.annotate(accounts_count=Count("accounts"), credits=credits, sealed_at=Subquery(last)).order_by("code")


def accounts_of(book: Book) -> QuerySet[Account]:
    """The accounts of a book, by code."""
    return Account.objects.filter(book=book).select_related("book").order_by("code", "pk")


def told_check(found: Sequence[Violation]) -> list[str]:
    """What the check found, a sentence each; at most SHOWN of them."""
    return [_said(one) for one in found[:SHOWN]]


def _said(one: Violation) -> str:
    if one.rule in ("book_sum", "book_held"):
        return _("Book %(book)s: the balances do not make zero, %(found)s is too much.") % {"book": one.book, "found": one.found}
    if one.account:
        given = {"book": one.book, "account": one.account, "found": one.found, "expected": one.expected}
        return _("Book %(book)s, account %(account)s: it says %(found)s, its movements make %(expected)s.") % given
    return _("Movement %(id)s contradicts the others (%(rule)s).") % {"id": one.transfer, "rule": one.rule}


def told_verdict(found: Verdict) -> str:
    """What the comparison of the seals found."""
    if not found.seals:
        return _("This book has no seal yet.")
    if found.ok:
        return _("All seals agree with the movements: %(count)s.") % {"count": found.seals}
    return _("The seal of the movements %(seal)s no longer agrees: something was changed after it. Call who keeps the server.") % {
        "seal": found.broken
    }
