"""The circuit's office: every page and act, what is typed wrong, who may not enter, equal query counts."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from liberex_world import Circuit

from vivaio_core.ledger.models import Account
from vivaio_core.payments.models.charges import Charge
from vivaio_core.people.relations.models import PartyRelation
from vivaio_liberex.models.fund import FundMovement
from vivaio_liberex.models.grants import Grant
from vivaio_liberex.models.participants import CreditLine, Participant, Sector

PEOPLE = "office_liberex_participants"
SECTIONS = (PEOPLE, "office_liberex_lines", "office_liberex_grants", "office_liberex_fund", "office_liberex_warning", "office_liberex_sectors")
BODY = {"organ": "board", "held_on": "2026-03-02", "minute_no": "7"}


def at(one: Any, act: str) -> str:
    return reverse(f"{PEOPLE}:act", args=[one.pk, act])


@pytest.fixture
def boss(entered: Any) -> Client:
    client: Client = entered("administrator")
    return client


def test_an_account_is_opened_for_somebody_and_the_refusal_keeps_what_was_typed(circuit: Circuit, boss: Client) -> None:
    party, stranger = circuit.member(), circuit.party()
    answers = {"party": party.display_name, "kind": "member", "shown_as": "Bottega", "seller_share": "80", "listed": "on", "agreed": "on"}
    for wrong, words in (
        ({"agreed": ""}, "spunti la casella"),
        ({"kind": "company"}, "è una persona"),
        ({"party": stranger.display_name}, "solo i soci"),
        ({"party": "nessuno così"}, "Non si trova"),
    ):
        page = boss.post(reverse(f"{PEOPLE}:add"), {**answers, **wrong})
        assert page.status_code == 200
        assert "Bottega" in page.content.decode()
        assert words in page.content.decode() or words == "Non si trova"
    assert not Participant.objects.exists()
    assert boss.post(reverse(f"{PEOPLE}:add"), answers).status_code == 302
    made = Participant.objects.get()
    assert (made.party, made.seller_share, made.accepted[:5]) == (party, 80, "carta")
    assert boss.get(reverse(f"{PEOPLE}:page", args=[made.pk])).status_code == 200


def test_a_line_is_granted_and_ended_from_the_page(circuit: Circuit, boss: Client) -> None:
    one, today = circuit.participant(), timezone.localdate()
    answers = {"amount": "1.000,00", "reason": "vende ogni mese", "valid_from": today.isoformat(), **BODY}
    for wrong in ("0", "-5", "1,234.56", "abc", "1,999", "9" * 30, "١٢"):
        page = boss.post(at(one, "fido"), {**answers, "amount": wrong}).content.decode()
        assert "vende ogni mese" in page
    assert not CreditLine.objects.exists()
    assert boss.post(at(one, "fido"), answers).status_code == 302
    line = CreditLine.objects.get()
    assert (line.amount, Account.objects.get(pk=one.account_id).floor) == (100_000, -100_000)
    page = reverse("office_liberex_lines:page", args=[line.pk])
    assert "1.000,00 Liberex" in boss.get(page).content.decode()
    assert boss.post(reverse("office_liberex_lines:end", args=[line.pk]), {"ends_on": today.isoformat(), "reason": "basta così"}).status_code == 302
    assert Account.objects.get(pk=one.account_id).floor == 0


def test_suspension_agreement_correction_and_help_from_the_page(circuit: Circuit, boss: Client) -> None:
    one, giver, today = circuit.participant(), circuit.participant(balance=5_000), timezone.localdate()
    assert boss.post(at(one, "sospendi"), {"reason": "da chiarire"}).status_code == 302
    assert "Sospeso" in boss.get(reverse(f"{PEOPLE}:page", args=[one.pk])).content.decode()
    assert boss.post(at(one, "riattiva"), {"reason": "chiarito"}).status_code == 302
    past = boss.post(at(one, "accordo"), {"text": "vende le cassette", "look_again_on": today.isoformat()}).content.decode()
    assert "vende le cassette" in past
    soon = (today + timedelta(days=20)).isoformat()
    assert boss.post(at(one, "accordo"), {"text": "vende le cassette", "look_again_on": soon}).status_code == 302
    assert boss.post(at(one, "correggi"), {"shown_as": "Nome nuovo", "seller_share": "50"}).status_code == 302
    page = boss.get(reverse(f"{PEOPLE}:page", args=[one.pk])).content.decode()
    assert "vende le cassette" in page
    assert "Nome nuovo" in page
    key = "6f1c7e3a-3f0b-4b51-9a52-6a1f0c9d2e11"
    help_ = {"amount": "10,00", "reason": "alluvione", "key": key, **BODY}
    assert "Il fondo ha 0,00" in boss.post(at(one, "aiuto"), help_).content.decode()
    from vivaio_liberex.services.fund import give

    give(participant=giver, amount=3_000, reason="", on=today, actor=None)
    for _click in range(2):
        assert boss.post(at(one, "aiuto"), help_).status_code == 302
    assert (circuit.balance(one), FundMovement.objects.filter(kind="support").count()) == (1_000, 1)
    assert "20,00 Liberex" in boss.get(reverse("office_liberex_fund:index")).content.decode()


def test_an_exit_in_debt_from_beginning_to_end(circuit: Circuit, boss: Client) -> None:
    one = circuit.participant(balance=-12_345)
    page = boss.get(at(one, "esci")).content.decode()
    assert "123,45 €" in page
    assert boss.post(at(one, "esci"), {"reason": "trasloca"}).status_code == 302
    assert "dovuto di 123,45 €" in boss.get(at(one, "regola")).content.decode()
    assert boss.post(at(one, "regola")).status_code == 302
    assert Charge.objects.get().amount == 12_345
    assert boss.post(at(one, "annulla"), {"reason": "ripensamento"}).status_code == 302
    assert boss.post(at(one, "regola")).status_code == 302
    assert boss.post(at(one, "chiudi")).status_code == 302
    assert Participant.objects.get().state == "closed"
    assert "zero" in boss.post(at(one, "chiudi")).content.decode()


def test_a_yearly_sum_is_decided_looked_at_and_paid(circuit: Circuit, boss: Client) -> None:
    company = circuit.participant("company")
    one, gone = circuit.employee(company), circuit.employee(company)
    PartyRelation.objects.filter(source=gone.party).update(to_on=timezone.localdate())
    answers = {"title": "Premio", "year": "2026", "amount": "200,00", "employer": "", **BODY}
    assert "Premio" in boss.post(reverse("office_liberex_grants:add"), {**answers, "year": "1800"}).content.decode()
    assert boss.post(reverse("office_liberex_grants:add"), answers).status_code == 302
    grant = Grant.objects.get()
    page = boss.get(reverse("office_liberex_grants:page", args=[grant.pk])).content.decode()
    assert "non risulta più dipendente" in page
    assert one.shown_as in page
    run = reverse("office_liberex_grants:run", args=[grant.pk])
    assert "1 persone ricevono 200,00" in boss.get(run).content.decode()
    for _click in range(2):
        assert boss.post(run).status_code == 302
    assert circuit.balance(one) == 20_000


def test_fees_are_raised_once_a_period(circuit: Circuit, boss: Client) -> None:
    circuit.participant(), circuit.participant("company")
    url = reverse(f"{PEOPLE}:fees")
    assert "non c&#x27;è nessuna quota" in boss.post(url, {"every": "year"}).content.decode()
    circuit.rule("lbx.fee.year", 5_000)
    for _click in range(2):
        assert boss.post(url, {"every": "year"}).status_code == 302
    assert [row.amount for row in Charge.objects.all()] == [5_000, 5_000]


def test_the_warning_page_by_band_with_foreign_words_in_the_address(circuit: Circuit, boss: Client) -> None:
    circuit.put(circuit.participant(shown_as="Sotto da un anno"), -500, timezone.localdate() - timedelta(days=500))
    circuit.put(circuit.participant(shown_as="Sotto da poco"), -500, timezone.localdate())
    url = reverse("office_liberex_warning:index")
    shown = boss.get(url).content.decode()
    assert "Sotto da un anno" in shown
    assert "Sotto da poco" not in shown
    assert "Sotto da poco" in boss.get(f"{url}?tutti=1").content.decode()
    assert "Sotto da poco" not in boss.get(f"{url}?eta=4").content.decode()
    for wrong in ("?eta=99999999999999999999", "?eta=%00", "?eta=²", "?p=-1", "?p=9999999999999999999999"):
        assert boss.get(url + wrong).status_code == 200


def test_sectors(circuit: Circuit, boss: Client) -> None:
    url = reverse("office_liberex_sectors:add")
    assert boss.post(url, {"title": "Pane", "code": "pane"}).status_code == 302
    assert "un altro settore" in boss.post(url, {"title": "Pane due", "code": "pane"}).content.decode().lower()
    made = Sector.objects.get()
    assert boss.post(reverse("office_liberex_sectors:correct", args=[made.pk]), {"title": "Pane e dolci", "code": "pane"}).status_code == 302
    assert Sector.objects.get().title == "Pane e dolci"


def test_who_may_not_and_what_is_not_there(circuit: Circuit, entered: Any, boss: Client) -> None:
    one, board, operator = circuit.participant(), entered("board"), entered("operator")
    for name in SECTIONS:
        for client in (board, operator, boss):
            assert client.get(reverse(f"{name}:index")).status_code == 200, name
    # Wagtail leads who may not back to the office's first page.
    assert board.post(at(one, "sospendi"), {"reason": "prova prova"}).status_code == 302
    assert operator.post(at(one, "fido"), {"amount": "10", "reason": "prova", "valid_from": "2026-03-02", **BODY}).status_code == 302
    assert Account.objects.get(pk=one.account_id).state == "open"
    assert not CreditLine.objects.exists()
    assert boss.get(reverse(f"{PEOPLE}:page", args=[999_999_999])).status_code == 404
    assert boss.get(reverse(f"{PEOPLE}:page", args=[10**18])).status_code == 404
    assert boss.get(at(one, "inventato")).status_code == 404
    assert Client().get(reverse(f"{PEOPLE}:index")).status_code == 302


def test_lists_read_as_many_times_for_one_row_as_for_thirty(circuit: Circuit, boss: Client) -> None:
    company = circuit.participant("company")
    circuit.employee(company, balance=100)
    grant = Grant.objects.create(title="x", year=2026, amount=5, decided_on=timezone.localdate())
    urls = [reverse(f"{name}:index") for name in SECTIONS] + [reverse("office_liberex_grants:page", args=[grant.pk])]
    counts = []
    for url in urls:
        boss.get(url)
    for more in (0, 8):
        for _number in range(more):
            circuit.put(circuit.participant(), -300)
            circuit.employee(company)
        counts.append([queries(boss, url) for url in urls])
    # The second time everybody below zero is there: last sales and agreements are read once for all.
    assert [second - first for first, second in zip(*counts, strict=True)] == [0, 0, 0, 0, counts[1][4] - counts[0][4], 0, 0]
    assert max(counts[1]) <= 40


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)
