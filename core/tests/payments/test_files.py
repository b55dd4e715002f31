"""Mandates and files for the bank: prepared by one, approved by another, collected once (M6)."""

import hashlib
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from payment_files import COLLECT, ON, account, iban, mandate, prepared

from vivaio_core.payments.models.charges import Charge, PaymentException, Receipt
from vivaio_core.payments.models.sepa import PaymentFile, PaymentFileRow
from vivaio_core.payments.selectors.debits import candidates
from vivaio_core.payments.selectors.files import announced, faults, refundable
from vivaio_core.payments.selectors.mandates import ends_on, mandates
from vivaio_core.payments.selectors.receipts import credit_of, free
from vivaio_core.payments.sepa.clocks import lapse_months
from vivaio_core.payments.services.allocate import allocate
from vivaio_core.payments.services.bounce import bounce
from vivaio_core.payments.services.decide_file import approve_file, hand_over, void_file
from vivaio_core.payments.services.execute_file import begin_execution, mark_executed, return_row
from vivaio_core.payments.services.give_back import give_back
from vivaio_core.payments.services.mandates import revoke_mandate
from vivaio_core.payments.services.prepare_file import Refund, prepare_transfers
from vivaio_core.payments.services.void_charge import void_charge
from vivaio_core.payments.tasks import carry_on
from vivaio_core.people.errors import Refused
from vivaio_core.people.services import register_party
from vivaio_core.trail.models import Event


@pytest.fixture
def ours(db):
    return account()


@pytest.fixture
def sent(ours):
    """A file of the charges that stand, approved and given to the bank."""

    def made(**fields):
        file = prepared(**fields)
        approve_file(file=file, on=ON, actor=None)
        hand_over(file=file, on=ON, actor=None)
        return PaymentFile.objects.get(pk=file.pk)

    return made


def says(expected, act, **fields):
    with pytest.raises(Refused, match=expected):
        act(**fields)


def test_m6_a_mandate_is_signed_once_and_revoked_for_good(anna, bruno):
    first = mandate(anna)
    assert (first.holder, first.state, first.reference) == ("Anna Bassi", "active", f"M{anna.pk:06d}-20260115-1")
    says("già un mandato attivo", mandate, party=anna)
    says("IBAN", mandate, party=bruno, iban="IT61X0542811101000000123456")
    says("fuori dall'area SEPA", mandate, party=bruno, iban="AE070331234567890123456")
    says("deve ancora venire", mandate, party=bruno, signed_on=ON + timedelta(days=1))
    says("altro mandato", mandate, party=bruno, reference=first.reference)
    says("perché", revoke_mandate, mandate=first, on=ON, reason=" ", actor=None)
    revoke_mandate(mandate=first, on=ON, reason="Cambio banca", actor=None)
    assert revoke_mandate(mandate=first, on=ON, reason="Di nuovo", actor=None).revoked_reason == "Cambio banca"
    assert mandate(anna).reference.endswith("-2")
    assert list(Event.objects.filter(kind__startswith="payments.mandate").order_by("seq").values_list("kind", flat=True)) == [
        "payments.mandate",
        "payments.mandate_end",
        "payments.mandate",
    ]


def test_m6_a_file_holds_what_is_due_and_told_in_time(ours, charge, anna, bruno):
    mandate(anna)
    good, small = charge(10, "p:1"), charge(20, "p:2")
    charge(500, "p:late", due_on=COLLECT + timedelta(days=1))
    charge(500, "p:nobody", debtor=bruno)
    late = charge(500, "p:told", due_on=COLLECT, on=COLLECT - timedelta(days=13))
    charge(500, "p:other", creditor=bruno)
    found = candidates(COLLECT, ON)
    assert [(one.charge, bool(one.fault)) for one in found] == [(good, False), (small, False), (late, True)]
    assert "troppo tardi" in found[-1].fault
    file = prepared()
    assert (file.total, file.count, file.sha256) == (30, 2, hashlib.sha256(bytes(file.content)).hexdigest())
    assert b"<CtrlSum>0.30</CtrlSum>" in bytes(file.content)
    rows = list(file.rows.all())
    assert [(row.end_to_end, row.amount, row.sequence) for row in rows] == [(good.code, 10, "FRST"), (small.code, 20, "RCUR")]
    says("Non c.è niente", prepared)
    assert prepared(key=file.key) == file


