"""Background work of the register. It may run twice: what has been done is not done again."""

from datetime import date

from django.utils import timezone

from vivaio_core.site.tasks import task


@task()
def daily(on: str = "") -> int:
    """Once a day: remind the office of the clocks of exits and transfers. `on` is an ISO day, today when empty. Return the letters sent."""
    from vivaio_core.register.services.remind import remind_office

    return remind_office(on=date.fromisoformat(on) if on else timezone.localdate())
