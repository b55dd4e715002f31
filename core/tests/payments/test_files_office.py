"""Mandates and files for the bank in the office: two people, forms that keep what was typed, lists of constant cost."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from office import enter_as
from payment_files import account, iban, mandate

from vivaio_core.payments.models.sepa import DebitMandate, PaymentFile, PaymentFileRow
from vivaio_core.payments.sepa.days import after, working_day
from vivaio_core.payments.services.decide_file import approve_file, hand_over
from vivaio_core.payments.services.execute_file import mark_executed
from vivaio_core.people.services import register_party

MANDATES, FILES = "office_payments_mandates", "office_payments_files"


@pytest.fixture
def soon():
    return after(timezone.localdate(), 5)


@pytest.fixture
def owed(charge, soon, anna):
    """Anna's charge of ten euro, told long ago, with a mandate."""
    mandate(anna, on=timezone.localdate())
    return charge(1000, due_on=timezone.localdate(), on=date(2026, 1, 1))


@pytest.fixture
def draft(operator, owed, soon):
    account()
    operator.post(reverse(f"{FILES}:debits"), {"execute_on": soon.isoformat(), "key": str(uuid4())})
    return PaymentFile.objects.get()


def page(client, name, *args, **query):
    return client.get(reverse(f"{FILES}:{name}", args=args), query).content.decode()


def test_a_mandate_is_written_down_and_revoked_by_forms(operator, anna):
    form = {"debtor": "Anna Bassi", "iban": "IT61X0542811101000000123456", "holder": "", "signed_on": "2026-01-15", "reference": ""}
    wrong = operator.post(reverse(f"{MANDATES}:add"), form).content.decode()
    assert 'value="IT61X0542811101000000123456"' in wrong
    assert "non è scritto bene" in wrong
    made = operator.post(reverse(f"{MANDATES}:add"), {**form, "iban": iban(5)})
    row = DebitMandate.objects.get()
    assert made.url == reverse(f"{MANDATES}:page", args=[row.pk])
    assert iban(5)[:4] in operator.get(made.url).content.decode()
    assert iban(5) not in operator.get(reverse(f"{MANDATES}:index")).content.decode()
    operator.post(reverse(f"{MANDATES}:revoke", args=[row.pk]), {"on": timezone.localdate().isoformat(), "reason": "Cambio banca"})
    row.refresh_from_db()
    assert (row.state, row.revoked_reason) == ("revoked", "Cambio banca")
    assert reverse(f"{MANDATES}:revoke", args=[row.pk]) not in operator.get(made.url).content.decode()


def test_m6_a_file_goes_from_the_draft_to_the_payments_by_two_people(operator, owed, soon, draft):
    assert draft.message_id in operator.get(reverse("office_payments_charges:page", args=[owed.pk])).content.decode()
    assert reverse(f"{FILES}:approve", args=[draft.pk]) not in page(operator, "page", draft.pk)
    refused = operator.post(reverse(f"{FILES}:approve", args=[draft.pk])).content.decode()
    assert "un&#x27;altra persona" in refused
    assert "Nessuno ha approvato" in operator.post(reverse(f"{FILES}:download", args=[draft.pk])).content.decode()
    board = enter_as("board")
    assert reverse(f"{FILES}:approve", args=[draft.pk]) in page(board, "page", draft.pk)
    board.post(reverse(f"{FILES}:approve", args=[draft.pk]))
    assert board.post(reverse(f"{FILES}:download", args=[draft.pk])).status_code in (302, 403)
    first, again = (operator.post(reverse(f"{FILES}:download", args=[draft.pk])) for _time in range(2))
    assert first.content == again.content == bytes(PaymentFile.objects.get().content)
    assert first["Content-Disposition"] == f'attachment; filename="{draft.message_id}.xml"'
    assert "deve ancora venire" in operator.post(reverse(f"{FILES}:executed", args=[draft.pk]), {"on": soon.isoformat()}).content.decode()
    today = timezone.localdate().isoformat()
    assert "suo giorno" in operator.post(reverse(f"{FILES}:executed", args=[draft.pk]), {"on": today}).content.decode()
    row = draft.rows.get()
    operator.post(reverse(f"{FILES}:return", args=[draft.pk, row.pk]), {"on": today, "reason": "AM04"})
    assert "AM04" in page(operator, "page", draft.pk)


def test_what_is_prepared_is_shown_before(operator, owed, charge, soon):
    late = charge(500, "p:late", due_on=timezone.localdate(), on=timezone.localdate())
    assert "Nessun conto" in page(operator, "debits")
    account()
    shown = page(operator, "debits", execute_on=soon.isoformat())
    assert owed.title in shown
    assert "10,00" in shown
    assert "troppo tardi" in shown
    assert late.pk != owed.pk
    junk = ["٣", "x", "9" * 40]
    answer = operator.post(reverse(f"{FILES}:debits"), {"execute_on": soon.isoformat(), "key": str(uuid4()), "leave": [str(owed.pk), *junk]})
    assert "Non c&#x27;è niente" in answer.content.decode()
    assert f'value="{owed.pk}" checked' in answer.content.decode()
    assert not PaymentFile.objects.exists()


