"""A member's own payments: what is owed and how to pay it; nobody else's."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from vivaio_core.access.services.member_login import create_member_login
from vivaio_core.payments import privacy
from vivaio_core.payments.apps import Payments
from vivaio_core.payments.codes import payment_code
from vivaio_core.payments.models.charges import Charge, Receipt
from vivaio_core.payments.selectors.reports import indicators
from vivaio_core.payments.services.bounce import bounce
from vivaio_core.payments.services.give_back import give_back
from vivaio_core.people.models import Party
from vivaio_core.site.erasure import Disposal, Line, Plan

ON = date(2026, 3, 10)


@pytest.fixture
def member(client, anna):
    create_member_login(party=anna, actor=None)
    client.force_login(Party.objects.get(pk=anna.pk).login)
    return client


def test_a_member_reads_what_is_owed_and_how_to_pay(member, charge, paid, anna):
    owed = charge(10050)
    paid(2000, charge=owed)
    home = member.get(reverse("payments_area:home")).content.decode()
    assert "80,50" in home
    assert "20,00" in home
    page = member.get(reverse("payments_area:charge", args=[owed.code])).content.decode()
    assert owed.code[:4] in page
    assert f"{owed.code[4:8]}" in page
    assert "80,50" in page
    assert "80,50" in member.get("/area/").content.decode()
    paid(8050, charge=owed)
    paid(300, payer=anna)
    after = member.get(reverse("payments_area:home")).content.decode()
    assert "è tutto pagato" in after
    assert "3,00" in after


def test_other_peoples_charges_are_not_found(member, charge, bruno):
    foreign = charge(debtor=bruno)
    for code in (foreign.code, "RF00", "x" * 200):
        assert member.get(f"/area/pagamenti/{code}/").status_code == 404
    for page in ("2", "x", "-1", "9" * 40):
        assert member.get(reverse("payments_area:home"), {"p": page}).status_code == 200


@pytest.mark.broken_books
def test_the_members_page_costs_the_same_with_many_rows(member, charge, paid, anna):
    paid(2000, charge=charge(10000))

    def cost():
        with CaptureQueriesContext(connection) as queries:
            member.get(reverse("payments_area:home"))
        return len(queries)

    cost()
    few = cost()
    common = {"debtor": anna, "title": "Prova", "amount": 1000, "raised_on": ON, "due_on": ON}
    Charge.objects.bulk_create([Charge(cause=f"m:{n}", code=payment_code(f"m:{n}", 0), **common) for n in range(40)])
    assert cost() == few


def test_everything_about_a_person_is_told_and_words_go_when_they_may(charge, paid, anna):
    owed = charge(10000)
    receipt = paid(10100, charge=owed, external_ref="CRO 77")
    give_back(receipt=receipt, amount=60, on=ON, reason="Per Anna", actor=None)
    told = json.dumps(privacy.disclosed(anna))
    for word in ("Corso di cucina", "CRO 77", "10000", owed.code):
        assert word in told
    classes = {one.code: one for one in privacy.held(anna, ON)}
    assert (classes["payments.charges"].in_force, classes["payments.receipts"].in_force) == (False, True)
    assert classes["payments.charges"].since == ON
    room = Payments.create("vivaio_core.payments")
    room.erase(anna, Plan(()))
    assert "CRO 77" in json.dumps(privacy.disclosed(anna))
    plan = Plan(tuple(Line(code, "", 1, Disposal.PSEUDONYMISE) for code in classes))
    room.erase(anna, plan)
    room.erase(anna, plan)
    after = json.dumps(privacy.disclosed(anna))
    assert "CRO 77" not in after
    assert "Corso" not in after
    assert (Charge.objects.get().amount, Receipt.objects.get().amount, receipt.given_back.get().reason) == (10000, 10100, "—")


def test_an_open_charge_is_a_bond_in_force(charge, anna):
    charge()
    assert next(one for one in privacy.held(anna, ON) if one.code == "payments.charges").in_force


def test_the_share_paid_on_time_counts_what_was_due(charge, paid):
    assert indicators(ON) == []
    today = timezone.localdate()
    for number, day in enumerate((1, 1, 10)):
        paid(100, charge=charge(100, f"prova:{number}", due_on=ON), value_on=ON - timedelta(days=day) if day < 10 else ON + timedelta(days=3))
    charge(100, "prova:9", due_on=ON)
    charge(100, "prova:10", due_on=today + timedelta(days=900))
    assert [one.value for one in indicators(ON + timedelta(days=30))] == ["50", "100"]


def test_a_bounced_payment_is_shown_as_such(member, charge, paid):
    bounce(receipt=paid(10000, charge=charge(10000)), on=ON, reason="Scoperto", actor=None)
    assert "tornato indietro" in member.get(reverse("payments_area:home")).content.decode()
