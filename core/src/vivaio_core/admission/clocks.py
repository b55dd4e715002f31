"""The legal clocks of an application (people P13): the start day is not counted, the last day is; a late act is flagged, never blocked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vivaio_core.admission.models.application import Application
from vivaio_core.admission.states import State
from vivaio_core.pages.elision import elided
from vivaio_core.pages.numbers import day
from vivaio_core.rules.selectors import Rule, rule

REFUSAL, APPEAL = "refusal", "appeal"
RESOLUTION = "resolution"


class Terms:
    """The dated rules of one page: each value is read once, however many applications it counts for."""

    def __init__(self) -> None:
        self._known: dict[str, list[Rule]] = {}

    def __call__(self, code: str, on: date) -> Rule:
        """The value of `code` on the day. Raises NoRuleForDate."""
        known = self._known.setdefault(code, [])
        found = next((one for one in known if one.covers(on)), None)
        if found is None:
            found = rule(code, on)
            known.append(found)
        return found


@dataclass(frozen=True)
class Clock:
    """`deadline` is the last good day; `done_on` is when the act was done, None while it is not."""

    code: str
    deadline: date
    done_on: date | None = None

    def left(self, on: date) -> int:
        """Days to the deadline; negative once it has passed."""
        return (self.deadline - on).days

    def overdue(self, on: date) -> bool:
        """True from the day after the deadline while nothing is done."""
        return self.done_on is None and on > self.deadline

    @property
    def late_by(self) -> int:
        """Days after the deadline on which the act was done; 0 when in time or not done."""
        return max(0, (self.done_on - self.deadline).days) if self.done_on else 0

    def words(self, on: date) -> str:
        """«entro il 3 marzo 2027, fra 12 giorni», «scaduto da 4 giorni», «fatto con 2 giorni di ritardo»."""
        return elided(self._done()) if self.done_on else in_words(self.deadline, on)

    def _done(self) -> str:
        text = ngettext("done on %(day)s, %(count)s day late", "done on %(day)s, %(count)s days late", self.late_by)
        told = {"day": day(self.done_on or self.deadline), "count": self.late_by}
        return (text if self.late_by else _("done on %(day)s, in time")) % told


def in_words(deadline: date, on: date) -> str:
    """A deadline as people say it."""
    return elided(_left(deadline, (deadline - on).days))


def _left(deadline: date, left: int) -> str:
    if left < 0:
        return ngettext("overdue by %(count)s day (it was %(day)s)", "overdue by %(count)s days (it was %(day)s)", -left) % {
            "count": -left,
            "day": day(deadline),
        }
    if left == 0:
        return _("by %(day)s, which is today") % {"day": day(deadline)}
    return ngettext("by %(day)s, in %(count)s day", "by %(day)s, in %(count)s days", left) % {"count": left, "day": day(deadline)}


def deadline(start: date, days: int) -> date:
    """`days` calendar days after `start`, which is not counted."""
    return start + timedelta(days=days)


def refusal_clock(application: Application, terms: Callable[[str, date], Rule] = rule) -> Clock | None:
    """By when a refusal must have been communicated; None before the term begins, or once nothing is left to refuse.

    The term begins with the receipt or with the resolution, as the rule `admission.refusal_start` says. Raises NoRuleForDate.
    """
    if application.received_on is None or application.state in (State.DRAFT, State.WITHDRAWN):
        return None
    refused = bool(application.refusal_reasons)
    if application.resolution and not refused:
        return None
    start = application.received_on
    if terms("admission.refusal_start", start).text == RESOLUTION:
        if application.resolution is None:
            return None
        start = application.resolution.held_on
    return Clock(REFUSAL, deadline(start, terms("admission.refusal_days", start).days), application.communicated_on)


def appeal_clock(application: Application) -> Clock | None:
    """By when the applicant may ask that the assembly decides; None unless a refusal was communicated. Raises NoRuleForDate."""
    if not application.refusal_reasons or application.communicated_on is None:
        return None
    start = application.communicated_on
    return Clock(APPEAL, deadline(start, rule("admission.appeal_days", start).days), application.appeal_on)


def clocks(application: Application) -> list[Clock]:
    """All clocks that run or have run."""
    return [clock for clock in (refusal_clock(application), appeal_clock(application)) if clock]


def appeal_open(application: Application, on: date) -> bool:
    """True while an appeal would be in time."""
    clock = appeal_clock(application)
    return application.state == State.REFUSED and clock is not None and clock.done_on is None and on <= clock.deadline
