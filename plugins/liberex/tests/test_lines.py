"""Credit lines: who grants them, their days, the cap on all of them, what the account's floor does."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from liberex_world import ON, Circuit

from vivaio_core.ledger import errors
from vivaio_core.ledger.models import Account
from vivaio_core.people.errors import Refused
from vivaio_core.site.coop import coop
from vivaio_core.trail.models import Event
from vivaio_liberex.models.participants import CreditLine, Participant
from vivaio_liberex.selectors.lines import peak
from vivaio_liberex.selectors.participants import floor_on, position
from vivaio_liberex.services.lines import end_line, end_lines, grant_line

DAY = timedelta(days=1)
D = date


def line(circuit: Circuit, one: Participant, amount: int = 10_000, **changes: object) -> CreditLine:
    given = {"reason": "vendite regolari", "valid_from": ON, "valid_to": D(2027, 3, 2), "resolution": circuit.resolution(), "on": ON, "actor": None}
    return grant_line(participant=one, amount=amount, **{**given, **changes})  # type: ignore[arg-type]


def floor(one: Participant) -> int | None:
    return Account.objects.get(pk=one.account_id).floor


def test_a_line_lets_the_account_go_below_zero_and_tells_who_granted_it(circuit: Circuit) -> None:
    one, other, boss = circuit.participant(), circuit.participant(), circuit.worker("grant_line")
    line(circuit, one, actor=boss)
    circuit.pay(one, other, 10_000)
    with pytest.raises(errors.Refused) as refused:
        circuit.pay(one, other, 1)
    assert (refused.value.code, refused.value.short) == ("floor", 1)
    assert (floor_on(one, ON), position(one).available, position(one).line) == (-10_000, 0, 10_000)
    told = Event.objects.get(kind="liberex.line_grant")
    assert (told.actor, told.payload["sum"]) == (boss, "100,00 Liberex")


def test_only_who_may_grants_and_only_with_organ_reason_amount_and_days(circuit: Circuit) -> None:
    one = circuit.participant()
    with pytest.raises(PermissionDenied):
        line(circuit, one, actor=circuit.worker("act_for_member"))
    for wrong, words in (
        ({"resolution": None}, "organo"),
        ({"reason": " "}, "perché"),
        ({"amount": 0}, "zero"),
        ({"amount": -5}, "zero"),
        ({"amount": 1.5}, "interi"),
        ({"valid_to": ON}, "ultimo giorno"),
    ):
        with pytest.raises(Refused, match=words):
            line(circuit, one, **wrong)
    assert (floor(one), CreditLine.objects.count()) == (0, 0)


def test_two_lines_never_share_a_day_also_in_raw_sql(circuit: Circuit) -> None:
    one = circuit.participant()
    first = line(circuit, one)
    with pytest.raises(Refused, match="un fido di 100,00"):
        line(circuit, one, valid_from=D(2027, 3, 1), valid_to=None)
    after = line(circuit, one, valid_from=D(2027, 3, 2), valid_to=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        CreditLine.objects.create(participant=one, amount=1, reason="x", valid_from=D(2026, 5, 1), valid_to=D(2026, 5, 2))
    for sql in ("amount = 9", "valid_from = '2020-01-01'", "valid_to = '2028-01-01'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE liberex_creditline SET {sql} WHERE id = %s", [first.pk])
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM liberex_creditline WHERE id = %s", [after.pk])


def test_at_its_end_the_floor_goes_back_and_who_is_below_only_gets_better(circuit: Circuit) -> None:
    one, other = circuit.participant(), circuit.participant(balance=5_000)
    line(circuit, one)
    circuit.pay(one, other, 8_000)
    assert end_lines(on=D(2027, 3, 1)) == 0
    assert floor(one) == -10_000
    assert end_lines(on=D(2027, 3, 2)) == 1
    assert end_lines(on=D(2027, 3, 2)) == 0
    assert (floor(one), circuit.balance(one)) == (0, -8_000)
    with pytest.raises(errors.Refused):
        circuit.pay(one, other, 1)
    circuit.pay(other, one, 500)
    assert circuit.balance(one) == -7_500


def test_a_line_of_later_days_begins_by_itself(circuit: Circuit) -> None:
    one = circuit.participant()
    line(circuit, one, valid_from=ON + 10 * DAY)
    assert floor(one) == 0
    end_lines(on=ON + 9 * DAY)
    assert floor(one) == 0
    end_lines(on=ON + 10 * DAY)
    assert floor(one) == -10_000


def test_a_line_ends_earlier_or_is_taken_back_before_it_began(circuit: Circuit) -> None:
    one, two = circuit.participant(), circuit.participant()
    running, coming = line(circuit, one), line(circuit, two, valid_from=ON + 10 * DAY)
    with pytest.raises(PermissionDenied):
        end_line(line=running, ends_on=ON, reason="basta", on=ON, actor=circuit.worker("act_for_member"))
    with pytest.raises(Refused, match="passato"):
        end_line(line=running, ends_on=ON, reason="basta", on=ON + DAY, actor=None)
    with pytest.raises(Refused, match="prima"):
        end_line(line=running, ends_on=D(2027, 3, 2), reason="basta", on=ON, actor=None)
    end_line(line=running, ends_on=ON + DAY, reason="vendite calate", on=ON, actor=None)
    assert floor(one) == -10_000
    end_lines(on=ON + DAY)
    assert floor(one) == 0
    end_line(line=coming, ends_on=ON, reason="errore", on=ON, actor=None)
    end_lines(on=ON + 10 * DAY)
    assert floor(two) == 0
    line(circuit, two, valid_from=ON + 10 * DAY)


def test_all_lines_together_stay_under_the_cap_and_the_refusal_says_what_is_left(circuit: Circuit) -> None:
    one, two, three = (circuit.participant() for _number in range(3))
    circuit.rule("lbx.cap.lines", 15_000)
    line(circuit, one)
    with pytest.raises(Refused, match="50,00 Liberex"):
        line(circuit, two, 5_001)
    line(circuit, two, 5_000, valid_to=D(2026, 6, 1))
    with pytest.raises(Refused, match="ne restano 0,00"):
        line(circuit, three, 1)
    line(circuit, three, 5_000, valid_from=D(2026, 6, 1))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 20), st.integers(1, 9)), max_size=8), st.integers(0, 20), st.integers(1, 20))
def test_the_peak_is_the_highest_day(circuit: Circuit, periods: list[tuple[int, int, int]], start: int, length: int) -> None:
    with transaction.atomic():
        for begin, days, amount in periods:
            account = circuit.account()
            one = Participant.objects.create(party=circuit.party(), account=account, code=account.code, shown_as="x", joined_on=ON)
            CreditLine.objects.create(participant=one, amount=amount, reason="x", valid_from=ON + begin * DAY, valid_to=ON + (begin + days) * DAY)
        by_hand = max(sum(amount for begin, days, amount in periods if begin <= day < begin + days) for day in range(start, start + length))
        assert peak(ON + start * DAY, ON + (start + length) * DAY) == by_hand
        transaction.set_rollback(True)


def test_lines_grow_by_payments_received_only_where_the_cooperative_chose_so(circuit: Circuit, monkeypatch: pytest.MonkeyPatch) -> None:
    one, rich = circuit.participant(), circuit.participant(balance=100_000)
    line(circuit, one)
    circuit.pay(rich, one, 20_000, ON)
    end_lines(on=ON + DAY)
    assert floor(one) == -10_000
    monkeypatch.setitem(coop().plugins, "liberex", {"line_growth_percent": 10, "line_growth_cap_cents": 3_000})
    end_lines(on=ON + DAY)
    assert floor(one) == -12_000
    circuit.pay(rich, one, 50_000, ON)
    end_lines(on=ON + DAY)
    assert floor(one) == -13_000
    circuit.rule("lbx.cap.lines", 11_000)
    end_lines(on=ON + DAY)
    assert floor(one) == -11_000
