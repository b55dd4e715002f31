"""One of several operators at one application: `admit_twice.py ACT PK`. Prints `done` or `refused`. Run with DATABASE_URL."""

import os
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "tests/site"), str(ROOT / "tests/fixtures")]
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django  # noqa: E402

django.setup()

from vivaio_core.admission.models.application import Application  # noqa: E402
from vivaio_core.admission.services.annotate import annotate  # noqa: E402
from vivaio_core.admission.services.decide import admit, refuse  # noqa: E402
from vivaio_core.people.errors import Refused  # noqa: E402

DAY = date(2026, 3, 1)


def take(act: str, application: Application) -> None:
    """One step."""
    minutes = {"application": application, "organ": "board", "held_on": DAY, "on": DAY, "actor": None}
    if act == "admit":
        admit(minute_no="7", **minutes)
    elif act == "refuse":
        refuse(minute_no="7", reasons="Non ha i requisiti dello statuto.", **minutes)
    else:
        annotate(application=application, recorded_on=DAY, on=DAY, actor=None)


if __name__ == "__main__":
    found = Application.objects.get(pk=int(sys.argv[2]))
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        take(sys.argv[1], found)
    except Refused as refusal:
        print("refused", refusal)
    else:
        print("done")
