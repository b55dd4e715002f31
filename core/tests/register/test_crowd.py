"""P4 under load: eight processes admit, correct and end at once; numbers stay consecutive, sums exact, the chain whole."""

from datetime import date
from functools import partial
from random import Random

from at_once import Go, at_once
from django.db import connection

from vivaio_core.people.demo_codes import vat_number
from vivaio_core.people.models import Membership, Party, Resolution
from vivaio_core.people.opening import Newcomer, bring_in
from vivaio_core.people.services import record_resolution
from vivaio_core.register.models.book import RegisterEntry
from vivaio_core.register.selectors import book
from vivaio_core.register.services import members, mend, shares
from vivaio_core.trail.selectors import verify

DAY = date(2024, 1, 1)


def life(party: Party, resolution: Resolution) -> int:
    """Admit, give shares, correct them, end, refund: five operations, five annotations."""
    members.admit(party=party, qty=2, resolution=resolution, recorded_on=DAY, actor=None)
    more = shares.increase(party=party, qty=9, recorded_on=DAY, effective_on=DAY, actor=None)
    mend.correct(entry=more, recorded_on=DAY, note="prova", actor=None)
    members.end(party=party, reason="exit", effective_on=date(2024, 2, 1), recorded_on=DAY, actor=None)
    shares.refund(party=party, qty=2, effective_on=date(2024, 3, 1), recorded_on=DAY, actor=None)
    return 5


def lives(first: int, count: int, go: Go) -> int:
    """So many people's, one after the other; how many acts it were."""
    resolution = Resolution.objects.get()
    parties = list(Party.objects.order_by("pk")[first : first + count])
    go()
    return sum(life(party, resolution) for party in parties)


def test_p4_eight_at_once_leave_no_gap_no_twin_and_right_sums(database_url):
    processes, count = (8, 4) if connection.vendor == "postgresql" else (3, 4)
    random = Random(5)
    codes = [vat_number(random, "036") for _ in range(processes * count)]
    bring_in(newcomers=[Newcomer(registered_on=date(2023, 1, 1), name=f"Coop {place}", fiscal_code=code) for place, code in enumerate(codes)])
    record_resolution(organ="board", held_on=date(2024, 1, 1), minute_no="1", actor=None)
    assert sum(at_once(*[partial(lives, number * count, count) for number in range(processes)])) == processes * count * 5
    assert list(RegisterEntry.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, processes * count * 5 + 1))
    assert book.totals(date(2024, 1, 15)) == book.Totals(processes * count, processes * count * 2, processes * count * 5000)
    assert book.totals(date(2024, 3, 1)) == book.Totals(0, 0, 0)
    assert not Membership.objects.filter(ended_on__isnull=True).exists()
    assert verify().ok
