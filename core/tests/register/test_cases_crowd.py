"""P14 under load: several operators do the same acts on one exit and one transfer; each act happens exactly once."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from at_once import Go, at_once
from django.db import connection
from membership import admitted

from vivaio_core.ledger.api import check
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Party, Resolution
from vivaio_core.people.services import record_resolution, register_party
from vivaio_core.register.models.book import RegisterEntry, SharePayment
from vivaio_core.register.models.cases import ExitCase, ShareTransfer
from vivaio_core.register.selectors import book
from vivaio_core.register.services import leave, leave_end
from vivaio_core.register.services import share_transfers as moves
from vivaio_core.trail.models import Event
from vivaio_core.trail.selectors import verify

CODES = ["VRDGNN62C58F257V", "BNCLRD91T03F257L", "87654320453"]
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


def work(go: Go) -> Counter[str]:
    """Try each act; what is refused was done by the other one. How many went through, by name."""
    done: Counter[str] = Counter()
    tried = acts()
    go()
    for name, act in tried.items():
        try:
            act()
            done[name] += 1
        except Refused:
            continue
    return done


def test_p14_operators_at_one_case_do_each_act_once(database_url):
    for number, code in enumerate(CODES):
        admitted(register_party(first_name="A", last_name=f"N{number}", fiscal_code=code, confirmed=True), date(2024, 1, 1), 2, paid=True)
    record_resolution(organ="board", held_on=date(2024, 6, 3), minute_no="9", actor=None)
    operators = 4 if connection.vendor == "postgresql" else 2
    total: Counter[str] = Counter()
    for done in at_once(*[work] * operators):
        total.update(done)
    assert total == Counter(dict.fromkeys(acts(), 1))
    assert (ExitCase.objects.get().state, ShareTransfer.objects.get().state) == ("liquidated", "registered")
    kinds = Counter(RegisterEntry.objects.values_list("kind", flat=True))
    assert kinds == {"admission": 3, "end": 2, "refund": 1, "transfer_out": 1, "transfer_in": 1}
    assert list(RegisterEntry.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 9))
    assert SharePayment.objects.filter(amount_cents__lt=0).exclude(operation__kind="transfer").count() == 1
    assert check() == []
    assert Event.objects.filter(kind="register.exit_communicate").count() == 1
    assert book.drift(date(2025, 6, 1)) == []
    assert verify().ok
