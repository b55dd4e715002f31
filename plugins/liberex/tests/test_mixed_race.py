"""A promise whose euro comes in at the very moment it expires: it is paid as a whole or not at all. Real processes."""

import time
from datetime import date, timedelta
from uuid import uuid4

import pytest
from books_crowd import crowd
from circuit_world import Circuit
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from vivaio_core.contract.errors import ContractError
from vivaio_core.ledger.api import check, expire_holds
from vivaio_core.ledger.models import Account
from vivaio_core.payments.models.charges import Charge
from vivaio_core.payments.selectors.charges import covered
from vivaio_core.payments.services.raise_charge import raise_charge
from vivaio_core.payments.services.record_receipt import record_receipt
from vivaio_liberex.models.mixed import MixedPayment
from vivaio_liberex.services.mixed import expire_promises, promise

ON, MANY, EARLY = date(2026, 11, 20), 12, (0.0, -0.1, -0.03, 0.0)


def pay_all(accounts, seed: int, count: int) -> list[str]:
    """The euro of every promise: of a quarter at once, of the others around the moment of their end."""
    said = []
    for row in sorted(MixedPayment.objects.select_related("charge"), key=lambda row: (row.pk % 4 > 0, row.pk)):
        if row.pk % 4:
            time.sleep(max(0.0, (row.expires_at - timezone.now()).total_seconds() + EARLY[row.pk % 4]))
        given = {"method": "bank_transfer", "amount": row.euro, "received_on": ON, "value_on": ON, "external_ref": f"riga {row.pk}"}
        for _attempt in range(20):
            try:
                record_receipt(**given, charge=row.charge, actor=None)
                said.append("in")
                break
            except ContractError:
                # It expired between the look and the judgement of the books: the next attempt says so.
                time.sleep(0.01)
    return said


def expire_all(accounts, seed: int, count: int) -> list[str]:
    """The job of the night, again and again, sometimes behind the ledger's own."""
    found, last = 0, MixedPayment.objects.latest("expires_at").expires_at
    while timezone.now() < last + timedelta(seconds=0.2):
        if seed % 2:
            expire_holds()
        found += expire_promises(on=ON)
        time.sleep(0.01)
    return ["expired"] * found


@pytest.fixture
def promises(database_url, monkeypatch) -> list[Charge]:
    """Twelve, whose time ends one after the other."""
    reverse("liberex_area:home")  # the addresses of the whole site are read here, not by each process
    circuit = Circuit()
    buyer, shop, ends = circuit.member(line=10_000_000), circuit.member(), iter(range(MANY))
    monkeypatch.setattr("vivaio_liberex.legs.timedelta", lambda days: timedelta(seconds=1.5 + next(ends) * 0.06))
    made = []
    for number in range(MANY):
        given = {"debtor": buyer.party, "creditor": shop.party, "cause": f"prova:{number}", "title": "Lavori", "amount": 12_200}
        made.append(raise_charge(**given, taxable=10_000, vat=2_200, credit_share=50, due_on=ON, on=ON, actor=None))
        promise(charge=made[-1], amount=5_000, key=uuid4(), on=ON, actor=None)
    return made


def test_c2_settling_and_expiring_at_once_never_leave_half(database_url, promises):
    processes = 4 if connection.vendor == "postgresql" else 3
    crowd((pay_all, 1), *[(expire_all, 1)] * (processes - 1))
    rows = list(MixedPayment.objects.select_related("charge", "participant"))
    settled = [row for row in rows if row.state == "settled"]
    assert {row.state for row in rows} == {"settled", "expired"}
    for row in rows:
        assert (covered(row.charge) == 12_200) is (row.state == "settled")
        assert row.charge.state == ("settled" if row.state == "settled" else "open")
    buyer = Account.objects.get(pk=rows[0].participant.account_id)
    assert (buyer.balance, buyer.held_out) == (-5_000 * len(settled), 0)
    assert Account.objects.get(code="da-pagare").held_out == 0
    assert check() == []
    print(f"{len(settled)} paid, {len(rows) - len(settled)} expired")