def test_m6_a_file_needs_an_account_an_identifier_and_a_day_of_the_bank(charge, anna):
    mandate(anna)
    charge(10)
    says("Nessun conto", prepared)
    account(creditor_id="")
    says("identificativo del creditore", prepared)
    account()
    says("7 aprile 2026", prepared, collect_on=date(2026, 4, 4))
    says("11 marzo 2026", prepared, collect_on=ON)
    assert prepared(leave=()).count == 1


def test_m6_a_charge_can_be_left_out_and_waits_for_the_next_file(ours, charge, anna):
    mandate(anna)
    first, second = charge(10, "p:1"), charge(20, "p:2")
    assert [(row.charge, row.sequence) for row in prepared(leave={first.pk}).rows.all()] == [(second, "FRST")]
    assert [row.charge for row in prepared().rows.all()] == [first]


def test_m6_another_person_approves(ours, charge, anna, staff):
    mandate(anna)
    charge(10)
    ugo, board, admin = staff("ugo"), staff("bice", "board"), staff("ada", "administrator")
    file = prepared(actor=ugo)
    with pytest.raises(PermissionDenied):
        prepared(actor=board)
    says("un'altra persona", approve_file, file=file, on=ON, actor=ugo)
    says("Nessuno ha approvato", hand_over, file=file, on=ON, actor=ugo)
    approve_file(file=file, on=ON, actor=board)
    says("non è più", approve_file, file=file, on=ON, actor=admin)
    with pytest.raises(PermissionDenied):
        hand_over(file=file, on=ON, actor=board)
    once = hand_over(file=file, on=ON, actor=ugo)
    assert hand_over(file=file, on=COLLECT + timedelta(days=60), actor=admin) == once == bytes(file.content)
    file.refresh_from_db()
    assert (file.state, file.approved_by) == ("sent", board)
    kinds = list(Event.objects.filter(target=f"payments.PaymentFile:{file.pk}").order_by("seq").values_list("kind", flat=True))
    assert kinds == ["payments.file_debits", "payments.file_approve", "payments.file_send"]


def test_m6_what_changed_meanwhile_stops_the_file(ours, charge, anna, paid):
    signed = mandate(anna)
    first, second = charge(10, "p:1"), charge(20, "p:2")
    file = prepared()
    assert faults(file) == []
    paid(5, charge=first)
    says("non è più dovuto", approve_file, file=file, on=ON, actor=None)
    void_file(file=file, reason="Già pagato in parte", actor=None)
    again = prepared()
    assert again.total == 25
    says("troppo|giorni lavorativi|giorno lavorativo", approve_file, file=again, on=COLLECT, actor=None)
    approve_file(file=again, on=ON, actor=None)
    void_charge(charge=second, reason="Errore", on=ON, actor=None)
    revoke_mandate(mandate=signed, on=ON, reason="Cambio banca", actor=None)
    says("revocato", hand_over, file=again, on=ON, actor=None)


def test_m6_a_cancelled_file_frees_its_rows(ours, charge, anna):
    mandate(anna)
    charge(10)
    file = prepared()
    says("perché", void_file, file=file, reason="", actor=None)
    void_file(file=file, reason="Giorno sbagliato", actor=None)
    assert void_file(file=file, reason="Ancora", actor=None).void_reason == "Giorno sbagliato"
    says("annullato", hand_over, file=file, on=ON, actor=None)
    assert prepared().rows.get().sequence == "FRST"


