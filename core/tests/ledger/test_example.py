"""The example of docs/sviluppo/ledger.md, run."""

from datetime import timedelta
from uuid import UUID, uuid5

import pytest
from django.utils import timezone

from vivaio_core.ledger.api import Refused, check, hold, move, open_account, open_book, post, settle, statement, verify
from vivaio_core.ledger.api import seal as seal_book

pytestmark = pytest.mark.django_db
GRANTS = UUID("6f1c9d5e-0000-4000-8000-000000000001")


def pay_half_in_credits() -> None:
    credits, euro = open_book(code="liberex", unit="LBX"), open_book(code="incassi", unit="EUR")
    buyer = open_account(book=credits, code="socio:12", owner="party:12", floor=-100_000)
    shop = open_account(book=credits, code="socio:31", owner="party:31", ceiling=500_000)
    due, bank = open_account(book=euro, code="da-pagare", floor=None), open_account(book=euro, code="banca", floor=None)
    till = open_account(book=euro, code="incassato")
    until = timezone.now() + timedelta(days=15)
    promised = post(
        hold(buyer, shop, 50_000, kind="payment", cause="liberex.MixedPayment:7", expires=until),
        hold(due, till, 72_000, kind="payment", cause="liberex.MixedPayment:7", expires=until),
    )
    # The bank's line is in: both are settled and the line is booked, or nothing is.
    post(move(bank, due, 72_000, kind="payment", cause="payments.BankLine:3"), *(settle(one) for one in promised))


def grant_once(year: int) -> None:
    book = open_book(code="liberex", unit="LBX")
    coop, person = open_account(book=book, code="cooperativa", kind="system", floor=None), open_account(book=book, code="socio:31", owner="party:31")
    # The key is derived from what is paid: a second run finds the row and pays nothing.
    post(move(coop, person, 20_000, kind="grant", key=uuid5(GRANTS, f"{year}/31")))


def test_the_example_of_the_documentation():
    pay_half_in_credits()
    grant_once(2026)
    grant_once(2026)
    book = open_book(code="liberex", unit="LBX")
    buyer, shop = open_account(book=book, code="socio:12", owner="party:12"), open_account(book=book, code="socio:31", owner="party:31")
    assert (buyer.balance, shop.balance, buyer.available) == (-50_000, 70_000, 50_000)
    with pytest.raises(Refused) as caught:
        post(move(buyer, shop, 50_001, kind="payment"))
    assert (caught.value.code, caught.value.short) == ("floor", 1)
    today = timezone.localdate()
    assert [line.balance for line in statement(shop, today, today).lines] == [50_000, 70_000]
    assert check() == []
    assert seal_book(book)
    assert verify(book).ok
