"""Reads of the reminders to presenting members. They lie beside those of the clocks: one row for each presentation and round."""

from datetime import date

from vivaio_core.admission.models.application import Application, Reminder, Sponsorship

SPONSOR = "sponsor"


def stage(sponsorship: int, count: int) -> str:
    """The name of a round: which presentation, which letter."""
    return f"{sponsorship}.{count}"


def rounds(application: Application) -> list[date]:
    """The days on which members were reminded, oldest first, whoever they are. The reminders may be prefetched."""
    return sorted({one.sent_on for one in _of(application)})


def days_of(application: Application) -> dict[int, list[date]]:
    """The days of the reminders of each presentation that waits for a member's answer."""
    waiting = {one.pk for one in application.sponsorships.all() if one.sponsor_id and one.state == Sponsorship.State.ASKED}
    found: dict[int, list[date]] = {}
    for one in sorted(_of(application), key=lambda row: row.sent_on):
        pk = int(one.stage.partition(".")[0])
        if pk in waiting:
            found.setdefault(pk, []).append(one.sent_on)
    return found


def _of(application: Application) -> list[Reminder]:
    return [one for one in application.reminders.all() if one.clock == SPONSOR]