def test_m6_carried_out_is_money_in_once(sent, charge, anna, told):
    mandate(anna)
    first, second = charge(1000, "p:1"), charge(2000, "p:2")
    file = sent()
    says("suo giorno", mark_executed, file=file, on=COLLECT - timedelta(days=1), actor=None)
    mark_executed(file=file, on=COLLECT, actor=None)
    mark_executed(file=file, on=COLLECT, actor=None)
    assert {(row.method, row.amount, row.value_on) for row in Receipt.objects.all()} == {("sdd", 1000, COLLECT), ("sdd", 2000, COLLECT)}
    assert Charge.objects.filter(state="settled").count() == 2
    assert not PaymentFileRow.objects.filter(pending=True).exists()
    assert mandates().get().last_used == COLLECT
    says("eseguito", void_file, file=file, reason="Troppo tardi", actor=None)
    assert Event.objects.filter(kind="payments.file_done").count() == 1
    later = charge(300, "p:3")
    assert [(row.charge, row.sequence) for row in prepared().rows.all()] == [(later, "RCUR")]
    assert (first.code, second.code) == tuple(file.rows.order_by("number").values_list("end_to_end", flat=True))


def test_m6_a_row_that_comes_back_is_owed_again_and_can_be_collected_again(sent, charge, anna, bruno):
    mandate(anna)
    mandate(bruno)
    owed, refused = charge(1000, "p:1"), charge(2000, "p:2", debtor=bruno)
    file = sent()
    before, after = file.rows.get(charge=refused), file.rows.get(charge=owed)
    return_row(row=before, on=COLLECT, reason="AC04 conto chiuso", actor=None)
    mark_executed(file=file, on=COLLECT, actor=None)
    assert Receipt.objects.get().payer == anna
    return_row(row=after, on=COLLECT + timedelta(days=3), reason="AM04 fondi insufficienti", actor=None)
    assert return_row(row=after, on=COLLECT, reason="Di nuovo", actor=None).reason == "AM04 fondi insufficienti"
    assert Receipt.objects.get().state == "bounced"
    assert set(Charge.objects.values_list("state", flat=True)) == {"open"}
    again = sent()
    assert again.count == 2
    mark_executed(file=again, on=COLLECT, actor=None)
    assert set(Charge.objects.values_list("state", flat=True)) == {"settled"}
    assert Receipt.objects.filter(state="recorded").count() == 2


def test_m6_a_bounce_on_the_payments_own_page_frees_the_charge_too(sent, charge, anna):
    mandate(anna)
    charge(1000)
    mark_executed(file=sent(), on=COLLECT, actor=None)
    bounce(receipt=Receipt.objects.get(), on=COLLECT, reason="Scoperto", actor=None)
    assert prepared().total == 1000


def test_m6_what_was_paid_otherwise_meanwhile_is_looked_at(sent, charge, anna, paid):
    mandate(anna)
    owed = charge(1000)
    file = sent()
    paid(1000, charge=owed)
    mark_executed(file=file, on=COLLECT, actor=None)
    assert PaymentException.objects.get().kind == "duplicate"
    assert credit_of(anna) == 1000


def test_m6_a_mandate_nobody_uses_lapses(ours, charge, anna):
    mandate(anna, signed_on=date(2023, 4, 7))
    charge(10)
    assert ends_on(mandates().get(), lapse_months(ON)) == COLLECT
    assert "troppo tempo" in candidates(COLLECT, ON)[0].fault
    assert candidates(COLLECT - timedelta(days=7), ON)[0].fault == ""


def test_m6_credits_go_back_by_bank_transfer(ours, paid, anna, bruno):
    first, second = paid(30, payer=anna), paid(50, payer=bruno)
    unknown = paid(70)
    assert list(refundable()) == [first, second]
    common = {"execute_on": ON, "words": "Restituzione", "on": ON, "actor": None}
    says("niente", prepare_transfers, refunds=[], key=uuid4(), **common)
    says("IBAN", prepare_transfers, refunds=[Refund(first, "IT00")], key=uuid4(), **common)
    says("niente da restituire", prepare_transfers, refunds=[Refund(unknown, iban(5))], key=uuid4(), **common)
    file = prepare_transfers(refunds=[Refund(first, iban(5)), Refund(second, iban(6), "Bruno e Carla")], key=uuid4(), **common)
    says("altro file", prepare_transfers, refunds=[Refund(first, iban(5))], key=uuid4(), **common)
    assert (file.total, [row.name for row in file.rows.all()], list(refundable())) == (80, ["Anna Bassi", "Bruno e Carla"], [])
    approve_file(file=file, on=ON, actor=None)
    hand_over(file=file, on=ON, actor=None)
    mark_executed(file=file, on=ON, actor=None)
    mark_executed(file=file, on=ON, actor=None)
    assert (free(first), free(second), credit_of(anna)) == (0, 0, 0)
    row = file.rows.get(receipt=first)
    return_row(row=row, on=ON, reason="Conto chiuso", actor=None)
    assert (credit_of(anna), [one.payer for one in refundable()]) == (30, [anna])


