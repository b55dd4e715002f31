"""P14 under load: several operators do the same acts on one exit and one transfer; each act happens exactly once."""

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

from django.db import connection
from membership import admitted

from vivaio_core.ledger.api import check
from vivaio_core.people.services import record_resolution, register_party
from vivaio_core.register.models.book import RegisterEntry, SharePayment
from vivaio_core.register.models.cases import ExitCase, ShareTransfer
from vivaio_core.register.selectors import book
from vivaio_core.trail.models import Event
from vivaio_core.trail.selectors import verify

SCRIPT = Path(__file__).with_name("operate_on_case.py")
CODES = ["VRDGNN62C58F257V", "BNCLRD91T03F257L", "87654320453"]
ACTS = ["ask", "offer", "accept", "authorise", "communicate", "register", "annotate", "balance", "refund"]


def test_p14_operators_at_one_case_do_each_act_once(database_url):
    for number, code in enumerate(CODES):
        admitted(register_party(first_name="A", last_name=f"N{number}", fiscal_code=code, confirmed=True), date(2024, 1, 1), 2, paid=True)
    record_resolution(organ="board", held_on=date(2024, 6, 3), minute_no="9", actor=None)
    operators = 4 if connection.vendor == "postgresql" else 2
    environment = {**os.environ, "DATABASE_URL": database_url}
    command = [sys.executable, str(SCRIPT)]
    started = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(operators)]
    outputs = [process.communicate(timeout=240)[0] for process in started]
    assert [process.returncode for process in started] == [0] * operators
    total: Counter[str] = Counter()
    for output in outputs:
        total.update(json.loads(output))
    assert total == Counter(dict.fromkeys(ACTS, 1))
    assert (ExitCase.objects.get().state, ShareTransfer.objects.get().state) == ("liquidated", "registered")
    kinds = Counter(RegisterEntry.objects.values_list("kind", flat=True))
    assert kinds == {"admission": 3, "end": 2, "refund": 1, "transfer_out": 1, "transfer_in": 1}
    assert list(RegisterEntry.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 9))
    assert SharePayment.objects.filter(amount_cents__lt=0).exclude(operation__kind="transfer").count() == 1
    assert check() == []
    assert Event.objects.filter(kind="register.exit_communicate").count() == 1
    assert book.drift(date(2025, 6, 1)) == []
    assert verify().ok
