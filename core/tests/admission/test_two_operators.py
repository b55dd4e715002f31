"""Two operators on one application: one act happens, the other is refused with a sentence; on both databases, in processes of their own."""

from datetime import date
from functools import partial

import pytest
from at_once import Go, at_once

from vivaio_core.admission.models.application import Application
from vivaio_core.admission.services.annotate import annotate
from vivaio_core.admission.services.decide import admit, refuse
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import MemberNumber
from vivaio_core.register.models.book import RegisterEntry
from vivaio_core.trail.models import Event
from vivaio_core.trail.selectors import verify

DAY = date(2026, 3, 1)


def step(act: str, application: Application) -> None:
    """One of the acts."""
    minutes = {"application": application, "organ": "board", "held_on": DAY, "on": DAY, "actor": None}
    if act == "admit":
        admit(minute_no="7", **minutes)
    elif act == "refuse":
        refuse(minute_no="7", reasons="Non ha i requisiti dello statuto.", **minutes)
    else:
        annotate(application=application, recorded_on=DAY, on=DAY, actor=None)


def tried(act: str, key: int, go: Go) -> str:
    """`done`, or `refused` and why."""
    application = Application.objects.get(pk=key)
    go()
    try:
        step(act, application)
    except Refused as refusal:
        return f"refused {refusal}"
    return "done"


def all_tried(acts: list[str], application: Application) -> list[str]:
    """Each act from a process of its own; what each was told."""
    return at_once(*[partial(tried, act, application.pk) for act in acts])


@pytest.mark.parametrize("acts", [["admit", "admit"], ["admit", "refuse", "admit"]])
def test_two_decisions_at_once_leave_one(database_url, world, acts):
    application = world.ready()
    said = all_tried(acts, application)
    assert sorted(line.split()[0] for line in said) == ["done", *["refused"] * (len(acts) - 1)]
    assert all("Gianna Verdi" in line for line in said if line.startswith("refused"))
    application.refresh_from_db()
    assert application.state in ("approved", "refused")
    assert Event.objects.filter(kind__in=["admission.admit", "admission.refuse"]).count() == 1
    assert verify().ok


def test_two_entries_at_once_make_one_member(database_url, world):
    application = admit(application=world.ready(), organ="board", held_on=DAY, minute_no="7", on=DAY, actor=None)
    said = all_tried(["annotate", "annotate", "annotate"], application)
    assert sorted(line.split()[0] for line in said) == ["done", "refused", "refused"]
    assert RegisterEntry.objects.filter(party=application.party, kind="admission").count() == 1
    assert MemberNumber.objects.count() == 2
    assert verify().ok
