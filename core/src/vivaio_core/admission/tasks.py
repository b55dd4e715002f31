"""Background work of the applications. Each may run twice: what has been done is not done again."""

from datetime import date

from django.utils import timezone

from vivaio_core.admission.models.application import Sponsorship
from vivaio_core.site.tasks import task


@task()
def ask_sponsor(sponsorship: int) -> bool:
    """Look for the member that was named and write to them; True when a letter left."""
    from vivaio_core.admission.services.sponsor import ask

    found = Sponsorship.objects.filter(pk=sponsorship).select_related("application").first()
    return found is not None and ask(sponsorship=found, at=timezone.now())


@task()
def daily(on: str = "") -> int:
    """Once a day: remind the office of deadlines and presenting members who are silent, throw away old drafts.

    `on` is an ISO day, today when empty. Return the reminders sent.
    """
    from vivaio_core.admission.services.apply import drop_stale_drafts
    from vivaio_core.admission.services.nudge import nudge_sponsors
    from vivaio_core.admission.services.remind import remind_office

    today = date.fromisoformat(on) if on else timezone.localdate()
    drop_stale_drafts(on=today)
    return remind_office(on=today) + nudge_sponsors(on=today)
