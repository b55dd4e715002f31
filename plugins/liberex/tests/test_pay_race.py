"""Payments that meet: one key, one request, one instalment, one refund from eight at once; tills against one line. Processes on PostgreSQL."""

from collections.abc import Callable
from functools import partial
from uuid import UUID, uuid4

import pytest
from at_once import Go, at_once, in_threads
from django.db import connection
from django.urls import reverse
from liberex_world import ON, Circuit

from vivaio_core.ledger.api import check
from vivaio_core.ledger.models import Transfer
from vivaio_core.people.errors import Refused
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.models.payments import Payment
from vivaio_liberex.models.requests import PaymentRequest
from vivaio_liberex.models.standing import StandingRun
from vivaio_liberex.services import requests, standing
from vivaio_liberex.services.pay import pay
from vivaio_liberex.services.refund import refund_payment

AT_ONCE = 8


def people() -> dict[str, Participant]:
    """By the name shown."""
    return {one.shown_as: one for one in Participant.objects.select_related("party", "account")}


def said(act: Callable[[], object]) -> str:
    """`ok`, or `refused`."""
    try:
        act()
    except Refused:
        return "refused"
    return "ok"


def press(key: UUID) -> str:
    """One payment of 10,00 from the till."""
    found = people()
    return said(lambda: pay(payer=found["cassa"], payee=found["forno"], amount=1_000, key=key, on=ON, actor=None))


def answer(name: str) -> str:
    """Pay the open request as somebody."""
    return said(lambda: requests.pay_request(asked=PaymentRequest.objects.get(), payer=people()[name], on=ON, actor=None))


def night(number: int) -> str:
    """The standing orders of the night."""
    return str(standing.run_standing(on=ON))


def give_back(number: int) -> str:
    """The one payment by hand."""
    return said(lambda: refund_payment(payment=Payment.objects.get(origin="direct"), on=ON, actor=None))


def race(work: Callable[..., str], shares: list[object]) -> list[str]:
    """What each said: processes of their own on PostgreSQL, threads of one process on SQLite."""

    def one(mine: list[object], go: Go) -> list[str]:
        go()
        return in_threads(work, mine)

    parts = [[share] for share in shares] if connection.vendor == "postgresql" else [shares]
    return sorted(word for words in at_once(*[partial(one, part) for part in parts]) for word in words)


@pytest.fixture
def circuit(database_url: str) -> Circuit:
    """`cassa` owns 25,00, `forno` nothing."""
    reverse("liberex_area:home")  # the addresses of the whole site are read here, not by each process
    made = Circuit()
    made.participant(balance=2_500, shown_as="cassa")
    made.participant("company", shown_as="forno")
    return made


def test_one_key_from_eight_is_one_payment(circuit):
    key = uuid4()
    assert race(press, [key] * AT_ONCE) == ["ok"] * AT_ONCE
    assert (Payment.objects.count(), Transfer.objects.filter(key=key).count()) == (1, 1)
    assert race(give_back, list(range(AT_ONCE))) == ["ok"] * AT_ONCE
    assert (Payment.objects.count(), circuit.balance(people()["cassa"]), check()) == (2, 2_500, [])


def test_tills_at_once_never_pass_the_line(circuit):
    assert race(press, [uuid4() for _till in range(AT_ONCE)]) == ["ok"] * 2 + ["refused"] * 6
    assert (Payment.objects.count(), circuit.balance(people()["cassa"]), check()) == (2, 500, [])


def test_an_open_request_is_paid_by_one_of_eight(circuit):
    names = [f"socio {number}" for number in range(AT_ONCE)]
    for name in names:
        circuit.participant(balance=1_000, shown_as=name)
    requests.ask(payee=people()["forno"], payer=None, amount=1_000, memo="", expires_on=ON, on=ON, actor=None)
    assert race(answer, names) == ["ok"] + ["refused"] * 7
    assert (Payment.objects.count(), circuit.balance(people()["forno"]), check()) == (1, 1_000, [])


def test_nights_at_once_pay_an_instalment_once(circuit):
    found = people()
    for amount in (1_000, 1_200, 1_000):
        given = {"memo": "", "day": ON.day, "first_on": ON, "last_on": None, "times": None, "on": ON, "actor": None}
        standing.order(payer=found["cassa"], payee=found["forno"], amount=amount, **given)
    paid = race(night, list(range(AT_ONCE)))
    assert sum(int(number) for number in paid) == 2
    assert sorted(StandingRun.objects.values_list("state", flat=True)) == ["paid", "paid", "refused"]
    assert (Payment.objects.count(), check()) == (2, [])
