"""P11 under load: member numbers have no gap and no twin, on both databases."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from random import Random

from django.db import connection

from vivaio_core.people.demo_codes import vat_number
from vivaio_core.people.models import MemberNumber
from vivaio_core.people.opening import Newcomer, bring_in
from vivaio_core.trail.selectors import verify

SCRIPT = Path(__file__).with_name("admit_many.py")


def test_p11_admissions_at_once_leave_no_gap_and_no_twin(database_url):
    processes, count, threads = (8, 6, 1) if connection.vendor == "postgresql" else (2, 12, 4)
    random = Random(3)
    bring_in(
        newcomers=[
            Newcomer(registered_on=date(2023, 1, 1), name=f"Coop {number}", fiscal_code=vat_number(random, "036"))
            for number in range(processes * count)
        ]
    )
    started = [
        subprocess.Popen(
            [sys.executable, str(SCRIPT), str(number * count), str(count), str(threads)],
            env={**os.environ, "DATABASE_URL": database_url},
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(processes)
    ]
    outputs = [process.communicate(timeout=120)[0] for process in started]
    assert [process.returncode for process in started] == [0] * processes
    numbers = sorted(int(word) for output in outputs for word in output.split())
    assert numbers == list(range(1, processes * count + 1))
    assert list(MemberNumber.objects.order_by("number").values_list("number", flat=True)) == numbers
    assert verify().ok