def test_credits_go_back_by_a_form_that_keeps_what_was_typed(operator, paid, anna, bruno):
    account()
    assert "niente da restituire" in page(operator, "transfers")
    mandate(anna)
    first, second = paid(30, payer=anna), paid(50, payer=bruno)
    assert f'value="{mandate_iban(anna)}"' in page(operator, "transfers")
    day = working_day(timezone.localdate()).isoformat()
    form = {"execute_on": day, "words": "Restituzione è dovuta", "key": str(uuid4()), f"iban_{first.pk}": iban(7), f"iban_{second.pk}": "IT00"}
    assert "Spunti" in operator.post(reverse(f"{FILES}:transfers"), form).content.decode()
    wrong = operator.post(reverse(f"{FILES}:transfers"), {**form, f"take_{second.pk}": "on"}).content.decode()
    assert 'value="IT00"' in wrong
    assert "non è scritto bene" in wrong
    operator.post(reverse(f"{FILES}:transfers"), {**form, f"take_{first.pk}": "on"})
    file = PaymentFile.objects.get()
    assert [(row.amount, row.name, row.iban) for row in file.rows.all()] == [(30, "Anna Bassi", iban(7))]
    assert b"Restituzione e dovuta" in bytes(file.content)
    approve_file(file=file, on=timezone.localdate(), actor=None)
    hand_over(file=file, on=timezone.localdate(), actor=None)
    mark_executed(file=file, on=file.execute_on, actor=None)
    shown = page(operator, "page", file.pk)
    assert "A buon fine" in shown
    assert reverse(f"{FILES}:return", args=[file.pk, file.rows.get().pk]) in shown


def mandate_iban(party):
    return party.mandates.get().iban


def many(start, count):
    """Mandates and files as the lists show them; a row each."""
    ours, today = account(), timezone.localdate()
    people = [register_party(first_name="Ada", last_name=f"Rossi {number}", actor=None) for number in range(start, start + count)]
    rows = [DebitMandate(debtor=one, holder="Ada", iban=iban(one.pk), reference=f"L{one.pk}", signed_on=today) for one in people]
    DebitMandate.objects.bulk_create(rows)
    given = {"kind": "transfers", "account": ours, "execute_on": today, "count": 1, "total": 1, "content": b"x", "sha256": "x", "prepared_on": today}
    PaymentFile.objects.bulk_create(PaymentFile(message_id=f"F{one.pk}", key=uuid4(), **given) for one in people)


def test_lists_cost_the_same_with_few_and_with_many_rows(operator, anna, owed, soon):
    urls = [reverse(f"{MANDATES}:index"), reverse(f"{FILES}:index"), reverse(f"{FILES}:debits")]

    def cost():
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                shown = operator.get(url, {"execute_on": soon.isoformat()})
            assert len(shown.content) < 150_000
            found.append(len(queries))
        return found

    many(0, 3)
    cost()
    few = cost()
    many(3, 60)
    assert cost() == few


def test_who_may_not_and_what_is_not_there_is_refused(operator, draft, soon):
    reader = enter_as("board")
    for name in ("debits", "transfers"):
        assert reader.get(reverse(f"{FILES}:{name}")).status_code in (302, 403)
    for name in ("download", "executed"):
        assert reader.get(reverse(f"{FILES}:{name}", args=[draft.pk])).status_code in (302, 403)
    assert reader.get(reverse(f"{MANDATES}:add")).status_code in (302, 403)
    row = draft.rows.get()
    assert reader.get(reverse(f"{FILES}:return", args=[draft.pk, row.pk])).status_code in (302, 403)
    for number in (0, 10**6, 10**17, 10**30):
        assert operator.get(reverse(f"{MANDATES}:page", args=[number])).status_code == 404
        assert operator.get(reverse(f"{FILES}:page", args=[number])).status_code == 404
        assert operator.get(reverse(f"{FILES}:return", args=[draft.pk, number])).status_code == 404
    for day in ("x", "2026-02-31", "9999-12-31", "0001-01-01", "\x00"):
        assert operator.get(reverse(f"{FILES}:debits"), {"execute_on": day}).status_code == 200
        assert operator.post(reverse(f"{FILES}:debits"), {"execute_on": day, "key": "x"}).status_code == 200
    exported = b"".join(operator.get(reverse(f"{FILES}:index"), {"export": "csv"}).streaming_content).decode()
    assert draft.message_id in exported


def test_a_row_of_another_file_is_not_found(operator, draft, charge, anna, soon):
    charge(700, "p:2", due_on=timezone.localdate(), on=date(2026, 1, 1))
    operator.post(reverse(f"{FILES}:debits"), {"execute_on": soon.isoformat(), "key": str(uuid4())})
    other = PaymentFileRow.objects.exclude(file=draft).get()
    assert operator.get(reverse(f"{FILES}:return", args=[draft.pk, other.pk])).status_code == 404
    assert soon - timedelta(days=1) < soon
