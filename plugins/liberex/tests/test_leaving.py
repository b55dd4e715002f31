"""Leaving: spending down, the gift, the debt in euro, and that all sums stay zero."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from liberex_world import ON, Circuit

from vivaio_core.ledger import errors
from vivaio_core.ledger.api import check, hold, post, void
from vivaio_core.ledger.models import Account
from vivaio_core.payments.models.charges import Charge
from vivaio_core.people.errors import Refused
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.selectors.leaving import debt_in_euro, outlook
from vivaio_liberex.selectors.participants import FUND, of, system
from vivaio_liberex.selectors.soundness import faults
from vivaio_liberex.services.leave import close, leave, settle, stay, undo_settlement
from vivaio_liberex.services.lines import grant_line
from vivaio_liberex.services.suspend import resume, suspend

LATER = ON + timedelta(days=200)


def state(one: Participant) -> str:
    return Participant.objects.get(pk=one.pk).state


def sums() -> int:
    return sum(Account.objects.filter(book__code="liberex").values_list("balance", flat=True))


def test_in_credit_one_spends_and_receives_no_more(circuit: Circuit) -> None:
    one, other = circuit.participant(balance=5_000), circuit.participant(balance=5_000)
    leave(participant=one, reason="chiude bottega", on=ON, actor=None)
    with pytest.raises(errors.Refused):
        circuit.pay(other, one, 1)
    circuit.pay(one, other, 2_000)
    with pytest.raises(errors.Refused):
        circuit.pay(other, one, 1)
    with pytest.raises(Refused, match="180 giorni"):
        settle(participant=one, on=ON, actor=None)
    settle(participant=one, on=LATER, actor=None)
    assert (circuit.balance(one), system(FUND).balance) == (0, 3_000)
    close(participant=one, on=LATER, actor=None)
    assert (state(one), of(one.party), sums(), check(), faults(LATER)) == ("closed", None, 0, [], [])
    assert circuit.entered(one.party).code != one.code


def test_a_gift_before_the_days_are_over_needs_the_participants_word(circuit: Circuit) -> None:
    one = circuit.participant(balance=700)
    leave(participant=one, reason="", on=ON, actor=None)
    assert settle(participant=one, on=ON, actor=None, agreed=True).amount == 700


def test_a_debt_is_paid_by_the_fund_and_asked_in_euro(circuit: Circuit) -> None:
    one, other = circuit.participant(), circuit.participant(balance=5_000)
    grant_line(participant=one, amount=9_000, reason="fido", valid_from=ON, valid_to=None, resolution=circuit.resolution(), on=ON, actor=None)
    circuit.pay(one, other, 8_000)
    leave(participant=one, reason="", on=ON, actor=None)
    with pytest.raises(errors.Refused):
        circuit.pay(one, other, 1)
    circuit.pay(other, one, 500)
    assert "75,00 €" in " ".join(outlook(one, ON).told)
    made = settle(participant=one, on=ON, actor=None)
    charge = Charge.objects.get()
    assert (charge.amount, charge.debtor, charge.due_on, made.charge) == (7_500, one.party, ON + timedelta(days=30), charge)
    assert (circuit.balance(one), system(FUND).balance, sums()) == (0, -7_500, 0)
    close(participant=one, on=ON, actor=None)
    assert faults(ON) == []


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(-100_000, 100_000), st.booleans())
def test_whatever_the_balance_exits_leave_the_sum_at_zero_and_undo_brings_it_back(circuit: Circuit, balance: int, undone: bool) -> None:
    with transaction.atomic():
        one = circuit.participant(balance=balance)
        leave(participant=one, reason="", on=ON, actor=None)
        if balance:
            settle(participant=one, on=LATER, actor=None)
            if undone:
                undo_settlement(participant=one, reason="ci ripensa", on=LATER, actor=None)
                assert circuit.balance(one) == balance
                assert not Charge.objects.exclude(state="void").exists()
                settle(participant=one, on=LATER, actor=None)
        close(participant=one, on=LATER, actor=None)
        assert (circuit.balance(one), sums(), system(FUND).balance) == (0, 0, balance)
        assert sum(Charge.objects.exclude(state="void").values_list("amount", flat=True)) == max(0, -balance)
        transaction.set_rollback(True)


def test_debts_in_euro_follow_the_parity_of_the_day(circuit: Circuit) -> None:
    assert debt_in_euro(1_001, ON) == 1_001


def test_the_steps_come_in_their_order_and_can_be_taken_back_before_the_last(circuit: Circuit) -> None:
    one = circuit.participant(balance=400)
    for step in (stay, settle, close):
        with pytest.raises(Refused):
            step(participant=one, on=ON, actor=None)
    leave(participant=one, reason="", on=ON, actor=None)
    with pytest.raises(Refused):
        leave(participant=one, reason="", on=ON, actor=None)
    with pytest.raises(Refused, match="zero"):
        close(participant=one, on=ON, actor=None)
    stay(participant=one, on=ON, actor=None)
    circuit.put(one, 100)
    leave(participant=one, reason="", on=ON, actor=None)
    settle(participant=one, on=LATER, actor=None)
    with pytest.raises(Refused, match="annulli"):
        stay(participant=one, on=LATER, actor=None)
    with pytest.raises(Refused, match="perché"):
        undo_settlement(participant=one, reason="", on=LATER, actor=None)
    assert circuit.balance(one) == 0
    undo_settlement(participant=one, reason="sbaglio", on=LATER, actor=None)
    stay(participant=one, on=LATER, actor=None)
    assert (circuit.balance(one), state(one)) == (500, "active")


def test_reservations_and_suspensions_stand_in_the_way(circuit: Circuit) -> None:
    one, other = circuit.participant(balance=900), circuit.participant()
    held = post(hold(one.account, other.account, 300, kind="payment"))[0]
    leave(participant=one, reason="", on=ON, actor=None)
    with pytest.raises(Refused, match="impegnati"):
        settle(participant=one, on=LATER, actor=None)
    post(void(held))
    suspend(participant=one, reason="da chiarire", actor=None)
    with pytest.raises(Refused, match="sospeso"):
        settle(participant=one, on=LATER, actor=None)
    resume(participant=one, reason="chiarito", actor=None)
    settle(participant=one, on=LATER, actor=None)


def test_the_participant_begins_and_the_office_ends(circuit: Circuit) -> None:
    one = circuit.participant(login=True, balance=10)
    with pytest.raises(PermissionDenied):
        leave(participant=one, reason="", on=ON, actor=circuit.worker("act_for_member"))
    leave(participant=one, reason="", on=ON, actor=one.party.login)
    for step in (settle, close):
        with pytest.raises(PermissionDenied):
            step(participant=one, on=LATER, actor=one.party.login)
    settle(participant=one, on=LATER, actor=circuit.worker("close_participant"))


def test_a_closed_participation_never_opens_again_also_in_raw_sql(circuit: Circuit) -> None:
    one = circuit.participant()
    leave(participant=one, reason="", on=ON, actor=None)
    close(participant=one, on=ON, actor=None)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE liberex_participant SET state = 'active' WHERE id = %s", [one.pk])


def test_the_participant_reads_what_will_happen_begins_and_changes_their_mind(circuit: Circuit) -> None:
    one = circuit.participant(login=True, balance=12_300)
    client = Client()
    client.force_login(one.party.login)
    page = client.get("/area/liberex/esci/").content.decode()
    assert "123,00 Liberex" in page
    assert "fondo di solidarietà" in page
    client.post("/area/liberex/esci/", {"reason": "x" * 1000})
    assert state(one) == "leaving"
    assert "resta" in client.get("/area/liberex/esci/").content.decode().lower()
    client.post("/area/liberex/esci/")
    assert state(one) == "active"
    client.post("/area/liberex/esci/")
    settle(participant=one, on=ON, actor=None, agreed=True)
    client.post("/area/liberex/esci/")
    assert state(one) == "leaving"
