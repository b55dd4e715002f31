"""Fixed fees: what each period costs, who pays it, who is late. The charges are core's; their cause names participant and period."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from vivaio_core.payments.models.charges import Charge
from vivaio_liberex.fees import value_on
from vivaio_liberex.models.participants import Participant

ENTRY, MONTH, YEAR, DUE_DAYS = "lbx.fee.entry", "lbx.fee.month", "lbx.fee.year", "lbx.fee.due_days"
CAUSE = "liberex.fee:"
EVERY = ("month", "year")


def fee_of(every: str, on: date) -> tuple[int, str, str]:
    """Cents, period and title of the fee of the month or year of the day; 0 cents where there is none, and for another word."""
    if every == "month":
        return int(value_on(MONTH, on)), f"{on:%Y-%m}", _("Fee of the circuit of credits, %(period)s") % {"period": f"{on:%m/%Y}"}
    if every == "year":
        return int(value_on(YEAR, on)), f"{on:%Y}", _("Fee of the circuit of credits, %(period)s") % {"period": f"{on:%Y}"}
    return 0, "", ""


def cause_of(participant: Participant, period: str) -> str:
    """The reference of a fee's charge."""
    return f"{CAUSE}{participant.pk}:{period}"


def payers(on: date) -> QuerySet[Participant]:
    """Who pays fixed fees on the day: everybody who takes part, but employees."""
    found = Participant.objects.filter(joined_on__lte=on, state=Participant.State.ACTIVE).exclude(kind=Participant.Kind.EMPLOYEE)
    return found.select_related("party").order_by("pk")


def causes(period: str) -> set[str]:
    """The fees of a period that were ever raised, cancelled ones too."""
    return set(Charge.objects.filter(cause__startswith=CAUSE, cause__endswith=f":{period}").values_list("cause", flat=True))


def waiting(every: str, on: date) -> int:
    """How many fees of the period are still to be raised."""
    cents, period, _title = fee_of(every, on)
    if not cents:
        return 0
    known = causes(period)
    return sum(cause_of(one, period) not in known for one in payers(on))


def late(on: date) -> list[int]:
    """The participants with an unpaid fee whose day has passed."""
    rows = Charge.objects.filter(cause__startswith=CAUSE, state=Charge.State.OPEN, due_on__lt=on).values_list("cause", flat=True)
    return [int(number) for cause in rows if (number := cause.removeprefix(CAUSE).partition(":")[0]).isdecimal()]
