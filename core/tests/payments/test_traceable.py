"""The share of traceable payments by year (M5): by value date, bounced ones and what was taken off out, credits as their settings say."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from vivaio_core.payments import methods
from vivaio_core.payments.models.charges import Receipt
from vivaio_core.payments.selectors.reports import indicators
from vivaio_core.payments.selectors.traceable import YearShare, leaves_trace, shares, target
from vivaio_core.payments.services.authorise import authorise_method
from vivaio_core.payments.services.bounce import bounce
from vivaio_core.payments.services.undo_allocation import undo_allocation
from vivaio_core.rules.models import Parameter

ON = date(2026, 3, 10)


@pytest.fixture
def pay(charge, paid, anna):
    """`pay(89, "card", 2022)`: a charge of as many euro, paid by that method, value date in that year."""

    def one(euros, method, year, number=[0]):  # noqa: B006 - counts the charges of a test
        number[0] += 1
        day = date(year, 12, 31)
        owed = charge(euros * 100, f"m5:{number[0]}", on=day, due_on=day)
        leave = None
        if method in ("cash", "cheque"):
            before = timezone.make_aware(datetime.combine(day - timedelta(days=1), time(11)))
            leave = authorise_method(method=method, party=anna, limit=euros * 100, reason="Prova", valid_to=day, on=day, actor=None, at=before)
        return paid(euros * 100, charge=owed, method=method, received_on=day, value_on=day, authorisation=leave)

    return one


def test_m5_the_years_of_the_report(pay):
    for euros, method in ((70, "bank_transfer"), (19, "card"), (6, "cheque"), (5, "cash")):
        pay(euros, method, 2022)
    pay(10, "pos", 2024)
    first, last = shares()
    assert (first.year, first.percent, first.total, first.traceable) == (2022, 89.0, 10_000, 8_900)
    assert first.by_method == (("bank_transfer", 7000), ("card", 1900), ("cheque", 600), ("cash", 500))
    assert (last.year, last.percent) == (2024, 100.0)


def test_m5_bounced_and_taken_off_are_out_and_money_that_pays_nothing_too(pay, paid):
    pay(10, "cheque", 2025)
    gone, off = pay(30, "bank_transfer", 2025), pay(40, "bank_transfer", 2025)
    bounce(receipt=gone, on=ON, reason="Scoperto", actor=None)
    undo_allocation(allocation=off.allocations.get(), on=ON, actor=None)
    paid(9900)
    assert shares() == [YearShare(2025, 1000, 0, (("cheque", 1000),))]


def test_m5_credits_count_unless_their_settings_say_no(monkeypatch):
    credits = methods.AtOnce(methods.MUTUAL_CREDIT, "Crediti", traceable=False)
    for provided, counted in (({}, True), ({methods.MUTUAL_CREDIT: credits}, False)):
        monkeypatch.setattr(methods, "_methods", {**{k: v for k, v in methods._methods.items() if k != methods.MUTUAL_CREDIT}, **provided})
        assert leaves_trace(methods.MUTUAL_CREDIT) is counted


def test_m5_only_what_is_whole_is_a_hundred():
    assert [YearShare(2026, 100_000, cents, ()).percent for cents in (99_999, 100_000, 1)] == [99.9, 100.0, 0.0]


def test_m5_the_target_is_a_dated_rule(db):
    assert [(one.percent, one.year) for one in (target(date(2022, 6, 1)), target(ON), target(date(2031, 1, 1)))] == [(100.0, 2026)] * 3
    Parameter.objects.filter(code="pay.traceable.target").delete()
    assert target(ON) is None


def test_m5_the_office_and_the_public_figure_show_the_years(operator, pay):
    url = reverse("office_payments_traceable:index")
    assert "Ancora niente è stato pagato" in operator.get(url).content.decode()
    assert indicators(ON) == []
    pay(89, "card", 2022)
    pay(11, "cash", 2022)
    pay(10, "card", 2026)
    with CaptureQueriesContext(connection) as queries:
        page = operator.get(url).content.decode()
    few = len(queries)
    assert ("89%" in page, "100%" in page, "11,00" in page, "contanti" in page.lower()) == (True, True, True, True)
    (shown,) = [one for one in indicators(date(2026, 12, 31)) if one.code == "payments.traceable"]
    assert (shown.value, shown.series) == ("100", [("2022", 89.0), ("2026", 100.0)])
    assert "100% nel 2026" in shown.note
    for year in range(2000, 2020):
        pay(1, "card", year)
    with CaptureQueriesContext(connection) as queries:
        operator.get(url)
    assert len(queries) == few
    assert Receipt.objects.count() == 23


def test_who_may_not_is_refused(client):
    assert client.get(reverse("office_payments_traceable:index")).status_code in (302, 403)
