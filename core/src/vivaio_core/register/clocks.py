"""The legal clocks of exits and transfers (people P13): pure functions of days, in words. A late act is flagged, never blocked."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vivaio_core.pages.elision import elided
from vivaio_core.pages.numbers import day


class Standing(TextChoices):
    """How a clock stands on a day."""

    RUNNING = "running", gettext_lazy("running")
    TODAY = "today", gettext_lazy("due today")
    OVERDUE = "overdue", gettext_lazy("overdue")
    DONE = "done", gettext_lazy("done in time")
    LATE = "late", gettext_lazy("done late")


@dataclass(frozen=True)
class Clock:
    """What must happen by `due_on`, the last good day; `done_on` is when it did, None while it has not."""

    code: str
    label: str
    due_on: date
    done_on: date | None = None

    def standing(self, on: date) -> Standing:
        """Running, due today, overdue from the next day; or done, in time or late."""
        if self.done_on is not None:
            return Standing.LATE if self.done_on > self.due_on else Standing.DONE
        if on == self.due_on:
            return Standing.TODAY
        return Standing.OVERDUE if on > self.due_on else Standing.RUNNING

    def days(self, on: date) -> int:
        """Days left while it runs, days past while it is overdue, days late once it was done late; else 0."""
        end = on if self.done_on is None else max(self.done_on, self.due_on)
        return abs((self.due_on - end).days)

    def alarming(self, on: date) -> bool:
        """True when somebody must act today or should have acted."""
        return self.standing(on) in (Standing.TODAY, Standing.OVERDUE)

    def words(self, on: date) -> str:
        """«entro il 3 marzo 2027, fra 12 giorni», «scaduto il 3 marzo 2027, da 4 giorni», «fatto il 3 marzo 2027, in tempo»."""
        return elided(self._words(on))

    def _words(self, on: date) -> str:
        count, standing = self.days(on), self.standing(on)
        told = {"day": day(self.due_on), "count": count, "done": day(self.done_on) if self.done_on else ""}
        if standing == Standing.DONE:
            return _("done on %(done)s, in time") % told
        if standing == Standing.LATE:
            return ngettext("done on %(done)s, %(count)s day late", "done on %(done)s, %(count)s days late", count) % told
        if standing == Standing.TODAY:
            return _("by today, %(day)s") % told
        if standing == Standing.OVERDUE:
            return ngettext("overdue since %(day)s, by %(count)s day", "overdue since %(day)s, by %(count)s days", count) % told
        return ngettext("by %(day)s, in %(count)s day", "by %(day)s, in %(count)s days", count) % told


def deadline(start: date, days: int) -> date:
    """The last day of a term of `days` calendar days: the start day is not counted, the last day is."""
    return start + timedelta(days=days)


def months_before(end: date, months: int) -> date:
    """The same day `months` months earlier, or the last day of that month when it is shorter."""
    year, month = divmod(end.year * 12 + end.month - 1 - months, 12)
    return date(year, month + 1, min(end.day, monthrange(year, month + 1)[1]))


def years_after(start: date, years: int) -> date:
    """The same day `years` years later; the 29th of February becomes the 28th where there is none."""
    return months_before(start, -12 * years)


def year_close(on: date, close: str = "12-31") -> date:
    """The last day of the financial year that `on` belongs to; `close` is a month and a day. Raises ValueError on anything else."""
    month, last = (int(part) for part in close.split("-"))
    ends = [date(year, month, min(last, monthrange(year, month)[1])) for year in (on.year, on.year + 1)]
    return next(end for end in ends if end >= on)


def mutual_end(notified: date, months: int, close: str = "12-31") -> date:
    """The last day of the mutual relations: the close of the year if notified at least `months` before it, else the next close (art. 2532)."""
    end = year_close(notified, close)
    return end if notified <= months_before(end, months) else year_close(end + timedelta(days=1), close)
