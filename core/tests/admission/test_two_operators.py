"""Two operators on one application: one act happens, the other is refused with a sentence; on both databases, in processes of their own."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from vivaio_core.admission.models.application import Application
from vivaio_core.admission.services.decide import admit
from vivaio_core.people.models import MemberNumber
from vivaio_core.register.models.book import RegisterEntry
from vivaio_core.trail.models import Event
from vivaio_core.trail.selectors import verify

SCRIPT = Path(__file__).with_name("admit_twice.py")
DAY = date(2026, 3, 1)


def at_once(database_url: str, acts: list[str], application: Application) -> list[str]:
    """Each act from a process of its own, all let go at the same moment; what each said last."""
    started = [
        subprocess.Popen(
            [sys.executable, str(SCRIPT), act, str(application.pk)],
            env={**os.environ, "DATABASE_URL": database_url},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for act in acts
    ]
    for process in started:
        assert process.stdout.readline() == "ready\n"
    for process in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=120)[0].strip() for process in started]
    assert [process.returncode for process in started] == [0] * len(acts)
    return said


@pytest.mark.parametrize("acts", [["admit", "admit"], ["admit", "refuse", "admit"]])
def test_two_decisions_at_once_leave_one(database_url, world, acts):
    application = world.ready()
    said = at_once(database_url, acts, application)
    assert sorted(line.split()[0] for line in said) == ["done", *["refused"] * (len(acts) - 1)]
    assert all("Gianna Verdi" in line for line in said if line.startswith("refused"))
    application.refresh_from_db()
    assert application.state in ("approved", "refused")
    assert Event.objects.filter(kind__in=["admission.admit", "admission.refuse"]).count() == 1
    assert verify().ok


def test_two_entries_at_once_make_one_member(database_url, world):
    application = admit(application=world.ready(), organ="board", held_on=DAY, minute_no="7", on=DAY, actor=None)
    said = at_once(database_url, ["annotate", "annotate", "annotate"], application)
    assert sorted(line.split()[0] for line in said) == ["done", "refused", "refused"]
    assert RegisterEntry.objects.filter(party=application.party, kind="admission").count() == 1
    assert MemberNumber.objects.count() == 2
    assert verify().ok