def test_m6_a_credit_used_meanwhile_stops_its_transfer(ours, paid, charge, anna):
    money = paid(30, payer=anna)
    file = prepare_transfers(refunds=[Refund(money, iban(5))], execute_on=ON, words="Restituzione", on=ON, actor=None, key=uuid4())
    says("torna con il file", allocate, receipt=money, charge=charge(10), amount=10, on=ON, actor=None)
    says("torna con il file", give_back, receipt=money, amount=10, on=ON, reason="A mano", actor=None)
    bounce(receipt=money, on=ON, reason="Scoperto", actor=None)
    says("usato o restituito", approve_file, file=file, on=ON, actor=None)


def test_m6_the_notice_stands_from_the_approval_to_the_day(ours, charge, anna):
    mandate(anna)
    charge(10)
    file = prepared(collect_on=COLLECT)
    assert list(announced(anna, ON)) == []
    approve_file(file=file, on=ON, actor=None)
    assert [row.amount for row in announced(anna, ON)] == [10]
    assert list(announced(anna, COLLECT + timedelta(days=1))) == []


def test_m6_who_pays_is_told_by_letter_when_the_file_is_approved(ours, charge, anna, bruno):
    mandate(anna)
    mandate(bruno)
    for number in range(2):
        charge(1000, f"p:{number}")
    charge(500, "p:bruno", debtor=bruno)
    file = prepared()
    assert not mail.outbox
    approve_file(file=file, on=ON, actor=None)
    letter = mail.outbox[0]
    assert (len(mail.outbox), letter.to) == (1, [anna.email])
    for words in ("7 aprile 2026", "20,00", "Corso di cucina: 10,00", iban(anna.pk + 10)[-4:], f"M{anna.pk:06d}"):
        assert words in letter.body.replace("\xa0", " ")
    assert iban(anna.pk + 10) not in letter.body


def test_m6_a_thousand_charges_are_one_file(ours, db):
    people = [register_party(first_name="Zoè", last_name=f"D’Ùndici {number}", actor=None) for number in range(20)]
    for party in people:
        mandate(party)
    common = {"title": "Quota è dovuta", "raised_on": ON, "due_on": COLLECT}
    Charge.objects.bulk_create(
        Charge(debtor=people[number % 20], cause=f"m:{number}", code=f"RF00X{number}", amount=number + 1, **common) for number in range(1001)
    )
    file = prepared()
    assert (file.count, file.total) == (1000, 500500)
    assert file.rows.filter(sequence="FRST").count() == 20
    assert prepared().total == 1001


def test_m6_a_long_file_is_recorded_in_steps_and_by_the_worker(sent, charge, anna):
    mandate(anna)
    for number in range(3):
        charge(100 + number, f"p:{number}")
    file = sent()
    assert mark_executed(file=file, on=COLLECT, actor=None, most=1).state == "sent"
    assert (Receipt.objects.count(), file.rows.filter(pending=True).count()) == (1, 2)
    says("eseguito", void_file, file=file, reason="Troppo tardi", actor=None)
    carry_on.call(file=file.pk, on=COLLECT.isoformat(), actor=None)
    carry_on.call(file=file.pk, on=COLLECT.isoformat(), actor=None)
    file.refresh_from_db()
    assert (file.state, Receipt.objects.count()) == ("executed", 3)


def test_m6_without_a_worker_a_long_file_is_recorded_at_once(sent, charge, anna):
    mandate(anna)
    for number in range(3):
        charge(100 + number, f"p:{number}")
    assert begin_execution(file=sent(), on=COLLECT, actor=None, at_once=1).state == "executed"
    assert Receipt.objects.count() == 3
