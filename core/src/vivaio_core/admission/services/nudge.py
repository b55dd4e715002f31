"""Letters to presenting members who do not answer: after the days of the rule, as often as the rule allows, and no more.

Every presentation that was asked for and not accepted is counted, whether or not a member was found and whether or not the answer was no: what the
applicant sees on the status page must not tell who is a member, nor who declined. A letter leaves only where a member still owes an answer.
"""

from collections import Counter
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from vivaio_core.admission import letters, states
from vivaio_core.admission.models.application import Application, Reminder, Sponsorship
from vivaio_core.admission.reminders import SPONSOR, stage
from vivaio_core.admission.services.hold import locked, told
from vivaio_core.admission.services.sponsor import LETTERS_A_DAY
from vivaio_core.people.models import Party
from vivaio_core.people.selectors import is_member
from vivaio_core.rules.selectors import rule

Asked = Sponsorship.State.ASKED


def nudge_sponsors(*, on: date) -> int:
    """Remind the presenting members who are silent since the days of the rule; return how many letters left. Twice on a day is once."""
    days, most = rule("admission.sponsor_reminder_days", on).days, rule("admission.sponsor_reminders_max", on).days
    enough = rule("admission.min_sponsors", on).days
    busy = _letters_of(on)
    rows = Application.objects.filter(state__in=states.CHANGEABLE, founder=False, sponsorships__asked_at__date__lte=on - timedelta(days=days))
    return sum(_nudge(application, on, days, most, enough, busy) for application in rows.distinct().order_by("pk"))


def _nudge(application: Application, on: date, days: int, most: int, enough: int, busy: Counter[int]) -> int:
    """One application, in a transaction of its own: a letter that fails takes nobody else's with it."""
    with transaction.atomic():
        current = locked(application)
        named = list(current.sponsorships.select_related("sponsor", "application").filter(asked_at__isnull=False))
        accepted = sum(one.state == Sponsorship.State.ACCEPTED for one in named)
        if current.state not in states.CHANGEABLE or accepted >= enough:
            return 0
        sent = {one.stage: one.sent_on for one in current.reminders.filter(clock=SPONSOR)}
        return sum(_remind(one, current, on, days, most, sent, busy) for one in named if one.state != Sponsorship.State.ACCEPTED)


def _remind(one: Sponsorship, application: Application, on: date, days: int, most: int, sent: dict[str, date], busy: Counter[int]) -> bool:
    done = next((count for count in range(most + 1) if stage(one.pk, count + 1) not in sent), most)
    assert one.asked_at is not None  # noqa: S101 - only those that were asked are read
    since = sent[stage(one.pk, done)] if done else timezone.localdate(one.asked_at)
    if done >= most or on < since + timedelta(days=days):
        return False
    owes = _owes(one, on)
    if owes and busy[owes.pk] >= LETTERS_A_DAY:
        return False
    Reminder.objects.create(application=application, clock=SPONSOR, stage=stage(one.pk, done + 1), sent_on=on)
    if done + 1 == most:
        letters.to_applicant("silent", application, str(one.pk))
    if owes is None:
        return False
    busy[owes.pk] += 1
    told("sponsor_reminded", application, None, sponsor=owes.display_name, count=done + 1)
    letters.to_sponsor(one, again=done + 1)
    return True


def _owes(one: Sponsorship, on: date) -> Party | None:
    """The member who owes an answer and can be written to."""
    member = one.sponsor
    return member if member and one.state == Asked and member.email and is_member(member, on) else None


def _letters_of(on: date) -> Counter[int]:
    """How many reminders each member got on the day already."""
    stages = Reminder.objects.filter(clock=SPONSOR, sent_on=on).values_list("stage", flat=True)
    asked = [int(text.partition(".")[0]) for text in stages]
    found = Sponsorship.objects.filter(pk__in=asked, sponsor__isnull=False, state=Asked).values_list("sponsor_id", flat=True)
    return Counter(found)
