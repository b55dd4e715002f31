"""P4 under load: eight processes admit, correct and end at once; numbers stay consecutive, sums exact, the chain whole."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from random import Random

from django.db import connection

from vivaio_core.people.demo_codes import vat_number
from vivaio_core.people.models import Membership
from vivaio_core.people.opening import Newcomer, bring_in
from vivaio_core.people.services import record_resolution
from vivaio_core.register.models.book import RegisterEntry
from vivaio_core.register.selectors import book
from vivaio_core.trail.selectors import verify

SCRIPT = Path(__file__).with_name("crowd_on_book.py")


def test_p4_eight_at_once_leave_no_gap_no_twin_and_right_sums(database_url):
    processes, count = (8, 4) if connection.vendor == "postgresql" else (3, 4)
    random = Random(5)
    codes = [vat_number(random, "036") for _ in range(processes * count)]
    bring_in(newcomers=[Newcomer(registered_on=date(2023, 1, 1), name=f"Coop {place}", fiscal_code=code) for place, code in enumerate(codes)])
    record_resolution(organ="board", held_on=date(2024, 1, 1), minute_no="1", actor=None)
    environment = {**os.environ, "DATABASE_URL": database_url}
    started = [
        subprocess.Popen([sys.executable, str(SCRIPT), str(number * count), str(count)], env=environment, stdout=subprocess.PIPE, text=True)
        for number in range(processes)
    ]
    outputs = [process.communicate(timeout=240)[0] for process in started]
    assert [process.returncode for process in started] == [0] * processes
    assert sum(int(output) for output in outputs) == processes * count * 5
    assert list(RegisterEntry.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, processes * count * 5 + 1))
    assert book.totals(date(2024, 1, 15)) == book.Totals(processes * count, processes * count * 2, processes * count * 5000)
    assert book.totals(date(2024, 3, 1)) == book.Totals(0, 0, 0)
    assert not Membership.objects.filter(ended_on__isnull=True).exists()
    assert verify().ok
