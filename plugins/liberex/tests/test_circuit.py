"""Fees, the fund, early warning, the nightly work, and what the plugin offers to the others."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from liberex_world import ON, Circuit

from vivaio_core.ledger import errors
from vivaio_core.ledger.api import check, move, post
from vivaio_core.ledger.models import Account, Transfer
from vivaio_core.payments.models.charges import Charge
from vivaio_core.payments.services.record_receipt import record_receipt
from vivaio_core.people.errors import Refused
from vivaio_core.site.coop import coop
from vivaio_core.trail.models import Event
from vivaio_liberex.fees import extra_moves, percent_of
from vivaio_liberex.models.fund import FundMovement
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.selectors.fund import standing
from vivaio_liberex.selectors.participants import FUND, system
from vivaio_liberex.selectors.soundness import faults
from vivaio_liberex.selectors.warning import months_between, signals
from vivaio_liberex.services.fees import follow_fees, run_fees
from vivaio_liberex.services.fund import give, support
from vivaio_liberex.services.helping import write_help
from vivaio_liberex.services.join import join
from vivaio_liberex.services.leave import leave
from vivaio_liberex.services.lines import grant_line
from vivaio_liberex.tasks import nightly

LIBEREX: Any = apps.get_app_config("liberex")


@given(st.integers(0, 10**12), st.decimals(0, 20, places=2))
def test_a_share_is_never_more_than_its_percentage(amount: int, percent: Decimal) -> None:
    cents = percent_of(amount, percent)
    assert cents <= amount * percent / 100 < cents + 1


def test_no_fee_is_taken_until_the_cooperative_writes_one(circuit: Circuit) -> None:
    one, other = circuit.participant(), circuit.participant()
    assert extra_moves(one, other, 10_000, ON, key=uuid4()) == []
    assert not Charge.objects.exists()


def test_shares_of_a_payment_go_to_the_fund_in_one_group_and_once(circuit: Circuit) -> None:
    buyer, seller = circuit.participant(balance=10_600), circuit.participant()
    for code, value in (("lbx.fee.purchase", 3), ("lbx.fee.sale", 2), ("lbx.fee.payment", 100)):
        circuit.rule(code, value)
    key = uuid4()
    for _again in range(2):
        pay = move(buyer.account, seller.account, 10_000, kind="payment", key=key, value_on=ON)
        post(pay, *extra_moves(buyer, seller, 10_000, ON, key=key))
    assert (circuit.balance(buyer), circuit.balance(seller), system(FUND).balance) == (200, 9_800, 600)
    assert (standing().shares, len(set(Transfer.objects.filter(value_on=ON, group__isnull=False).values_list("group", flat=True)))) == (600, 1)
    poor = move(buyer.account, seller.account, 200, kind="payment", value_on=ON)
    with pytest.raises(errors.Refused):
        post(poor, *extra_moves(buyer, seller, 200, ON, key=poor.key))
    assert circuit.balance(buyer) == 200


def test_the_entry_fee_is_a_charge_in_euro(circuit: Circuit) -> None:
    circuit.rule("lbx.fee.entry", 2_500)
    made = circuit.participant()
    charge = Charge.objects.get()
    assert (charge.amount, charge.debtor, charge.due_on) == (2_500, made.party, ON + timedelta(days=30))


def test_fees_of_a_period_are_raised_once_for_who_takes_part_and_is_no_employee(circuit: Circuit) -> None:
    company, one = circuit.participant("company"), circuit.participant()
    circuit.employee(company)
    leave(participant=circuit.participant(), reason="", on=ON, actor=None)
    circuit.rule("lbx.fee.month", 300)
    with pytest.raises(PermissionDenied):
        run_fees(every="month", on=ON, actor=circuit.worker("act_for_member"))
    done = run_fees(every="month", on=ON, actor=circuit.worker("run_fees"))
    assert (done.count, done.cents, done.already) == (2, 600, 0)
    Charge.objects.filter(debtor=one.party).update(state="void")
    assert run_fees(every="month", on=ON + timedelta(days=5), actor=None).count == 0
    assert run_fees(every="month", on=date(2026, 4, 1), actor=None).count == 2
    for wrong in ("year", "week", ""):
        with pytest.raises(Refused, match="nessuna quota"):
            run_fees(every=wrong, on=ON, actor=None)


def test_an_unpaid_fee_suspends_only_where_the_cooperative_chose_so(circuit: Circuit, monkeypatch: pytest.MonkeyPatch) -> None:
    circuit.rule("lbx.fee.year", 300)
    one, late = circuit.participant(), date(2026, 5, 1)
    run_fees(every="year", on=ON, actor=None)
    assert follow_fees(on=late) == 0
    monkeypatch.setitem(coop().plugins, "liberex", {"block_unpaid": True})
    assert follow_fees(on=ON + timedelta(days=30)) == 0
    assert [follow_fees(on=late), follow_fees(on=late)] == [1, 0]
    assert Account.objects.get(pk=one.account_id).state == "frozen"
    record_receipt(method="bank_transfer", amount=300, received_on=late, value_on=late, actor=None, charge=Charge.objects.get())
    assert [follow_fees(on=late), follow_fees(on=late)] == [1, 0]
    assert Account.objects.get(pk=one.account_id).state == "open"


def test_the_fund_receives_gifts_and_helps_by_what_it_has(circuit: Circuit) -> None:
    giver, poor, body = circuit.participant(balance=1_000, login=True), circuit.participant(), circuit.resolution()
    key = uuid4()
    for _click in range(2):
        give(participant=giver, amount=600, reason="per chi è in difficoltà", on=ON, actor=giver.party.login, key=key)
    assert system(FUND).balance == 600
    with pytest.raises(PermissionDenied):
        give(participant=giver, amount=1, reason="", on=ON, actor=circuit.worker("grant_line"))
    with pytest.raises(PermissionDenied):
        support(participant=poor, amount=1, reason="aiuto", resolution=body, on=ON, actor=circuit.worker("act_for_member"))
    with pytest.raises(Refused, match="6,00 Liberex"):
        support(participant=poor, amount=601, reason="aiuto", resolution=body, on=ON, actor=None)
    support(participant=poor, amount=600, reason="aiuto", resolution=body, on=ON, actor=circuit.worker("move_fund"))
    assert (circuit.balance(poor), standing().balance) == (600, 0)
    with pytest.raises(Refused, match="4,00"):
        give(participant=giver, amount=401, reason="", on=ON, actor=None)
    assert check() == []
    for sql in ("UPDATE liberex_fundmovement SET amount = 1", "DELETE FROM liberex_fundmovement"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert FundMovement.objects.filter(reason="aiuto").update(reason="") == 1


def test_whole_months() -> None:
    last = date(2026, 1, 31)
    assert [months_between(last, date(2026, month, day)) for month, day in ((1, 31), (2, 28), (3, 1), (3, 31))] == [0, 0, 1, 2]
    assert months_between(date(2025, 3, 2), date(2026, 3, 2)) == 12


def test_who_is_below_zero_is_seen_by_age_limit_and_sales(circuit: Circuit) -> None:
    rich, old, fresh, near = circuit.participant(balance=9_000), *(circuit.participant() for _number in range(3))
    circuit.put(old, -500, date(2025, 1, 10))
    circuit.put(fresh, -500, ON)
    body = circuit.resolution()
    grant_line(participant=near, amount=1_000, reason="fido", valid_from=ON, valid_to=None, resolution=body, on=ON, actor=None)
    circuit.pay(near, rich, 900)
    seen = {one.participant: one for one in signals(ON)}
    assert set(seen) == {old, fresh, near}
    assert (seen[old].months, seen[old].band, seen[old].overdue, seen[old].silent) == (13, 4, True, True)
    assert (seen[fresh].band, seen[fresh].attention) == (0, False)
    assert (seen[near].near_floor, seen[near].attention) == (True, True)
    write_help(participant=old, text="Vende cassette a maggio.", look_again_on=date(2026, 6, 1), on=ON, actor=circuit.worker("add_helpnote"))
    assert not {one.participant: one for one in signals(ON)}[old].attention
    assert {one.participant: one for one in signals(date(2026, 6, 1))}[old].attention
    circuit.pay(rich, old, 100, date(2026, 5, 31))
    assert not {one.participant: one for one in signals(date(2026, 6, 1))}[old].silent
    told = Event.objects.get(kind="liberex.help")
    assert "cassette" not in str(told.payload)
    with pytest.raises(PermissionDenied):
        write_help(participant=old, text="x y z", look_again_on=date(2027, 1, 1), on=ON, actor=circuit.worker("grant_line"))


def test_the_office_sees_what_waits(circuit: Circuit) -> None:
    circuit.put(circuit.participant(), -500, date(2025, 1, 10))
    leave(participant=circuit.participant(), reason="", on=ON, actor=None)
    one, body = circuit.participant(), circuit.resolution()
    soon = ON + timedelta(days=20)
    grant_line(participant=one, amount=100, reason="fido", valid_from=ON, valid_to=soon, resolution=body, on=ON, actor=None)
    circuit.rule("lbx.fee.month", 300)
    found = [(one.count, one.oldest) for one in LIBEREX.waiting(ON)][:4]
    assert found == [(1, date(2025, 1, 10)), (1, None), (1, soon), (2, None)]


def test_the_night_finds_what_does_not_agree_with_the_books(circuit: Circuit) -> None:
    one = circuit.participant()
    assert (faults(ON), nightly.call()) == ([], 0)
    Account.objects.filter(pk=one.account_id).update(floor=-5)
    assert [fault.rule for fault in faults(ON)] == ["floor"]
    FundMovement.objects.create(kind="gift", participant=one, key=uuid4(), amount=5, on=ON)
    assert nightly.call() == 1
    assert Event.objects.get(kind="liberex.unsound").payload["rules"] == ["fund"]


def test_indicators_are_of_many_never_of_one(circuit: Circuit) -> None:
    assert LIBEREX.indicators(ON) == []
    people = [circuit.participant(balance=100) for _number in range(4)]
    assert [one.code for one in LIBEREX.indicators(ON)] == ["liberex.participants"]
    people.append(circuit.participant())
    circuit.pay(people[0], people[4], 100)
    assert [one.code for one in LIBEREX.indicators(ON)] == ["liberex.participants"]  # only two of them have traded
    circuit.pay(people[1], people[4], 100)
    circuit.pay(people[2], people[3], 100)
    assert {one.code: one.value for one in LIBEREX.indicators(ON)}["liberex.turnover"] == "3"


def test_everything_is_told_and_forgotten_but_the_sums(circuit: Circuit) -> None:
    from vivaio_core.site.erasure import Line, Plan
    from vivaio_liberex import privacy

    one, other = circuit.participant(shown_as="Ada Bianchi"), circuit.participant(balance=500)
    body = circuit.resolution()
    grant_line(participant=one, amount=900, reason="malattia di Ada", valid_from=ON, valid_to=None, resolution=body, on=ON, actor=None)
    write_help(participant=one, text="Ada vende a maggio", look_again_on=date(2026, 6, 1), on=ON, actor=None)
    give(participant=other, amount=100, reason="per Ada", on=ON, actor=None)
    told = str(LIBEREX.personal_data(one.party))
    assert all(words in told for words in ("Ada Bianchi", "malattia di Ada", "Ada vende a maggio", one.code))
    assert LIBEREX.personal_data(circuit.party()) == {}
    classes = LIBEREX.data_classes(one.party, ON)
    assert {row.code for row in classes if row.count} == {privacy.ACCOUNT, privacy.LINES, privacy.HELP}
    assert any(row.in_force for row in classes)
    plan = Plan(tuple(Line(row.code, row.label, row.count, row.disposal) for row in classes))
    for _again in range(2):
        LIBEREX.erase(one.party, plan)
    assert "Ada" not in str(LIBEREX.personal_data(one.party))
    assert (Participant.objects.get(pk=one.pk).shown_as, faults(ON)) == ("—", [])


def test_somebody_of_the_office_needs_the_permission_to_open(circuit: Circuit) -> None:
    with pytest.raises(PermissionDenied):
        join(party=circuit.member(), kind="member", sector=None, shown_as="x", on=ON, actor=circuit.worker("grant_line"), accepted="carta")
