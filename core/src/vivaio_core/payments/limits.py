"""What the law lets somebody pay in cash (dossier ledger M3, D.lgs. 231/2007 art. 49)."""

from datetime import date, timedelta

from django.db.models import Sum
from django.utils.translation import gettext as _

from vivaio_core.pages.numbers import euros
from vivaio_core.payments.models.charges import Receipt
from vivaio_core.payments.selectors.charges import entries_of
from vivaio_core.people.models import Party
from vivaio_core.rules.selectors import rule

LIMIT, WINDOW = "pay.cash.limit", "pay.cash.window_days"


def limit_cents(on: date) -> int:
    """Cash must stay strictly below this. Raises NoRuleForDate."""
    return int(rule(LIMIT, on).value * 100)


def cash_fault(*, payer: Party, amount: int, on: date) -> str | None:
    """Why this cash may not be taken on the day, in words; None when it may. What the payer brought in the days before counts with it.

    Inside the caller's transaction. Raises NoRuleForDate.
    """
    # Two tills at once must not both pass: whoever takes cash from a person waits for the other.
    Party.objects.select_for_update(no_key=True).get(pk=payer.pk)
    limit, days = limit_cents(on), rule(WINDOW, on).days
    near = Receipt.objects.filter(method="cash", state=Receipt.State.RECORDED, payer__in=entries_of(payer))
    span = (on - timedelta(days=days - 1), on + timedelta(days=days - 1))
    before = int(near.filter(received_on__range=span).aggregate(total=Sum("amount"))["total"] or 0)
    if amount + before < limit:
        return None
    if amount >= limit or not before:
        text = _("Cash must stay below %(limit)s: this is %(over)s too much. Ask for a bank transfer or a card.")
        return text % {"limit": euros(limit), "over": euros(amount - limit + 1)}
    text = _("With the %(before)s in cash of the last %(days)s days it would be %(sum)s, and it must stay below %(limit)s. Ask for a bank transfer.")
    return text % {"before": euros(before), "days": days, "sum": euros(amount + before), "limit": euros(limit)}
