"""What payments show elsewhere: what waits in the office, indicators, panels."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vivaio_core.pages.numbers import plain
from vivaio_core.payments.models.charges import Charge, MethodAuthorisation, PaymentException
from vivaio_core.payments.models.sepa import PaymentFile
from vivaio_core.payments.selectors.bank import waiting_lines
from vivaio_core.payments.selectors.charges import open_for, owed_by
from vivaio_core.payments.selectors.mandates import active_of
from vivaio_core.payments.selectors.receipts import credit_of, paid_by
from vivaio_core.payments.selectors.traceable import shares, target
from vivaio_core.people.models import Party
from vivaio_core.site.plugin import Indicator, Waiting

SHOWN = 5


def waiting(on: date) -> list[Waiting]:
    """Charges overdue, lines of the bank to match, payments to look at, leaves to decide, files for the bank. Five queries."""
    late = Charge.objects.filter(state=Charge.State.OPEN, due_on__lt=on).aggregate(n=Count("pk"), oldest=Min("due_on"))
    odd = PaymentException.objects.filter(state=PaymentException.State.OPEN).aggregate(n=Count("pk"), oldest=Min("opened_on"))
    asked = MethodAuthorisation.objects.filter(state=MethodAuthorisation.State.ASKED).aggregate(n=Count("pk"), oldest=Min("asked_at"))
    lines = waiting_lines().aggregate(n=Count("pk"), oldest=Min("booked_on"))
    since = timezone.localdate(asked["oldest"]) if asked["oldest"] else None
    overdue = ngettext("charge overdue", "charges overdue", late["n"])
    strange = ngettext("payment to look at", "payments to look at", odd["n"])
    leaves = ngettext("leave for cash or a cheque to decide", "leaves for cash or cheques to decide", asked["n"])
    unmatched = ngettext("bank line to be matched", "bank lines to be matched", lines["n"])
    return [
        Waiting(overdue, late["n"], f"{reverse('office_payments_charges:index')}?late=late", late["oldest"]),
        Waiting(unmatched, lines["n"], f"{reverse('office_payments_statements:index')}?waits=open", lines["oldest"]),
        Waiting(strange, odd["n"], f"{reverse('office_payments_exceptions:index')}?state=open", odd["oldest"]),
        Waiting(leaves, asked["n"], f"{reverse('office_payments_leaves:index')}?state=asked", since),
        *_of_files(on),
    ]


def _of_files(on: date) -> list[Waiting]:
    draft, sent = Q(state=PaymentFile.State.DRAFT), Q(state=PaymentFile.State.SENT, execute_on__lte=on)
    found = PaymentFile.objects.aggregate(
        drafts=Count("pk", filter=draft), since=Min("prepared_on", filter=draft), sent=Count("pk", filter=sent), day=Min("execute_on", filter=sent)
    )
    approve = ngettext("file for the bank to approve", "files for the bank to approve", found["drafts"])
    done = ngettext("file with the bank: did it carry it out?", "files with the bank: did it carry them out?", found["sent"])
    list_url = reverse("office_payments_files:index")
    return [
        Waiting(approve, found["drafts"], f"{list_url}?state=draft", found["since"]),
        Waiting(done, found["sent"], f"{list_url}?state=sent", found["day"]),
    ]


def indicators(on: date) -> list[Indicator]:
    """How many charges of the last twelve months were paid by their day, and the share of traceable payments by year. Four queries at most."""
    return [*_on_time(on), *_traceable(on)]


def _on_time(on: date) -> list[Indicator]:
    found = Charge.objects.filter(due_on__gt=on - timedelta(days=365), due_on__lte=on).exclude(state=Charge.State.VOID)
    sums = found.aggregate(n=Count("pk"), good=Count("pk", filter=Q(settled_on__lte=F("due_on"))))
    if not sums["n"]:
        return []
    percent = (sums["good"] * 1000 // sums["n"] + 5) // 10
    note = _("Charges of the last twelve months that were paid by their day, out of %(n)s.") % {"n": sums["n"]}
    return [Indicator("payments.on_time", _("Paid on time"), str(percent), "%", note)]


def _traceable(on: date) -> list[Indicator]:
    years = [one for one in shares() if one.year <= on.year]
    if not years:
        return []
    goal = target(on)
    note = _("Share of the euros paid in %(year)s that left a trace: no cash, no cheques.") % {"year": years[-1].year}
    if goal:
        note += " " + _("Target: %(share)s%% in %(year)s.") % {"share": plain(goal.percent), "year": goal.year}
    series = [(str(one.year), one.percent) for one in years]
    return [Indicator("payments.traceable", _("Traceable payments"), plain(years[-1].percent), "%", note, series)]


def own(party: Party, on: date) -> dict[str, Any]:
    """The part of the member's home: what is owed, the most urgent first. One query, two when there is more than is shown."""
    rows = list(open_for(party)[: SHOWN + 1])
    euro = open_for(party).filter(unit="EUR")
    seen = sum(getattr(row, "due") for row in rows if row.unit == "EUR")  # noqa: B009 - an annotation
    total = euro.aggregate(total=Sum("due"))["total"] or 0 if len(rows) > SHOWN else seen
    return {"rows": rows[:SHOWN], "more": len(rows) > SHOWN, "total": total, "late": any(row.due_on < on for row in rows), "on": on}


def beside(party: Party) -> dict[str, Any]:
    """The part of the office's page of a person: owed, paid last, credit, mandate. Five queries."""
    owed = owed_by(party)
    still = list(owed.filter(state=Charge.State.OPEN)[: SHOWN + 1])
    return {
        "party": party,
        "rows": still[:SHOWN],
        "more": len(still) > SHOWN,
        "paid": list(paid_by(party)[:SHOWN]),
        "credit": credit_of(party),
        "mandate": active_of(party),
    }
