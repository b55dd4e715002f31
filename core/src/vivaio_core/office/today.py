"""The start page: what waits today, what moves, what happened last."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from vivaio_core.access.models import User
from vivaio_core.office.history import told_events
from vivaio_core.people.models import Collectivity
from vivaio_core.people.selectors import members_by_year, members_count, parties, without_fiscal_code
from vivaio_core.rules.selectors import NoRuleForDate, rule, unverified_count
from vivaio_core.site.plugin import Indicator, Waiting
from vivaio_core.site.registry import rooms
from vivaio_core.site.worker.selectors import work_state
from vivaio_core.trail.selectors import latest

EVENTS = 8
FIRST = 6
STUCK_AFTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Drawn:
    """An indicator made ready for the charts."""

    indicator: Indicator

    @property
    def rows(self) -> list[tuple[str, float]]:
        """What is drawn."""
        return [(label, float(number)) for label, number in self.indicator.series]

    @property
    def yearly(self) -> bool:
        """Years in a row make a line, other things bars."""
        return len(self.rows) > 2 and all(label.isdecimal() and len(label) == 4 for label, _ in self.rows)


def waiting_for_core(user: User, on: date) -> list[Waiting]:
    """What waits in core's own rooms, as far as the person may see it."""
    found: list[Waiting] = []
    if user.has_perm("people.view_party"):
        found += _people(on)
    if user.has_perm("rules.view_parameter"):
        count = unverified_count()
        found.append(
            Waiting(ngettext("dated rule to confirm", "dated rules to confirm", count), count, f"{reverse('office_rules:index')}?mark=unverified")
        )
    if user.has_perm("access.change_user"):
        found += _work()
    return [item for item in found if item.count]


def _work() -> list[Waiting]:
    """What an administrator must know of the worker; nothing while it runs and letters leave."""
    state = work_state()
    since = timezone.localdate(state.oldest_ready) if state.oldest_ready else None
    stuck = bool(state.oldest_ready and timezone.now() - state.oldest_ready > STUCK_AFTER)
    found = [
        Waiting(
            ngettext(
                "letter or automatic task that could not be done: “manage.py doctor” says why",
                "letters or automatic tasks that could not be done: “manage.py doctor” says why",
                state.failed,
            ),
            state.failed,
            "",
        )
    ]
    if not state.alive:
        label = _("service that has stopped: letters and automatic tasks wait until the site is started again")
        return [Waiting(label, 1, "", oldest=since, urgent=True), *found]
    label = ngettext(
        "letter or automatic task that does not leave: “manage.py doctor” says why",
        "letters or automatic tasks that do not leave: “manage.py doctor” says why",
        state.ready,
    )
    return [Waiting(label, state.ready if stuck else 0, "", oldest=since, urgent=True), *found]


def _people(on: date) -> list[Waiting]:
    without = without_fiscal_code(parties()).count()
    proposed = Collectivity.objects.filter(state=Collectivity.State.PROPOSED).count()
    listed = reverse("office_people:index")
    return [
        Waiting(ngettext("person without a fiscal code", "people without a fiscal code", without), without, f"{listed}?missing=cf"),
        Waiting(ngettext("group to decide on", "groups to decide on", proposed), proposed, f"{reverse('office_groups:index')}?state=proposed"),
        *_too_few(on),
    ]


def _too_few(on: date) -> list[Waiting]:
    """The law wants a least number of members; below it there is one year to come back (art. 2522)."""
    try:
        least = rule("members.min", on).days
    except NoRuleForDate:
        return []
    lacking = least - members_count(on)
    text = ngettext("member missing to the least number the law wants", "members missing to the least number the law wants", max(lacking, 1))
    return [Waiting(text, lacking, reverse("office_memberships:index"), urgent=True)] if lacking > 0 else []


def core_indicators(on: date) -> list[Indicator]:
    """How many we are, year by year."""
    series = members_by_year(on)
    return [Indicator("people.members", _("Members"), str(int(series[-1][1])), _("members"), series=series)]


class Today(Component):
    """The whole start page as one component."""

    template_name = "office/today.html"
    order = 1

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """A constant number of queries for core; plugins promise the same."""
        on = timezone.localdate()
        waits = waiting_for_core(self.user, on)
        indicators = core_indicators(on) if self.user.has_perm("people.view_membership") else []
        for room in rooms():
            if self.user.has_module_perms(room.label):
                waits += [item for item in room.waiting(on) if item.count]
                indicators += room.indicators(on)
        events = told_events(latest()[:EVENTS]) if self.user.has_perm("trail.view_event") else []
        return {
            "user": self.user,
            "on": on,
            **in_turn(waits, on),
            "drawn": [Drawn(one) for one in indicators],
            "events": events,
            "may_add": self.user.has_perm("people.add_party"),
        }


def in_turn(waits: list[Waiting], on: date) -> dict[str, list[Waiting]]:
    """What is urgent and oldest first; behind a fold what is neither urgent nor among the first, when there is more than one of it."""
    found = sorted(waits, key=lambda item: (not item.urgent, item.oldest or on))
    first = max(FIRST, sum(item.urgent for item in found))
    return {"waits": found[:first], "more": found[first:]} if len(found) > first + 1 else {"waits": found, "more": []}
