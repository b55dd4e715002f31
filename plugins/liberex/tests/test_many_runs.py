"""Eight runs of one yearly sum at once, and lines granted at once under one cap: processes on PostgreSQL, threads on SQLite."""

from collections.abc import Callable
from functools import partial

from at_once import Go, at_once, in_threads
from django.db import connection
from liberex_world import ON, Circuit

from vivaio_core.ledger.api import check
from vivaio_core.ledger.models import Account, Transfer
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Resolution
from vivaio_core.trail.selectors import verify
from vivaio_liberex.models.grants import Grant, GrantRow
from vivaio_liberex.models.participants import CreditLine, Participant
from vivaio_liberex.services import grants
from vivaio_liberex.services.lines import grant_line

RUNS, PEOPLE = 8, 30


def pay(keys: list[int]) -> list[int]:
    """Run the sum once; how many were paid."""
    grants.AT_ONCE = 7
    return [grants.run_grants(grant=Grant.objects.get(pk=key), on=ON, actor=None).paid for key in keys]


def grant(keys: list[int]) -> list[int]:
    """A line of 10,00 for each participant; 1 for each that was granted."""
    found, body = [], Resolution.objects.get(minute_no="cap")
    for key in keys:
        try:
            given = {"reason": "gara", "valid_from": ON, "valid_to": None, "resolution": body, "on": ON, "actor": None}
            grant_line(participant=Participant.objects.get(pk=key), amount=1_000, **given)
            found.append(1)
        except Refused:
            found.append(0)
    return found


def raced(work: Callable[[list[int]], list[int]], shares: list[list[int]]) -> list[int]:
    """What all workers found, each with its share."""

    def one(mine: list[list[int]], go: Go) -> list[list[int]]:
        go()
        return in_threads(work, mine)

    parts = [[share] for share in shares] if connection.vendor == "postgresql" else [shares]
    return [number for lists in at_once(*[partial(one, part) for part in parts]) for found in lists for number in found]


def test_runs_at_once_pay_everybody_once(database_url: str) -> None:
    circuit = Circuit()
    company = circuit.participant("company")
    people = [circuit.employee(company) for _number in range(PEOPLE)]
    decided = Grant.objects.create(title="Premio", year=2026, amount=20_000, decided_on=ON)
    found = raced(pay, [[decided.pk]] * RUNS)
    assert (len(found), sum(found)) == (RUNS, PEOPLE)
    assert set(Account.objects.filter(pk__in=[one.account_id for one in people]).values_list("balance", flat=True)) == {20_000}
    assert (GrantRow.objects.filter(state="paid").count(), Transfer.objects.filter(kind="lbx_grant").count()) == (PEOPLE, PEOPLE)
    assert (check(), verify().ok) == ([], True)


def test_lines_granted_at_once_stay_under_the_cap(database_url: str) -> None:
    circuit = Circuit()
    people = [circuit.participant() for _number in range(RUNS)]
    Resolution.objects.create(held_on=ON, minute_no="cap")
    circuit.rule("lbx.cap.lines", 3_000)
    found = raced(grant, [[one.pk] for one in people])
    assert (len(found), sum(found), CreditLine.objects.count()) == (RUNS, 3, 3)
    assert sum(one.floor or 0 for one in Account.objects.all()) == -3_000
