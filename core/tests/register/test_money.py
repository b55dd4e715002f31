"""Money for shares stands in the ledger: every payment is a movement of the book `capitale`, and goes with the shares."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from membership import admitted, left

from vivaio_core.ledger.api import balance_on, check
from vivaio_core.ledger.models import Account, Transfer
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Party
from vivaio_core.people.services import record_resolution, register_party
from vivaio_core.register.models.book import SharePayment
from vivaio_core.register.selectors.book import owing, paid_cents
from vivaio_core.register.services import mend, shares
from vivaio_core.register.services.money import account_of

pytestmark = pytest.mark.django_db
D = date
CODES = ("VRDGNN62C58F257V", "BNCLRD91T03F257L")


@pytest.fixture
def two(db: None) -> list[Party]:
    return [register_party(first_name=name, last_name="Ferrari", fiscal_code=code) for name, code in zip(("Elena", "Leo"), CODES, strict=True)]


def sold(seller: Party, buyer: Party, qty: int):
    decided = record_resolution(organ="board", held_on=D(2024, 2, 1), minute_no="2", actor=None)
    return shares.transfer(seller=seller, buyer=buyer, qty=qty, recorded_on=D(2024, 2, 1), effective_on=D(2024, 2, 1), resolution=decided, actor=None)


def test_nobody_gets_back_what_never_came_in(two):
    elena, _leo = two
    admitted(elena, D(2024, 1, 10), 4)
    shares.pay(party=elena, amount_cents=6000, on=D(2024, 1, 12), method="bonifico", actor=None)
    left(elena, D(2024, 6, 1))
    with pytest.raises(Refused, match="mancano 40,00 €"):
        shares.refund(party=elena, qty=4, recorded_on=D(2025, 6, 1), effective_on=D(2025, 6, 1), method="bonifico", actor=None)
    assert paid_cents(elena, D(2025, 6, 1)) == balance_on(account_of(elena), D(2025, 6, 1)) == 6000
    assert SharePayment.objects.get().transfer_key == Transfer.objects.get().key


@pytest.mark.parametrize(("paid", "passed"), [(10000, 7500), (6000, 3500), (2000, 0)])
def test_paid_money_goes_with_the_shares_and_comes_back_with_the_undoing(two, paid, passed):
    elena, leo = two
    admitted(elena, D(2024, 1, 10), 4)
    shares.pay(party=elena, amount_cents=paid, on=D(2024, 1, 10), method="bonifico", actor=None)
    moved, on = sold(elena, leo, 3), D(2024, 2, 1)
    assert (paid_cents(elena, on), paid_cents(leo, on)) == (paid - passed, passed)
    assert [balance_on(account_of(party), on) for party in two] == [paid - passed, passed]
    assert sum(row["value_cents"] - row["paid"] for row in owing(on)) == 10000 - paid
    mend.undo(operation=moved, recorded_on=D(2024, 3, 1), note="sbagliato", actor=None)
    assert [paid_cents(party, D(2024, 3, 1)) for party in two] == [paid, 0]
    assert check() == []


def test_the_database_keeps_a_payment_and_its_movement_together(two):
    elena, _leo = two
    admitted(elena, D(2024, 1, 10), 2, paid=True)
    row = SharePayment.objects.get()
    for wrong in ({"amount_cents": row.amount_cents + 1}, {"transfer_key": "00000000-0000-4000-8000-000000000001"}):
        row.pk = None
        with pytest.raises(DatabaseError, match="no such row in the ledger"), transaction.atomic():
            SharePayment(**{"party": elena, "amount_cents": 5000, "on": D(2024, 1, 10), "transfer_key": row.transfer_key, **wrong}).save()


@pytest.mark.django_db(transaction=True)
def test_payments_of_before_the_ledger_get_their_movements(two):
    elena, leo = two
    executor = MigrationExecutor(connection)
    executor.migrate([("register", "0002_guard")])
    old = executor.loader.project_state([("register", "0002_guard")]).apps.get_model("register", "SharePayment")
    for party, cents, day in ((elena, 5000, 3), (leo, 2500, 4), (elena, -5000, 5)):
        old.objects.create(party_id=party.pk, amount_cents=cents, on=D(2020, 1, day), method="bonifico")
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("register"))
    assert [(row.amount_cents, Transfer.objects.get(key=row.transfer_key).value_on.day) for row in SharePayment.objects.order_by("on")] == [
        (5000, 3),
        (2500, 4),
        (-5000, 5),
    ]
    assert dict(Account.objects.filter(kind="member").values_list("owner", "balance")) == {f"party:{elena.pk}": 0, f"party:{leo.pk}": 2500}
    assert check() == []
