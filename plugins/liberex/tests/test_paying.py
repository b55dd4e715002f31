"""Paying in three taps: refusals in words, one key one payment, codes that are framed twice, receipts, statements."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from liberex_world import ON, Circuit

from vivaio_core.ledger.api import KeyReused, check, freeze, set_limits
from vivaio_core.ledger.models import Transfer
from vivaio_core.people.errors import Refused
from vivaio_core.trail.models import Event
from vivaio_liberex import orders
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.models.payments import Payment
from vivaio_liberex.selectors.paying import recent
from vivaio_liberex.services.pay import pay

AREA = "/area/liberex"
pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(circuit: Circuit) -> tuple[Participant, Participant]:
    return circuit.participant(balance=10_000, login=True), circuit.participant("company", login=True, shown_as="Forno Àlba")


def signed_in(participant: Participant) -> Client:
    client = Client()
    client.force_login(participant.party.login)
    return client


def paid(payer: Participant, payee: Participant, amount: int, **given: object) -> Payment:
    return pay(**{"payer": payer, "payee": payee, "amount": amount, "key": uuid4(), "on": ON, "actor": payer.party.login, **given})  # type: ignore[arg-type]


def test_the_same_key_pays_once_and_other_content_is_refused(circuit, pair):
    payer, payee = pair
    events, key = Event.objects.count(), uuid4()
    made = paid(payer, payee, 2_500, key=key, memo="  pane   e  focaccia ")
    assert paid(payer, payee, 2_500, key=key) == made
    with pytest.raises(KeyReused):
        paid(payer, payee, 2_501, key=key)
    assert (circuit.balance(payer), circuit.balance(payee), made.memo) == (7_500, 2_500, "pane e focaccia")
    assert Transfer.objects.filter(key=key).count() == Payment.objects.count() == 1
    assert Event.objects.count() == events
    assert check() == []


def test_each_refusal_says_the_limit_by_how_much_and_what_to_do(circuit, pair):
    payer, payee = pair
    with pytest.raises(Refused, match=r"mancano 0,01 .*Paghi di meno"):
        paid(payer, payee, 10_001)
    set_limits(account=payee.account, floor=0, ceiling=5_000, reason="prova", actor=None)
    with pytest.raises(Refused, match=r"Forno Àlba può ricevere 10,00 .* in meno"):
        paid(payer, payee, 6_000)
    with pytest.raises(Refused, match="il Suo codice"):
        paid(payer, payer, 100)
    freeze(account=payee.account, reason="prova", actor=None)
    with pytest.raises(Refused, match="non può ricevere"):
        paid(payer, payee, 100)
    payee.state = "leaving"
    with pytest.raises(Refused, match="lascia il circuito"):
        paid(payer, payee, 100)
    with pytest.raises(PermissionDenied):
        paid(payer, payee, 100, actor=payee.party.login)
    assert Payment.objects.count() == 0


def test_fees_are_in_the_same_group(circuit, pair):
    payer, payee = pair
    for code in ("lbx.fee.purchase", "lbx.fee.sale"):
        circuit.rule(code, 3)
    key = uuid4()
    paid(payer, payee, 1_000, key=key)
    paid(payer, payee, 1_000, key=key)
    assert (circuit.balance(payer), circuit.balance(payee)) == (10_000 - 1_030, 970)
    with pytest.raises(Refused, match="Con la quota"):
        paid(payer, payee, 8_900)


def test_three_taps_and_a_fourth_press_pays_nothing(circuit, pair):
    payer, payee = pair
    client = signed_in(payer)
    found = client.get(f"{AREA}/paga/", {"q": "àlba"}).content.decode()
    assert f"{AREA}/paga/{payee.code}/" in found
    kept = client.post(f"{AREA}/paga/{payee.code}/", {"amount": "1,000.50", "memo": "pane"})
    assert "1,000.50" in kept.content.decode()
    assert "1.234,56" in kept.content.decode()
    sent = client.post(f"{AREA}/paga/{payee.code}/", {"amount": "12,5", "memo": "pane"})
    page = client.get(sent["Location"])
    assert "12,50" in page.content.decode()
    assert "87,50" in page.content.decode()
    word = re.search(r'name="order" value="([^"]+)"', page.content.decode())[1]
    answers = [client.post(sent["Location"], {"order": word}) for _ in range(2)]
    assert {answer["Location"] for answer in answers} == {f"{AREA}/pagamenti/{Payment.objects.get().key}/"}
    assert client.get(sent["Location"]).status_code == 302
    assert circuit.balance(payee) == 1_250
    assert "Forno Àlba" in client.get(answers[0]["Location"]).content.decode()
    assert "Ricevuto" in signed_in(payee).get(answers[0]["Location"]).content.decode()
    assert signed_in(circuit.participant(login=True)).get(answers[0]["Location"]).status_code == 404
    assert [one.pk for one in recent(payer)] == [payee.pk]


def test_too_much_is_said_before_the_last_tap_and_what_was_typed_stays(pair):
    payer, payee = pair
    page = signed_in(payer).post(f"{AREA}/paga/{payee.code}/", {"amount": "150", "memo": "pane"}).content.decode()
    assert "Mancano 50,00" in page
    assert "100,00" in page
    assert 'value="150"' in page


@pytest.mark.parametrize("word", ["", "x", "a:b:c", "1" * 3000])
def test_orders_that_are_none_stop_in_words(pair, word):
    client = signed_in(pair[0])
    answer = client.post(f"{AREA}/paga/conferma/", {"order": word})
    assert answer.status_code == 400
    assert "Non è stato pagato nulla" in answer.content.decode()
    assert client.get(f"{AREA}/paga/XXXXXX/").status_code == 404


def test_an_order_of_somebody_else_is_no_order(circuit, pair):
    payer, payee = pair
    word = orders.sign(orders.new_order(payee=payee.pk, amount=100, payer=payer.pk), orders.CONFIRM)
    other = circuit.participant(balance=500, login=True)
    assert signed_in(other).post(f"{AREA}/paga/conferma/", {"order": word}).status_code == 400
    assert Payment.objects.count() == 0


def test_a_code_with_an_amount_is_framed_twice_and_paid_once(circuit, pair):
    payer, payee = pair
    shown = signed_in(payee).get(f"{AREA}/incassa/", {"amount": "7,20", "memo": "cena"}).content.decode()
    assert "7,20" in shown
    assert "<svg" in shown
    word = orders.sign(orders.new_order(payee=payee.pk, amount=720, memo="cena"), orders.CODE)
    for client in (signed_in(payer), signed_in(payer)):
        step = client.get(f"{AREA}/inquadra/{word}/")
        page = client.get(step["Location"], follow=True)
        found = re.search(r'name="order" value="([^"]+)"', page.content.decode())
        if found:
            client.post(step["Location"], {"order": found[1]})
    assert (circuit.balance(payee), Payment.objects.get().origin) == (720, "qr")
    second = circuit.participant(balance=5_000, login=True)
    step = signed_in(second).get(f"{AREA}/inquadra/{word}/")
    page = signed_in(second).get(step["Location"]).content.decode()
    found = re.search(r'name="order" value="([^"]+)"', page)
    answer = signed_in(second).post(step["Location"], {"order": found[1]})
    assert "già" in answer.content.decode() or "altro pagamento" in answer.content.decode()
    assert circuit.balance(payee) == 720


def test_a_code_is_good_for_its_days_and_for_ours_only(pair, monkeypatch):
    payer, payee = pair
    good = orders.sign(orders.new_order(payee=payee.pk, amount=720), orders.CODE)
    for word in (good[:-2], orders.sign(orders.new_order(payee=payee.pk, amount=720), orders.CONFIRM)):
        assert signed_in(payer).get(f"{AREA}/inquadra/{word}/").status_code == 400
    gone = orders.sign(orders.new_order(payee=999_999, amount=720), orders.CODE)
    assert "ha lasciato il circuito" in signed_in(payer).get(f"{AREA}/inquadra/{gone}/").content.decode()


def test_the_statement_on_screen_as_sheet_and_as_print(circuit, pair):
    payer, payee = pair
    for amount, day in ((500, 1), (120, 10), (80, 4)):
        paid(payer, payee, amount, on=date(2026, 4, day), memo=f"=somma {amount}")
    client, days = signed_in(payee), {"since": "2026-04-02", "until": "2026-04-30"}
    page = client.get(f"{AREA}/estratto-conto/", days).content.decode()
    assert re.findall(r'class="num">([0-9.,−-]+)</td></tr>', page) == ["5,80", "7,00"]
    assert "5,00" in page
    sheet = client.get(f"{AREA}/estratto-conto/", {**days, "formato": "csv"}).content.decode("utf-8-sig").splitlines()
    assert sheet[1:] == [
        "2026-04-02;;Saldo iniziale;;5,00",
        f"2026-04-04;{payer.shown_as};'=somma 80;0,80;5,80",
        f"2026-04-10;{payer.shown_as};'=somma 120;1,20;7,00",
        "2026-04-30;;Saldo finale;;7,00",
    ]
    assert client.get(f"{AREA}/estratto-conto/", {**days, "formato": "pdf"}).content.startswith(b"%PDF")
    assert "scambi" in client.get(f"{AREA}/estratto-conto/", {"since": "2026-05-01", "until": "2026-04-01"}).content.decode().lower()
    for hostile in ({"since": "x", "until": "y"}, {"since": "0001-01-01", "until": "9999-12-31"}, {**days, "p": "9" * 30}):
        assert client.get(f"{AREA}/estratto-conto/", hostile).status_code == 200


def test_a_long_statement_costs_the_same_queries(circuit, pair):
    payer, payee = pair
    client = signed_in(payee)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{AREA}/estratto-conto/", {"since": "2026-01-01", "until": "2026-12-31"})
        return len(queries)

    paid(payer, payee, 1)
    cost()
    before = cost()
    for _ in range(60):
        paid(payer, payee, 1)
    assert cost() == before
    assert timezone.localdate()


def test_pages_are_for_participants(circuit, client):
    assert client.get(f"{AREA}/paga/").status_code == 302
    outsider = circuit.member(login=True)
    client.force_login(outsider.login)
    for path in ("paga/", "incassa/", "incassa/cartellino/", "estratto-conto/", "paga/conferma/"):
        assert client.get(f"{AREA}/{path}")["Location"].endswith("/entra/")
