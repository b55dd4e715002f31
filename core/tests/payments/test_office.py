"""Payments in the office: lists of constant cost, forms that keep what was typed, an act to end each exception."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from office import enter_as

from vivaio_core.payments.codes import payment_code
from vivaio_core.payments.models.charges import Charge, MethodAuthorisation, PaymentException, Receipt
from vivaio_core.payments.selectors.reports import waiting
from vivaio_core.trail.models import Event

ON = date(2026, 3, 10)
CHARGES, RECEIPTS = "office_payments_charges", "office_payments_receipts"
EXCEPTIONS, LEAVES = "office_payments_exceptions", "office_payments_leaves"


def many(party, start, count):
    """Rows as the lists show them, without their movements: the lists read no ledger."""
    numbers = range(start, start + count)
    common = {"debtor": party, "title": "Prova", "amount": 1000, "raised_on": ON, "due_on": ON}
    Charge.objects.bulk_create([Charge(cause=f"m:{n}", code=payment_code(f"m:{n}", 0), **common) for n in numbers])
    Receipt.objects.bulk_create(
        [Receipt(payer=party, method="card", amount=1000, received_on=ON, value_on=ON, transfer_key=uuid4(), external_ref=f"M{n}") for n in numbers]
    )
    receipts = Receipt.objects.order_by("-pk")[:count]
    PaymentException.objects.bulk_create([PaymentException(kind="over", receipt=row, amount=5, opened_on=ON) for row in receipts])
    leave = {"method": "cash", "party": party, "limit": 1, "reason": "Prova", "asked_at": timezone.now(), "valid_to": ON}
    MethodAuthorisation.objects.bulk_create([MethodAuthorisation(**leave) for _n in numbers])


@pytest.mark.broken_books
def test_lists_cost_the_same_with_ten_and_with_a_thousand_rows(operator, anna):
    urls = [reverse(f"{space}:index") for space in (CHARGES, RECEIPTS, EXCEPTIONS, LEAVES)]

    def cost():
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                page = operator.get(url, {"q": "bassi"})
            assert len(page.content) < 150_000
            found.append(len(queries))
        return found

    many(anna, 0, 10)
    cost()
    few = cost()
    many(anna, 10, 990)
    assert cost() == few
    with CaptureQueriesContext(connection) as queries:
        assert [one.count for one in waiting(ON + timedelta(days=1))] == [1000, 0, 1000, 1000, 0, 0]
    assert len(queries) == 5


def test_a_charge_is_written_paid_and_undone_by_forms(operator, anna, told):
    form = {"debtor": "Anna Bassi", "title": "Corso di cucina", "amount": "1.234,5", "due_on": "2026-03-31", "key": str(uuid4())}
    wrong = operator.post(reverse(f"{CHARGES}:add"), {**form, "amount": "1,234.50"}).content.decode()
    assert 'value="1,234.50"' in wrong
    assert "1.234,56" in wrong
    first = operator.post(reverse(f"{CHARGES}:add"), form)
    again = operator.post(reverse(f"{CHARGES}:add"), form)
    owed = Charge.objects.get()
    assert (owed.amount, first.url, again.url) == (123450, reverse(f"{CHARGES}:page", args=[owed.pk]), first.url)
    take = operator.get(reverse(f"{RECEIPTS}:add"), {"charge": owed.pk}).content.decode()
    assert f'value="{owed.code}"' in take
    assert 'value="1.234,50"' in take
    paid = {"method": "bank_transfer", "amount": "1300", "received_on": "2026-03-10", "charge": owed.code.lower(), "key": str(uuid4())}
    slipped = operator.post(reverse(f"{RECEIPTS}:add"), {**paid, "charge": owed.code[:-1] + "4" if owed.code[-1] != "4" else "5"}).content.decode()
    assert "cifre di controllo" in slipped
    page = operator.post(reverse(f"{RECEIPTS}:add"), paid)
    assert operator.post(reverse(f"{RECEIPTS}:add"), paid).url == page.url
    receipt = Receipt.objects.get()
    assert "65,50" in operator.get(page.url).content.decode()
    line = receipt.allocations.get()
    foreign = reverse(f"{CHARGES}:undo", args=[owed.pk, line.pk + 100])
    assert operator.post(foreign).status_code == 404
    operator.post(reverse(f"{CHARGES}:undo", args=[owed.pk, line.pk]))
    operator.post(reverse(f"{CHARGES}:void", args=[owed.pk]), {"reason": "Corso annullato"})
    owed.refresh_from_db()
    assert (owed.state, owed.void_reason) == ("void", "Corso annullato")
    shown = operator.get(reverse(f"{CHARGES}:page", args=[owed.pk])).content.decode()
    assert "Corso annullato" in shown
    assert list(Event.objects.filter(target=f"payments.Charge:{owed.pk}").order_by("seq").values_list("kind", flat=True)) == [
        "payments.raise",
        "payments.undo",
        "payments.void",
    ]


def test_each_exception_has_its_acts(operator, charge, paid, anna, bruno):
    owed, second = charge(10000), charge(500, "prova:2")
    over = paid(10600, charge=owed)
    page = operator.get(reverse(f"{EXCEPTIONS}:page", args=[over.exceptions.get().pk])).content.decode()
    assert reverse(f"{RECEIPTS}:allocate", args=[over.pk]) in page
    form = operator.get(reverse(f"{RECEIPTS}:allocate", args=[over.pk])).content.decode()
    assert second.title in form
    operator.post(reverse(f"{RECEIPTS}:allocate", args=[over.pk]), {"charge": second.pk, "code": "", "amount": ""})
    assert second.allocations.get().amount == 500
    operator.post(reverse(f"{RECEIPTS}:return", args=[over.pk]), {"amount": "1", "on": "2026-03-10", "reason": "Resto", "key": str(uuid4())})
    assert over.exceptions.get().state == "resolved"
    double = paid(10000, charge=owed)
    operator.post(reverse(f"{EXCEPTIONS}:resolve", args=[double.exceptions.get().pk]), {"resolution": "Resta come credito"})
    assert double.exceptions.get().resolution == "Resta come credito"
    nobody = paid(700)
    page = operator.get(reverse(f"{EXCEPTIONS}:page", args=[nobody.exceptions.get().pk])).content.decode()
    assert reverse(f"{EXCEPTIONS}:resolve", args=[nobody.exceptions.get().pk]) not in page
    operator.post(reverse(f"{RECEIPTS}:payer", args=[nobody.pk]), {"payer": "Bruno Cocchi"})
    nobody.refresh_from_db()
    assert (nobody.payer, nobody.exceptions.get().state) == (bruno, "resolved")
    operator.post(reverse(f"{RECEIPTS}:bounce", args=[over.pk]), {"on": "2026-03-12", "reason": "Contestata"})
    assert Charge.objects.filter(state="open").count() == 2
    shown = operator.get(reverse(f"{RECEIPTS}:page", args=[over.pk])).content.decode()
    assert "tornato indietro" in shown


def test_cash_needs_two_people_in_the_office_too(operator, anna, charge):
    owed, today = charge(5000), timezone.localdate().isoformat()
    take = {"method": "cash", "amount": "50", "received_on": today, "charge": owed.code, "key": str(uuid4())}
    assert "autorizzazione" in operator.post(reverse(f"{RECEIPTS}:add"), take).content.decode()
    ask = {"party": "Anna Bassi", "method": "cash", "limit": "50", "reason": "POS rotto", "valid_to": today, "charge": ""}
    url = operator.post(reverse(f"{LEAVES}:add"), ask).url
    row = MethodAuthorisation.objects.get()
    assert reverse(f"{LEAVES}:decide", args=[row.pk]) not in operator.get(url).content.decode()
    assert "un&#x27;altra persona" in operator.post(reverse(f"{LEAVES}:decide", args=[row.pk]), {"given": "yes"}).content.decode()
    board = enter_as("board")
    assert reverse(f"{LEAVES}:decide", args=[row.pk]) in board.get(url).content.decode()
    board.post(reverse(f"{LEAVES}:decide", args=[row.pk]), {"given": "yes"})
    page = operator.post(reverse(f"{RECEIPTS}:add"), take)
    owed.refresh_from_db()
    assert (page.status_code, owed.state) == (302, "settled")
    assert "POS" in operator.get(url).content.decode()


def test_who_may_not_is_refused_before_anything_is_read(client, charge, paid):
    owed, receipt = charge(), paid(50)
    reader, trouble = enter_as("board"), receipt.exceptions.get()
    for name, key in (("void", owed.pk), ("undo", owed.pk)):
        args = [key, 1] if name == "undo" else [key]
        assert reader.get(reverse(f"{CHARGES}:{name}", args=args)).status_code in (302, 403)
    for name in ("allocate", "return", "payer", "bounce"):
        assert reader.get(reverse(f"{RECEIPTS}:{name}", args=[receipt.pk])).status_code in (302, 403)
    assert reader.get(reverse(f"{EXCEPTIONS}:resolve", args=[trouble.pk])).status_code in (302, 403)
    page = reader.get(reverse(f"{CHARGES}:page", args=[owed.pk])).content.decode()
    assert owed.title in page
    assert "annulla/" not in page
    assert client.get(reverse(f"{CHARGES}:index")).status_code == 302


@pytest.mark.parametrize("space", [CHARGES, RECEIPTS, EXCEPTIONS, LEAVES])
def test_huge_and_unknown_numbers_are_not_found(operator, space):
    for number in (0, 10**6, 10**17, 10**30):
        assert operator.get(reverse(f"{space}:page", args=[number])).status_code == 404
    for query in ("?charge=x", f"?charge={10**30}", "?charge=٣", "?debtor=%00"):
        assert operator.get(reverse(f"{RECEIPTS}:add") + query).status_code == 200
        assert operator.get(reverse(f"{CHARGES}:add") + query).status_code == 200


def test_lists_are_exported(operator, charge, paid):
    paid(2000, charge=charge(10000))
    rows = b"".join(operator.get(reverse(f"{CHARGES}:index"), {"export": "csv"}).streaming_content).decode()
    assert "Corso di cucina" in rows
    assert "8000" in rows
    assert "2000" in b"".join(operator.get(reverse(f"{RECEIPTS}:index"), {"export": "csv"}).streaming_content).decode()


def test_the_page_of_a_person_says_what_is_owed_and_paid(operator, charge, paid, anna):
    paid(2000, charge=charge(10000))
    paid(150, payer=anna)
    page = operator.get(reverse("office_people:person", args=[anna.pk])).content.decode()
    assert "80,00" in page
    assert "1,50" in page
