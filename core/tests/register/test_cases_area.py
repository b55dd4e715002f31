"""The member's own exit: what happens in words, the request, where it stands, the way back."""

from datetime import date

import pytest
from cases_world import decided, set_rule
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from membership import admitted, left

from vivaio_core.access.services.member_login import create_member_login
from vivaio_core.people.models import Party
from vivaio_core.people.services import register_party
from vivaio_core.register.clocks import deadline, mutual_end, years_after
from vivaio_core.register.models.cases import ExitCase
from vivaio_core.register.services import leave as services

pytestmark = pytest.mark.django_db
D = date
URL = "/area/quote/recesso/"


@pytest.fixture
def elena(db: None) -> Party:
    party = register_party(first_name="Elena", last_name="Ferrari", email="e@casa.example", fiscal_code="VRDGNN62C58F257V")
    admitted(party, D(2021, 3, 3), 4)
    create_member_login(party=party, actor=None)
    return party


@pytest.fixture
def member(client: Client, elena: Party) -> Client:
    assert elena.login
    from doors import ask_code, code_in_mail

    ask_code(client, elena.login.email)
    client.post(reverse("account_confirm_login_code"), {"code": code_in_mail()})
    return client


def words(value: D) -> str:
    from vivaio_core.pages.numbers import day

    return day(value)


def test_the_page_says_what_happens_with_the_dates_of_the_rules(member):
    today = timezone.localdate()
    page = member.get(URL).content.decode()
    assert f"entro il {words(deadline(today, 60))}" in page
    assert f"fino al {words(mutual_end(today, 3))}" in page
    assert "4 quote, per 100,00" in page
    assert "<script" not in page.split("</head>")[1].split("<main")[1].split("</main>")[0]


def test_i_ask_once_i_see_where_it_stands_and_i_change_my_mind(member, elena):
    page = member.post(URL, {"reason": "Mi trasferisco"}).content.decode()
    assert "metta la spunta" in page
    assert "Mi trasferisco" in page
    assert not ExitCase.objects.exists()
    page = member.post(URL, {"reason": "Mi trasferisco", "sure": "on"}, follow=True).content.decode()
    case = ExitCase.objects.get()
    assert (case.by_member, case.reason, case.received_on) == (True, "Mi trasferisco", timezone.localdate())
    assert "fra 60 giorni" in page
    member.post(URL, {"sure": "on"})
    assert ExitCase.objects.count() == 1
    assert "Il Suo recesso" in member.get(reverse("area:home")).content.decode()
    page = member.post("/area/quote/recesso/ritira/", follow=True).content.decode()
    assert "resta con noi" in page
    case.refresh_from_db()
    assert case.state == "withdrawn"
    assert "Chiedo di recedere" in member.get(URL).content.decode()


def test_once_decided_only_the_office_can_help(member, elena):
    member.post(URL, {"sure": "on"})
    case = ExitCase.objects.get()
    services.decide_exit(case=case, accept=True, resolution=decided(timezone.localdate()), actor=None)
    assert "Ritira la mia richiesta" not in member.get(URL).content.decode()
    page = member.post("/area/quote/recesso/ritira/", follow=True).content.decode()
    assert "chiamare l&#x27;ufficio" in page
    case.refresh_from_db()
    assert case.state == "accepted"


def test_a_ban_on_transfers_gives_the_first_day_or_the_notice(member, elena):
    set_rule("transfer.banned", text="sì")
    page = member.get(URL).content.decode()
    assert "per il preavviso" in page
    set_rule("transfer.ban_min_years", value=40)
    page = member.get(URL).content.decode()
    assert words(years_after(D(2021, 3, 3), 40)) in page
    assert "Chiedo di recedere" not in page
    member.post(URL, {"sure": "on"})
    assert not ExitCase.objects.exists()


def test_who_is_no_member_reads_so_and_nobody_else_enters(member, elena, client):
    left(elena, D(2024, 1, 1))
    assert "Possono recedere solo i soci" in member.get(URL).content.decode()
    member.post(URL, {"sure": "on"})
    assert not ExitCase.objects.exists()
    assert Client().get(URL).status_code == 302
    assert Client().post("/area/quote/recesso/ritira/").status_code == 302
    assert member.get("/area/quote/recesso/ritira/").status_code == 405


def test_a_broken_rule_is_said_in_words(member):
    set_rule("year.close", text="mai")
    answer = member.get(URL)
    assert answer.status_code == 200
    assert "year.close" in answer.content.decode()


def test_the_page_costs_little(member):
    member.get(URL)
    with CaptureQueriesContext(connection) as queries:
        member.get(URL)
    assert len(queries) <= 15
