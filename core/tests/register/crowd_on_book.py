"""Admits, corrects and ends members from one process: `crowd_on_book.py FIRST COUNT`. Run with DATABASE_URL; prints how many acts it did."""

import os
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "tests/site"), str(ROOT / "tests/fixtures")]
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django  # noqa: E402

django.setup()

from vivaio_core.people.models import Party, Resolution  # noqa: E402
from vivaio_core.register.services import members, mend, shares  # noqa: E402

DAY = date(2024, 1, 1)


def life(party: Party, resolution: Resolution) -> int:
    """Admit, give shares, correct them, end, refund: five operations, five annotations."""
    members.admit(party=party, qty=2, resolution=resolution, recorded_on=DAY, actor=None)
    more = shares.increase(party=party, qty=9, recorded_on=DAY, effective_on=DAY, actor=None)
    mend.correct(entry=more, recorded_on=DAY, note="prova", actor=None)
    members.end(party=party, reason="exit", effective_on=date(2024, 2, 1), recorded_on=DAY, actor=None)
    shares.refund(party=party, qty=2, effective_on=date(2024, 3, 1), recorded_on=DAY, actor=None)
    return 5


if __name__ == "__main__":
    first, count = int(sys.argv[1]), int(sys.argv[2])
    resolution = Resolution.objects.get()
    print(sum(life(party, resolution) for party in Party.objects.order_by("pk")[first : first + count]))
