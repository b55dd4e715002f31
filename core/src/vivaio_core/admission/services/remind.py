"""Letters to the office about deadlines: one for each clock and stage, whoever calls and how often."""

from datetime import date, timedelta

from django.db import transaction

from vivaio_core.admission import letters
from vivaio_core.admission.clocks import Clock, refusal_clock
from vivaio_core.admission.models.application import Application, Reminder
from vivaio_core.admission.selectors import applications, due_before
from vivaio_core.rules.selectors import rule

SOON, OVERDUE = "soon", "overdue"


def remind_office(*, on: date) -> int:
    """Write to the office about each refusal whose deadline is near or has passed; return how many letters left."""
    notice = rule("admission.notice_days", on).days
    rows = list(due_before(applications(), on + timedelta(days=notice), on))
    return sum(_remind(application, clock, on) for application in rows if (clock := refusal_clock(application)))


def _remind(application: Application, clock: Clock, on: date) -> bool:
    stage = OVERDUE if clock.overdue(on) else SOON
    with transaction.atomic():
        _made, fresh = Reminder.objects.get_or_create(application=application, clock=clock.code, stage=stage, defaults={"sent_on": on})
        if fresh:
            letters.to_office(application, on, f"{clock.code}:{stage}", words=clock.words(on), overdue=stage == OVERDUE)
        return fresh
