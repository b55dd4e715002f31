"""Yearly sums: who gets them, once, under the caps; what a second or an interrupted run does."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from liberex_world import ON, Circuit

from vivaio_core.ledger.api import freeze
from vivaio_core.ledger.models import Account, Transfer
from vivaio_core.people.errors import Refused
from vivaio_core.people.relations.models import PartyRelation
from vivaio_liberex.manifest import LiberexSettings
from vivaio_liberex.models.grants import Grant, GrantRow
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.models.payments import Payment
from vivaio_liberex.selectors.grants import forecast, key_of
from vivaio_liberex.selectors.participants import COOPERATIVE, system
from vivaio_liberex.services import grants as services
from vivaio_liberex.services.grants import decide_grant, run_grants
from vivaio_liberex.services.leave import leave


def decided(circuit: Circuit, amount: int = 20_000, **changes: object) -> Grant:
    given = {"title": "Premio", "year": 2026, "employer": None, "resolution": circuit.resolution(), "on": ON, "actor": None}
    return decide_grant(amount=amount, **{**given, **changes})  # type: ignore[arg-type]


@pytest.fixture
def company(circuit: Circuit) -> Participant:
    return circuit.participant("company")


def test_every_employee_gets_the_sum_once_however_often_it_runs(circuit: Circuit, company: Participant) -> None:
    people = [circuit.employee(company) for _number in range(3)]
    member, grant = circuit.participant(), decided(circuit)
    done = run_grants(grant=grant, on=ON, actor=None)
    assert (done.paid, done.cents, done.already, done.refused) == (3, 60_000, 0, 0)
    for _again in range(2):
        done = run_grants(grant=grant, on=date(2026, 12, 1), actor=None)
        assert (done.paid, done.cents, done.already) == (0, 0, 3)
    assert [circuit.balance(one) for one in people] == [20_000] * 3
    assert (circuit.balance(member), system(COOPERATIVE).balance) == (0, -60_000)
    assert set(GrantRow.objects.values_list("key", flat=True)) == {key_of(grant, one) for one in people}
    assert {row.memo for row in Payment.objects.all()} == {"Premio 2026"}


def test_a_row_lost_by_us_is_still_paid_once_by_the_ledger(circuit: Circuit, company: Participant) -> None:
    one, grant = circuit.employee(company), decided(circuit)
    run_grants(grant=grant, on=ON, actor=None)
    Payment.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER liberex_grantrow_kept" + (" ON liberex_grantrow" if connection.vendor == "postgresql" else ""))
        cursor.execute("DELETE FROM liberex_grantrow")
    run_grants(grant=grant, on=ON, actor=None)
    assert circuit.balance(one) == 20_000
    assert Transfer.objects.filter(kind="lbx_grant").count() == 1


def test_the_preview_says_who_gets_it_and_who_not_and_why(circuit: Circuit, company: Participant) -> None:
    fine, gone, frozen, leaving, full = (circuit.employee(company) for _number in range(5))
    PartyRelation.objects.filter(source=gone.party).update(to_on=ON)
    freeze(account=frozen.account, reason="prova", actor=None)
    leave(participant=leaving, reason="", on=ON, actor=None)
    Account.objects.filter(pk=full.account_id).update(ceiling=10_000)
    grant = decided(circuit)
    seen = {one.participant.pk: one.refusal for one in forecast(grant, ON).candidates}
    assert seen[fine.pk] == ""
    for one, words in ((gone, "dipendente"), (frozen, "sospeso"), (leaving, "uscendo"), (full, "c'è posto per 100,00 Liberex")):
        assert words in seen[one.pk]
    done = run_grants(grant=grant, on=ON, actor=None)
    assert (done.paid, done.refused) == (1, 4)
    assert set(GrantRow.objects.filter(state="refused").exclude(reason="").values_list("participant", flat=True)) == {
        one.pk for one in (gone, frozen, leaving, full)
    }
    Account.objects.filter(pk=full.account_id).update(ceiling=None)
    assert run_grants(grant=grant, on=ON, actor=None).paid == 1
    assert GrantRow.objects.get(participant=full).state == "paid"


def test_with_an_employer_only_its_own_people_get_it_members_too(circuit: Circuit, company: Participant) -> None:
    own, other = circuit.employee(company), circuit.employee(circuit.participant("company"))
    working = circuit.participant()
    PartyRelation.objects.create(source=working.party, target=company.party, kind="employee_of", from_on=date(2025, 1, 1))
    run_grants(grant=decided(circuit, employer=company.party), on=ON, actor=None)
    assert [circuit.balance(one) for one in (own, working, other)] == [20_000, 20_000, 0]


def test_caps_for_a_person_and_for_the_year(circuit: Circuit, company: Participant) -> None:
    people = [circuit.employee(company) for _number in range(2)]
    circuit.rule("lbx.cap.grant_person", 25_000)
    run_grants(grant=decided(circuit), on=ON, actor=None)
    second = decided(circuit, 6_000, title="Natale")
    assert {one.refusal for one in forecast(second, ON).candidates} == {"oltre il tetto per una persona: restano 50,00 Liberex"}
    assert run_grants(grant=second, on=ON, actor=None).refused == 2
    circuit.rule("lbx.cap.grants_year", 45_000)
    third = decided(circuit, 4_000, title="Pasqua")
    with pytest.raises(Refused, match="ne restano 50,00 Liberex"):
        run_grants(grant=third, on=ON, actor=None)
    run_grants(grant=decided(circuit, 2_500, title="Estate"), on=ON, actor=None)
    assert [circuit.balance(one) for one in people] == [22_500, 22_500]


def test_one_whom_the_books_refuse_leaves_the_others_paid(circuit: Circuit, company: Participant, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [circuit.employee(company) for _number in range(5)]
    grant = decided(circuit)
    seen = forecast(grant, ON)
    freeze(account=people[3].account, reason="nel frattempo", actor=None)
    monkeypatch.setattr(services, "forecast", lambda *_args: seen)
    done = run_grants(grant=grant, on=ON, actor=None)
    assert (done.paid, done.refused) == (4, 1)
    assert "sospes" in GrantRow.objects.get(participant=people[3]).reason


def test_an_interrupted_run_goes_on_where_it_stopped(circuit: Circuit, company: Participant, monkeypatch: pytest.MonkeyPatch) -> None:
    people, grant = [circuit.employee(company) for _number in range(5)], decided(circuit)
    monkeypatch.setattr(services, "AT_ONCE", 2)
    whole, parts = services._pay_all, []

    def cut(*args: object) -> int:
        parts.append(args)
        if len(parts) == 2:
            raise KeyboardInterrupt
        return whole(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(services, "_pay_all", cut)
    with pytest.raises(KeyboardInterrupt):
        run_grants(grant=grant, on=ON, actor=None)
    assert sum(circuit.balance(one) for one in people) == 40_000
    done = run_grants(grant=grant, on=ON, actor=None)
    assert (done.paid, done.already) == (3, 2)
    assert [circuit.balance(one) for one in people] == [20_000] * 5


def test_who_decides_and_what_cannot_be_written(circuit: Circuit, company: Participant) -> None:
    with pytest.raises(PermissionDenied):
        decided(circuit, actor=circuit.worker("act_for_member"))
    first = decided(circuit, actor=circuit.worker("run_grant"))
    with pytest.raises(PermissionDenied):
        run_grants(grant=first, on=ON, actor=circuit.worker("act_for_member"))
    for wrong, words in (
        ({"title": " "}, "titolo"),
        ({"year": 1999}, "anno"),
        ({"year": 2028}, "anno"),
        ({"resolution": None}, "organo"),
        ({"amount": 0}, "zero"),
        ({}, "già"),
    ):
        with pytest.raises(Refused, match=words):
            decided(circuit, **wrong)
    for sql in ("UPDATE liberex_grant SET amount = 1", "DELETE FROM liberex_grant"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_on_the_mirror_of_an_outside_circuit_nobody_is_paid(circuit: Circuit, company: Participant, settings: Any) -> None:
    employee, grant = circuit.employee(company), decided(circuit)
    mirror = LiberexSettings.model_validate({"mode": "mirror"}).model_dump()
    settings.COOP = settings.COOP.model_copy(update={"plugins": {**settings.COOP.plugins, "liberex": mirror}})
    with pytest.raises(Refused, match="circuito esterno"):
        run_grants(grant=grant, on=ON, actor=None)
    assert circuit.balance(employee) == 0
