"""One operator at work on the one case there is: `operate_on_case.py`. Prints how many of his acts went through, by name."""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "tests/site"), str(ROOT / "tests/fixtures")]
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django  # noqa: E402

django.setup()

from vivaio_core.people.errors import Refused  # noqa: E402
from vivaio_core.people.models import Party, Resolution  # noqa: E402
from vivaio_core.register.models.cases import ExitCase, ShareTransfer  # noqa: E402
from vivaio_core.register.services import leave, leave_end  # noqa: E402
from vivaio_core.register.services import share_transfers as moves  # noqa: E402

DAY = date(2024, 6, 3)


def acts() -> dict[str, Callable[[], Any]]:
    """What each operator tries, in the order of a case's life."""
    leaver, seller, buyer = Party.objects.order_by("pk")[:3]
    board = Resolution.objects.latest("pk")
    case, gift = ExitCase.objects.first, ShareTransfer.objects.first
    return {
        "ask": lambda: leave.ask_exit(party=leaver, received_on=DAY, actor=None),
        "offer": lambda: moves.ask_transfer(seller=seller, buyer=buyer, qty=2, received_on=DAY, actor=None),
        "accept": lambda: leave.decide_exit(case=case(), accept=True, resolution=board, actor=None),
        "authorise": lambda: moves.answer_transfer(transfer=gift(), authorise=True, resolution=board, communicated_on=DAY, actor=None),
        "communicate": lambda: leave.communicate_exit(case=case(), on=DAY, actor=None),
        "register": lambda: moves.register_transfer(transfer=gift(), effective_on=DAY, recorded_on=DAY, actor=None),
        "annotate": lambda: leave_end.annotate_exit(case=case(), recorded_on=DAY, actor=None),
        "balance": lambda: leave_end.note_balance(case=case(), approved_on=date(2025, 4, 28), actor=None),
        "refund": lambda: leave_end.refund_exit(case=case(), recorded_on=date(2025, 5, 2), method="bonifico", actor=None),
    }


def work() -> Counter[str]:
    """Try each act; what is refused was done by the other one."""
    done: Counter[str] = Counter()
    for name, act in acts().items():
        try:
            act()
            done[name] += 1
        except Refused:
            continue
    return done


if __name__ == "__main__":
    print(json.dumps(work()))
