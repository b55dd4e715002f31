"""The office's page of dated rules: what the law lays down, what the statute may do, the cooperative's own values."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from vivaio_core.rules.models import Parameter
from vivaio_core.rules.selectors import rule

pytestmark = pytest.mark.django_db
OWN = {"valid_from": "2026-01-01", "source": "Statuto, art. 8", "mark": "sourced", "basis": "own"}


def page(client: Client, **query: str) -> str:
    return client.get(reverse("office_rules:index"), query).content.decode()


def test_the_list_says_what_the_statute_may_do(entered):
    shown = page(entered("operator"), q="exit.")
    assert "Lo statuto può solo ridurlo, non sotto 1" in shown
    assert "Lo statuto non può cambiarlo" in shown
    assert reverse("office_rules:value", args=["exit.examine_days"]) not in shown
    assert reverse("office_rules:value", args=["exit.examine_days"]) in page(entered("administrator"), q="exit.")


def test_the_page_of_a_rule_explains_the_bound_and_keeps_what_was_typed(entered):
    administrator, url = entered("administrator"), reverse("office_rules:value", args=["exit.examine_days"])
    assert "La legge fissa 60 giorni dal ricevimento: lo statuto può solo ridurlo, non sotto 1." in administrator.get(url).content.decode()
    refused = administrator.post(url, {**OWN, "value": "61"}).content.decode()
    assert "La legge fissa 60 giorni dal ricevimento" in refused
    assert "Statuto, art. 8" in refused
    assert rule("exit.examine_days", date(2026, 6, 1)).days == 60
    assert administrator.post(url, {**OWN, "value": "45"}).status_code == 302
    assert rule("exit.examine_days", date(2026, 6, 1)).days == 45
    assert "Valore della cooperativa" in page(administrator, q="exit.examine")


def test_a_word_is_chosen_not_typed(entered):
    administrator, url = entered("administrator"), reverse("office_rules:value", args=["exclusion.organ"])
    assert '<option value="assembly"' in administrator.get(url).content.decode()
    administrator.post(url, {**OWN, "text": "il presidente"})
    assert not Parameter.objects.filter(origin="site").exists()
    administrator.post(url, {**OWN, "text": "assembly"})
    assert rule("exclusion.organ", date(2026, 6, 1)).text == "assembly"


def test_a_law_that_came_later_is_told_beside_the_own_value(entered):
    administrator, url = entered("administrator"), reverse("office_rules:value", args=["exit.examine_days"])
    administrator.post(url, {**OWN, "value": "50"})
    administrator.post(url, {**OWN, "value": "40", "valid_from": "2027-01-01", "source": "Legge nuova", "basis": "law"})
    assert rule("exit.examine_days", date(2027, 1, 1)).days == 40
    assert "dal 1 gennaio 2027 vale la legge" in page(administrator, q="exit.examine")


def test_an_unknown_rule_and_whoever_may_not(entered):
    assert entered("administrator").get(reverse("office_rules:value", args=["non.esiste"])).status_code == 404
    operator = entered("operator")
    assert operator.post(reverse("office_rules:value", args=["exit.examine_days"]), {**OWN, "value": "45"}).status_code == 302
    assert not Parameter.objects.filter(origin="site").exists()


def test_many_own_values_cost_no_more_queries(entered):
    operator = entered("operator")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(operator, q="withdrawal")
        return len(queries)

    for place in range(40):
        start = date(2030 + place, 1, 1)
        Parameter.objects.create(code="withdrawal.days", value=Decimal(20), source="x", valid_from=start, valid_to=start)
        if place == 0:
            first = cost()
    assert cost() == first
