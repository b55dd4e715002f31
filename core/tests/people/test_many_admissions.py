"""P11 under load: member numbers have no gap and no twin, on both databases."""

from datetime import date
from functools import partial
from random import Random

from at_once import Go, at_once, in_threads
from django.db import connection
from membership import admitted

from vivaio_core.people.demo_codes import vat_number
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import MemberNumber, Party
from vivaio_core.people.opening import Newcomer, bring_in
from vivaio_core.trail.selectors import verify


def admit_all(keys: list[int]) -> list[int]:
    """Admit each; every third time twice, which must be refused and use no number."""
    numbers = []
    for place, key in enumerate(keys):
        party = Party.objects.get(pk=key)
        numbers.append(admitted(party, date(2024, 1, 1)).member_no)
        if place % 3 == 0:
            try:
                admitted(party, date(2024, 1, 1))
            except Refused:
                continue
            raise AssertionError("admitted twice")
    return numbers


def work(keys: list[int], threads: int, go: Go) -> list[int]:
    """The numbers that one process gave."""
    go()
    return [number for found in in_threads(admit_all, [keys[place::threads] for place in range(threads)]) for number in found]


def test_p11_admissions_at_once_leave_no_gap_and_no_twin(database_url):
    processes, count, threads = (8, 6, 1) if connection.vendor == "postgresql" else (2, 12, 4)
    random = Random(3)
    bring_in(
        newcomers=[
            Newcomer(registered_on=date(2023, 1, 1), name=f"Coop {number}", fiscal_code=vat_number(random, "036"))
            for number in range(processes * count)
        ]
    )
    keys = list(Party.objects.order_by("pk").values_list("pk", flat=True))
    found = at_once(*[partial(work, keys[number::processes], threads) for number in range(processes)])
    numbers = sorted(number for given in found for number in given)
    assert numbers == list(range(1, processes * count + 1))
    assert list(MemberNumber.objects.order_by("number").values_list("number", flat=True)) == numbers
    assert verify().ok
