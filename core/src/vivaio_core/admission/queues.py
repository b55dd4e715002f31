"""What waits in the office, counted."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, QuerySet

from vivaio_core.admission import selectors
from vivaio_core.admission.models.application import Application
from vivaio_core.admission.states import State


@dataclass(frozen=True)
class Queue:
    """How many wait, since when, and the filter of the list that shows them."""

    count: int
    oldest: date | None
    query: str


def queues(on: date) -> dict[str, Queue]:
    """Six counts in six queries."""
    rows = Application.objects.order_by()
    return {
        "late": _queue(selectors.overdue(rows, on), "due=overdue"),
        "soon": _queue(selectors.soon_due(rows, on), "due=soon"),
        "new": _queue(rows.filter(state=State.SUBMITTED), "state=submitted"),
        "review": _queue(rows.filter(state=State.UNDER_REVIEW), "state=under_review"),
        "silent": _queue(selectors.silent(rows, on), "missing=silent"),
        "enter": _queue(rows.filter(state=State.APPROVED), "state=approved"),
    }


def _queue(rows: QuerySet[Application], query: str) -> Queue:
    found = rows.aggregate(count=Count("pk"), oldest=Min("received_on"))
    return Queue(found["count"], found["oldest"], query)
