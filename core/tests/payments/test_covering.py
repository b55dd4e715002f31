"""M1 and M2: what is owed is paid to the cent, what does not fit waits for a person, facts go out on commit."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from vivaio_core.ledger.models import Account, Transfer
from vivaio_core.payments import methods
from vivaio_core.payments.codes import payment_code, sound_code
from vivaio_core.payments.facts import PaymentReopened, PaymentSettled
from vivaio_core.payments.models.charges import Charge, PaymentException, Receipt
from vivaio_core.payments.selectors.charges import left, open_for
from vivaio_core.payments.selectors.receipts import credit_of, free
from vivaio_core.payments.services.allocate import allocate
from vivaio_core.payments.services.bounce import bounce
from vivaio_core.payments.services.exceptions import name_payer, resolve_exception
from vivaio_core.payments.services.give_back import give_back
from vivaio_core.payments.services.raise_charge import raise_charge
from vivaio_core.payments.services.undo_allocation import undo_all, undo_allocation
from vivaio_core.payments.services.void_charge import void_charge
from vivaio_core.people.errors import Refused
from vivaio_core.trail.models import Event

ON = date(2026, 3, 10)
Kind = PaymentException.Kind


def waiting() -> list[tuple[str, int]]:
    return list(PaymentException.objects.filter(state="open").values_list("kind", "amount"))


def balances() -> dict[str, int]:
    return dict(Account.objects.filter(book__code="incassi").values_list("code", "balance"))


def test_m1_methods_are_a_port_and_money_is_offered_whole(charge, anna):
    assert [method.code for method in methods.all_of()][:6] == ["bank_transfer", "card", "sdd", "pos", "cheque", "cash"]
    assert [method.code for method in methods.at_once() if not method.traceable] == ["cheque", "cash"]
    owed = charge(12300)
    assert methods.of("bank_transfer").offer(owed, anna, ON) == methods.Offer(12300)
    assert methods.of("cash").offer(owed, anna, ON).most == 0
    assert methods.promise(owed) is None


def test_m2_the_last_cent_settles_and_the_fact_goes_out_on_commit(charge, paid, told, django_capture_on_commit_callbacks):
    owed = charge(10000)
    with django_capture_on_commit_callbacks(execute=True):
        paid(9999, charge=owed)
    owed.refresh_from_db()
    assert (owed.state, left(owed), waiting(), told) == ("open", 1, [("short", 1)], [])
    with django_capture_on_commit_callbacks(execute=True) as calls:
        paid(1, charge=owed)
        assert told == []
    assert len(calls) == 1
    owed.refresh_from_db()
    assert (owed.state, owed.settled_on, left(owed), waiting()) == ("settled", ON, 0, [])
    assert told == [PaymentSettled(owed.pk, "prova:1", 10000, "EUR", ON)]
    assert balances() == {"banca": -10000, "da-pagare": 0, "incassato": 10000}


def test_m2_what_is_too_much_waits_as_an_exception_and_is_credit(charge, paid, anna):
    receipt = paid(10250, charge=charge(10000))
    assert waiting() == [("over", 250)]
    assert (free(receipt), credit_of(anna)) == (250, 250)
    second = charge(20000, "prova:2")
    allocate(receipt=receipt, charge=second, amount=250, on=ON, actor=None)
    assert (waiting(), credit_of(anna), left(second)) == ([], 0, 19750)


def test_m2_a_receipt_and_what_it_pays_are_one_group_with_a_derived_key(charge, paid):
    receipt = paid(10000, charge=charge(10000), external_ref="CRO 0099")
    rows = Transfer.objects.filter(group=receipt.transfer_key)
    assert [(row.payer.code, row.payee.code, row.amount) for row in rows] == [("banca", "da-pagare", 10000), ("da-pagare", "incassato", 10000)]
    assert rows[1].key == receipt.allocations.get().transfer_key
    assert paid(10000, external_ref="CRO 0099") == receipt
    with pytest.raises(Refused, match="100,00"):
        paid(10001, external_ref="CRO 0099")
    assert Receipt.objects.count() == 1


def test_m2_the_same_form_sent_twice_is_one_receipt(paid, anna):
    key = uuid4()
    assert paid(500, payer=anna, key=key) == paid(500, payer=anna, key=key)
    assert (Receipt.objects.count(), credit_of(anna)) == (1, 500)


@pytest.mark.parametrize(("state", "kind"), [("settled", "duplicate"), ("void", "after_void")])
def test_m2_money_for_a_closed_charge_waits_for_a_person(charge, paid, state, kind):
    owed = charge(10000)
    if state == "settled":
        paid(10000, charge=owed)
    else:
        void_charge(charge=owed, reason="Corso annullato", on=ON, actor=None)
    receipt = paid(10000, charge=owed)
    assert (waiting(), free(receipt)) == ([(kind, 10000)], 10000)
    give_back(receipt=receipt, amount=4000, on=ON, reason="Pagato due volte", actor=None)
    assert (waiting(), free(receipt)) == ([(kind, 10000)], 6000)
    give_back(receipt=receipt, amount=6000, on=ON, reason="Pagato due volte", actor=None)
    assert (waiting(), free(receipt)) == ([], 0)


def test_m2_a_wrong_unit_and_an_unknown_payer_pay_nothing(charge, paid, bruno):
    owed = charge(10000)
    francs = paid(10000, charge=owed, unit="CHF")
    nobody = paid(700)
    assert waiting() == [("wrong_unit", 10000), ("unknown_payer", 700)]
    with pytest.raises(Refused, match="CHF"):
        allocate(receipt=francs, charge=owed, amount=10000, on=ON, actor=None)
    with pytest.raises(Refused):
        resolve_exception(exception=nobody.exceptions.get(), resolution="Lo teniamo", actor=None)
    name_payer(receipt=nobody, payer=bruno, actor=None)
    assert (waiting(), credit_of(bruno)) == ([("wrong_unit", 10000)], 700)
    with pytest.raises(Refused):
        name_payer(receipt=nobody, payer=bruno, actor=None)


def test_m2_no_more_than_is_there_and_no_more_than_is_owed(charge, paid, anna):
    small, large, receipt = charge(3000), charge(9000, "prova:2"), paid(5000, payer=anna)
    for owed, amount, says in ((small, 3001, "30,00"), (large, 5001, "50,00"), (large, 0, "12,50")):
        with pytest.raises(Refused, match=says):
            allocate(receipt=receipt, charge=owed, amount=amount, on=ON, actor=None)
    allocate(receipt=receipt, charge=small, amount=3000, on=ON, actor=None)
    with pytest.raises(Refused, match="20,00"):
        allocate(receipt=receipt, charge=large, amount=2001, on=ON, actor=None)
    assert [row.due for row in open_for(anna)] == [9000]


def test_m1_a_bounce_reopens_every_charge_and_says_so(charge, paid, told, anna, django_capture_on_commit_callbacks):
    first, second, receipt = charge(4000), charge(6000, "prova:2"), paid(9000, payer=anna, external_ref="SDD 7")
    allocate(receipt=receipt, charge=first, amount=4000, on=ON, actor=None)
    allocate(receipt=receipt, charge=second, amount=5000, on=ON, actor=None)
    told.clear()
    with django_capture_on_commit_callbacks(execute=True):
        bounce(receipt=receipt, on=date(2026, 3, 12), reason="Fondi insufficienti", actor=None)
    first.refresh_from_db()
    receipt.refresh_from_db()
    assert told == [PaymentReopened(first.pk, "prova:1", 4000, "EUR", date(2026, 3, 12))]
    assert (first.state, left(first), left(second), free(receipt), receipt.bounced_on) == ("open", 4000, 6000, 0, date(2026, 3, 12))
    assert set(balances().values()) == {0}
    assert bounce(receipt=receipt, on=date(2026, 3, 13), reason="Ancora", actor=None).bounced_on == date(2026, 3, 12)
    with pytest.raises(Refused):
        allocate(receipt=receipt, charge=first, amount=4000, on=ON, actor=None)
    with pytest.raises(Refused):
        paid(9000, external_ref="SDD 7")
    assert Event.objects.filter(kind="payments.bounce").count() == 1


def test_m1_a_bounce_of_money_already_given_back_asks_for_it(charge, paid, anna):
    receipt = paid(5000, payer=anna)
    give_back(receipt=receipt, amount=2000, on=ON, reason="Pagato troppo", actor=None)
    bounce(receipt=receipt, on=ON, reason="Assegno scoperto", actor=None)
    assert waiting() == [("short", 2000)]
    assert balances() == {"banca": 2000, "da-pagare": -2000}


def test_m2_an_undone_allocation_is_credit_again(charge, paid, told, anna):
    receipt = paid(10000, charge=charge(10000))
    row = receipt.allocations.get()
    undo_allocation(allocation=row, on=ON, actor=None)
    assert (free(receipt), credit_of(anna), row.charge.allocations.count()) == (10000, 10000, 2)
    for again in (row, row.undone_by):
        with pytest.raises(Refused):
            undo_allocation(allocation=again, on=ON, actor=None)
    allocate(receipt=receipt, charge=row.charge, amount=10000, on=ON, actor=None)
    undo_all(charge=row.charge, extra=(), on=ON, actor=None)
    assert (free(receipt), left(Charge.objects.get())) == (10000, 10000)


def test_m2_what_is_missing_follows_what_is_paid(charge, paid):
    owed = charge(10000)
    first, second = paid(3000, charge=owed), paid(2000, charge=owed)
    assert waiting() == [("short", 5000)]
    undo_allocation(allocation=second.allocations.get(), on=ON, actor=None)
    assert waiting() == [("short", 7000)]
    bounce(receipt=first, on=ON, reason="Scoperto", actor=None)
    assert waiting() == []


def test_m2_money_of_nobody_goes_back_into_the_queue_when_it_is_taken_off(charge, paid):
    owed, receipt = charge(500), paid(500)
    row = allocate(receipt=receipt, charge=owed, amount=500, on=ON, actor=None)
    assert waiting() == []
    undo_allocation(allocation=row, on=ON, actor=None)
    assert waiting() == [("unknown_payer", 500)]
    allocate(receipt=receipt, charge=owed, amount=500, on=ON, actor=None)
    undo_all(charge=owed, extra=(), on=ON, actor=None)
    assert waiting() == [("unknown_payer", 500)]


def test_m2_a_charge_goes_away_only_unpaid_and_leaves_its_cause_free(charge, paid):
    owed = charge(10000)
    receipt = paid(1, charge=owed)
    with pytest.raises(Refused):
        void_charge(charge=owed, reason="Errore", on=ON, actor=None)
    undo_allocation(allocation=receipt.allocations.get(), on=ON, actor=None)
    with pytest.raises(Refused):
        void_charge(charge=owed, reason=" ", on=ON, actor=None)
    void_charge(charge=owed, reason="Errore", on=ON, actor=None)
    assert void_charge(charge=owed, reason="Errore", on=ON, actor=None).state == "void"
    anew = charge(20000)
    assert (anew.amount, anew.code != owed.code) == (20000, True)


def test_m1_a_cause_has_one_charge(charge, bruno):
    owed = charge(10000)
    assert charge(10000) == owed
    with pytest.raises(Refused, match="100,00"):
        charge(10001)
    with pytest.raises(Refused):
        charge(10000, debtor=bruno)
    assert Charge.objects.count() == 1


@pytest.mark.parametrize("fields", [{"amount": 0}, {"amount": -1}, {"amount": 1.5}, {"title": " "}, {"cause": ""}, {"taxable": 9000, "vat": 999}])
def test_m1_an_unsound_charge_is_refused(charge, fields):
    with pytest.raises(Refused):
        charge(**{"amount": 10000, **fields})


def test_a_payment_code_is_a_creditor_reference_and_a_slip_is_seen():
    code = payment_code("prova:1", 0)
    assert (len(code), sound_code(code), sound_code(f"{code[:4]} {code[4:]}".lower())) == (14, True, True)
    assert not sound_code(code[:-1] + ("2" if code[-1] != "2" else "3"))
    assert sound_code("RF18539007547034")  # the example of ISO 11649
    assert len({payment_code(f"prova:{number}", 0) for number in range(2000)}) == 2000


def test_only_who_may_writes(charge, paid, anna, staff):
    reader = staff("lea", "board")
    owed, receipt = charge(), paid(100, payer=anna)
    calls = (
        lambda: raise_charge(debtor=anna, cause="x", title="x", amount=1, due_on=ON, on=ON, actor=reader),
        lambda: paid(1, payer=anna, actor=reader),
        lambda: allocate(receipt=receipt, charge=owed, amount=1, on=ON, actor=reader),
        lambda: void_charge(charge=owed, reason="Errore", on=ON, actor=reader),
        lambda: bounce(receipt=receipt, on=ON, reason="Errore", actor=reader),
        lambda: give_back(receipt=receipt, amount=1, on=ON, reason="Errore", actor=reader),
        lambda: name_payer(receipt=receipt, payer=anna, actor=reader),
        lambda: undo_all(charge=owed, extra=(), on=ON, actor=reader),
    )
    for call in calls:
        with pytest.raises(PermissionDenied):
            call()
