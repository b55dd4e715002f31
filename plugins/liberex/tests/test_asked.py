"""Requests of payment, standing orders, refunds: once each, refusals in words, nobody else's rows."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from liberex_world import ON, Circuit

from vivaio_core.ledger.api import check
from vivaio_core.people.errors import Refused
from vivaio_core.trail.models import Event
from vivaio_core.trail.sentences import told
from vivaio_liberex.manifest import LiberexSettings
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.models.payments import Payment
from vivaio_liberex.models.requests import PaymentRequest
from vivaio_liberex.models.standing import StandingOrder, StandingRun
from vivaio_liberex.months import falls, in_month, next_after
from vivaio_liberex.privacy import disclosed
from vivaio_liberex.services import requests, standing
from vivaio_liberex.services.pay import pay
from vivaio_liberex.services.refund import refund_payment

AREA = "/area/liberex"


@pytest.fixture
def pair(circuit: Circuit) -> tuple[Participant, Participant]:
    return circuit.participant(balance=10_000, login=True), circuit.participant("company", login=True, shown_as="Forno Àlba")


def signed_in(participant: Participant) -> Client:
    client = Client()
    client.force_login(participant.party.login)
    return client


def asked(payee: Participant, payer: Participant | None, amount: int = 2_500, **given: object) -> PaymentRequest:
    kept = {"memo": "cena", "expires_on": ON + timedelta(days=30), "on": ON, "actor": payee.party.login, **given}
    return requests.ask(payee=payee, payer=payer, amount=amount, **kept)  # type: ignore[arg-type]


def ordered(payer: Participant, payee: Participant, amount: int = 3_000, **given: object) -> StandingOrder:
    kept = {"memo": "affitto", "day": 31, "first_on": ON, "last_on": None, "times": None, "on": ON, "actor": payer.party.login, **given}
    return standing.order(payer=payer, payee=payee, amount=amount, **kept)  # type: ignore[arg-type]


def test_the_last_day_of_short_months():
    assert in_month(2028, 2, 31) == date(2028, 2, 29)
    found = list(falls(31, date(2026, 1, 31), date(2026, 4, 29)))
    assert found == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
    assert list(falls(5, date(2025, 12, 6), date(2026, 1, 5))) == [date(2026, 1, 5)]
    assert next_after(31, date(2026, 12, 31)) == date(2027, 1, 31)
    assert next_after(10, date(2026, 12, 3)) == date(2026, 12, 10)


def test_a_request_is_paid_once_by_who_is_asked(circuit, pair):
    payer, payee = pair
    row = asked(payee, payer)
    made = requests.pay_request(asked=row, payer=payer, on=ON, actor=payer.party.login)
    assert requests.pay_request(asked=row, payer=payer, on=ON, actor=payer.party.login) == made
    row.refresh_from_db()
    assert (circuit.balance(payee), made.origin, row.state, made.key) == (2_500, "request", "paid", row.key)
    with pytest.raises(Refused, match="già stata pagata"):
        requests.withdraw(asked=row, on=ON, actor=payee.party.login)
    third = circuit.participant(balance=5_000, login=True)
    with pytest.raises(Refused, match="altri"):
        requests.pay_request(asked=row, payer=third, on=ON, actor=third.party.login)
    with pytest.raises(PermissionDenied):
        requests.pay_request(asked=asked(payee, payer), payer=payer, on=ON, actor=third.party.login)
    assert check() == []


def test_an_open_address_is_paid_by_the_first(circuit, pair):
    payer, payee = pair
    row, second = asked(payee, None), circuit.participant(balance=5_000, login=True)
    requests.pay_request(asked=row, payer=second, on=ON, actor=second.party.login)
    with pytest.raises(Refused, match="altri"):
        requests.pay_request(asked=row, payer=payer, on=ON, actor=payer.party.login)
    assert circuit.balance(payee) == 2_500


def test_what_is_declined_withdrawn_or_late_is_not_paid(pair):
    payer, payee = pair
    declined, withdrawn, late = asked(payee, payer), asked(payee, payer), asked(payee, payer, expires_on=ON)
    requests.decline(asked=declined, payer=payer, answer=" non   ora ", on=ON, actor=payer.party.login)
    requests.withdraw(asked=withdrawn, on=ON, actor=payee.party.login)
    tomorrow = ON + timedelta(days=1)
    for row, words in ((declined, "rifiutata"), (withdrawn, "ritirato"), (late, "valeva fino")):
        with pytest.raises(Refused, match=words):
            requests.pay_request(asked=row, payer=payer, on=tomorrow, actor=payer.party.login)
    assert late.state_on(tomorrow) == "scaduta"
    assert (requests.expire_requests(on=tomorrow), requests.expire_requests(on=tomorrow)) == (1, 0)
    declined.refresh_from_db()
    assert declined.answer == "non ora"
    with pytest.raises(DatabaseError), transaction.atomic():
        PaymentRequest.objects.filter(pk=declined.pk).update(state="open")
    with pytest.raises(Refused, match="Scelga un giorno"):
        asked(payee, payer, expires_on=ON - timedelta(days=1))
    assert Payment.objects.count() == 0


def test_who_is_asked_gets_one_letter_with_the_address(pair, mailoutbox):
    payer, payee = pair
    payer.party.email = "socio@prova.example"
    payer.party.save()
    row = asked(payee, payer)
    assert [letter.to for letter in mailoutbox] == [["socio@prova.example"]]
    assert str(row.key) in mailoutbox[0].body


def test_asking_and_paying_on_the_pages(circuit, pair):
    payer, payee = pair
    shop, buyer, today = signed_in(payee), signed_in(payer), timezone.localdate()
    kept = shop.post(f"{AREA}/richieste/nuova/", {"code": "nessuno", "amount": "12,50", "expires_on": today.isoformat()}).content.decode()
    assert 'value="12,50"' in kept
    assert "Nessuno trovato" in kept
    sent = shop.post(f"{AREA}/richieste/nuova/", {"code": payer.code, "amount": "12,50", "memo": "pane", "expires_on": today.isoformat()})
    assert "<svg" in shop.get(sent["Location"]).content.decode()
    assert "Forno Àlba" in buyer.get(f"{AREA}/").content.decode()
    waits = buyer.get(f"{AREA}/richieste/").content.decode()
    assert (waits.count("12,50"), "Aspettano Lei" in waits, "chiesto prima" in waits) == (1, True, False)
    assert signed_in(circuit.participant(login=True)).get(sent["Location"]).status_code == 404
    assert shop.post(f"{sent['Location']}paga/").status_code == 404
    assert buyer.get(f"{sent['Location']}paga/").status_code == 405
    assert buyer.post(f"{sent['Location']}altro/").status_code == 404
    assert [buyer.post(f"{sent['Location']}paga/")["Location"] for _ in range(2)] == [f"{AREA}/pagamenti/{Payment.objects.get().key}/"] * 2
    assert circuit.balance(payee) == 1_250
    paid = buyer.get(f"{AREA}/richieste/").content.decode()
    assert (paid.count("12,50"), "Aspettano Lei" in paid, "chiesto prima" in paid) == (1, False, True)
    row = asked(payee, payer, 99_999, expires_on=today)
    assert "Mancano" in buyer.get(f"{AREA}/richieste/{row.key}/").content.decode()
    assert buyer.post(f"{AREA}/richieste/{row.key}/paga/").status_code == 400
    assert buyer.post(f"{AREA}/richieste/{row.key}/rifiuta/", {"answer": "troppo"}).status_code == 302
    assert "troppo" in shop.get(f"{AREA}/richieste/").content.decode()
    assert {"requests_of_payment", "standing_orders"} <= set(disclosed(payer.party)["participations"][0])


def test_a_monthly_order_pays_each_instalment_once(circuit, pair):
    payer, payee = pair
    made = ordered(payer, payee, times=3)
    for day in (date(2026, 3, 30), date(2026, 3, 31), date(2026, 3, 31), date(2026, 5, 2)):
        standing.run_standing(on=day)
    assert list(made.runs.order_by("due_on").values_list("due_on", "state")) == [(date(2026, 3, 31), "paid"), (date(2026, 4, 30), "paid")]
    assert circuit.balance(payee) == 6_000
    assert standing.run_standing(on=date(2026, 6, 30)) == 1
    made.refresh_from_db()
    assert (made.state, standing.run_standing(on=date(2026, 12, 31)), circuit.balance(payee)) == ("ended", 0, 9_000)
    with pytest.raises(DatabaseError), transaction.atomic():
        StandingRun.objects.all().delete()
    with pytest.raises(Refused, match="ne faccia un altro"):
        standing.resume(standing=made, on=ON, actor=payer.party.login)


def test_a_refused_instalment_is_told_and_not_tried_again(circuit, pair):
    payer, payee = pair
    made = ordered(payer, payee, 12_000)
    april = date(2026, 4, 1)
    assert standing.run_standing(on=april) == 0
    circuit.put(payer, 50_000)
    assert standing.run_standing(on=april) == 0
    run = made.runs.get()
    assert (run.state, circuit.balance(payee)) == ("refused", 0)
    assert "mancano 20,00" in run.reason
    page = signed_in(payer).get(f"{AREA}/ordini/").content.decode()
    assert "mancano 20,00" in page
    assert f"{AREA}/paga/{payee.code}/?importo=120" in page


def test_what_falls_in_a_suspension_is_left_out(circuit, pair):
    payer, payee = pair
    made, actor = ordered(payer, payee, 1_000, last_on=date(2026, 6, 30)), payer.party.login
    standing.suspend(standing=made, on=ON, actor=actor)
    assert standing.run_standing(on=date(2026, 4, 15)) == 0
    standing.resume(standing=made, on=date(2026, 4, 15), actor=actor)
    assert [standing.run_standing(on=day) for day in (date(2026, 4, 16), date(2026, 4, 30), date(2026, 7, 5), date(2026, 7, 6))] == [0, 1, 2, 0]
    made.refresh_from_db()
    assert (made.state, circuit.balance(payee)) == ("ended", 3_000)
    with pytest.raises(PermissionDenied):
        standing.end(standing=ordered(payer, payee), on=ON, actor=payee.party.login)


def test_orders_end_with_who_has_left(circuit, pair):
    payer, payee = pair
    made = ordered(payer, payee)
    Participant.objects.filter(pk=payee.pk).update(state="closed")
    assert standing.run_standing(on=date(2026, 4, 30)) == 0
    made.refresh_from_db()
    assert (made.state, made.runs.count()) == ("ended", 0)


@pytest.mark.parametrize("wrong", [{"day": 0}, {"day": 32}, {"first_on": date(2026, 3, 1)}, {"last_on": ON}, {"last_on": date(2026, 2, 1)}])
def test_orders_that_cannot_be_are_refused(pair, wrong):
    with pytest.raises(Refused):
        ordered(*pair, **wrong)


def test_orders_on_the_pages(pair):
    payer, payee = pair
    client, today = signed_in(payer), timezone.localdate()
    data = {"code": payee.code, "amount": "30", "day": "31", "first_on": today.isoformat()}
    assert "Scelga" in client.post(f"{AREA}/ordini/nuovo/", {**data, "first_on": "2020-01-01"}).content.decode()
    assert client.post(f"{AREA}/ordini/nuovo/", data).status_code == 302
    row = StandingOrder.objects.get()
    for act, state in (("sospendi", "suspended"), ("riprendi", "active"), ("termina", "ended"), ("riprendi", "ended")):
        assert client.post(f"{AREA}/ordini/{row.key}/{act}/").status_code == 302
        row.refresh_from_db()
        assert row.state == state
    for path in (f"{row.key}/altro/", f"{uuid4()}/termina/"):
        assert client.post(f"{AREA}/ordini/{path}").status_code == 404
    assert signed_in(payee).post(f"{AREA}/ordini/{row.key}/termina/").status_code == 404


def test_a_payment_is_given_back_once_with_its_shares(circuit, pair):
    payer, payee = pair
    for code in ("lbx.fee.purchase", "lbx.fee.sale"):
        circuit.rule(code, 3)
    made = pay(payer=payer, payee=payee, amount=1_000, key=uuid4(), on=ON, actor=payer.party.login)
    with pytest.raises(PermissionDenied):
        refund_payment(payment=made, on=ON, actor=payer.party.login)
    back = refund_payment(payment=made, on=ON, actor=payee.party.login)
    assert refund_payment(payment=made, on=ON, actor=payee.party.login) == back
    assert (circuit.balance(payer), circuit.balance(payee), back.origin) == (10_000, 0, "refund")
    with pytest.raises(Refused, match="già una restituzione"):
        refund_payment(payment=back, on=ON, actor=payer.party.login)
    assert check() == []


def test_giving_back_what_is_spent_is_refused_in_words(circuit, pair):
    payer, payee = pair
    shop = signed_in(payee)
    made = pay(payer=payer, payee=payee, amount=1_000, key=uuid4(), on=ON, actor=payer.party.login)
    spent = pay(payer=payee, payee=payer, amount=400, key=uuid4(), on=ON, actor=payee.party.login)
    address = f"{AREA}/pagamenti/{made.key}/"
    assert "restituisci" in shop.get(address).content.decode()
    answer = shop.post(f"{address}restituisci/")
    assert (answer.status_code, "mancano 4,00" in answer.content.decode()) == (400, True)
    assert shop.get(f"{AREA}/pagamenti/{spent.key}/restituisci/").status_code == 404
    circuit.put(payee, 400)
    sent = shop.post(f"{address}restituisci/")
    assert shop.get(f"{address}restituisci/")["Location"] == sent["Location"]
    for client in (shop, signed_in(payer)):
        assert re.search("[Rr]estitui", client.get(sent["Location"]).content.decode())
        statement = client.get(f"{AREA}/estratto-conto/", {"since": "2026-01-01", "until": timezone.localdate().isoformat()}).content.decode()
        assert statement.count("10,00") >= 2


def test_lists_cost_the_same_queries(pair):
    payer, payee = pair
    buyer, shop = signed_in(payer), signed_in(payee)

    def cost() -> list[int]:
        found = []
        for client, path in ((buyer, ""), (buyer, "richieste/"), (shop, "richieste/"), (buyer, "ordini/")):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"{AREA}/{path}").status_code == 200
            found.append(len(queries))
        return found

    late = timezone.localdate() + timedelta(days=5)
    rows = [PaymentRequest(payee=payee, payer=payer, amount=1, asked_on=ON, expires_on=late) for _ in range(61)]
    kept = {"payer": payer, "payee": payee, "amount": 1, "day": 5, "first_on": ON, "waits_from": ON}
    orders = [StandingOrder(**kept) for _ in range(19)]
    rows[0].save()
    orders[0].save()
    StandingRun.objects.create(order=orders[0], due_on=ON, ran_on=timezone.localdate(), state="refused", reason="prova")
    cost()
    before = cost()
    PaymentRequest.objects.bulk_create(rows[1:])
    StandingOrder.objects.bulk_create(orders[1:])
    StandingRun.objects.bulk_create([StandingRun(order=one, due_on=ON, ran_on=ON, state="paid") for one in orders[1:]])
    assert [after - count for after, count in zip(cost(), before, strict=True)] == [0, 0, 0, 0]


def test_the_office_pays_for_a_participant_and_both_names_stay(circuit, pair, entered):
    payer, payee = pair
    office, page = entered("operator"), reverse("office_liberex_participants:act", args=[payer.pk, "paga"])
    data = {"payee": payee.code, "amount": "30", "memo": "pane", "key": str(uuid4())}
    assert "mancano 70,00" in office.post(page, {**data, "amount": "170"}).content.decode()
    assert [office.post(page, data).status_code for _ in range(2)] == [302, 302]
    made = Payment.objects.get()
    assert (circuit.balance(payee), made.actor.party_id if hasattr(made.actor, "party") else None) == (3_000, None)
    assert "Fatto da" in signed_in(payer).get(f"{AREA}/pagamenti/{made.key}/").content.decode()
    assert "Fatto da" not in signed_in(payee).get(f"{AREA}/pagamenti/{made.key}/").content.decode()
    assert entered("board").post(page, data).status_code in (302, 403)
    assert Payment.objects.count() == 1


def test_on_the_mirror_of_an_outside_circuit_no_order_is_tried(circuit, pair, settings):
    payer, payee = pair
    made = ordered(payer, payee)
    mirror = LiberexSettings.model_validate({"mode": "mirror"}).model_dump()
    settings.COOP = settings.COOP.model_copy(update={"plugins": {**settings.COOP.plugins, "liberex": mirror}})
    assert standing.run_standing(on=ON + timedelta(days=60)) == 0
    made.refresh_from_db()
    assert (made.state, made.runs.count(), circuit.balance(payer)) == ("active", 0, 10_000)


def test_the_office_reads_and_ends_an_order_for_who_asks(circuit, pair, entered):
    payer, payee = pair
    made = ordered(payer, payee)
    asked(payee, payer, memo="olio", expires_on=timezone.localdate() + timedelta(days=9))
    office = entered("operator")
    page = f"/ufficio/liberex/partecipanti/{payer.pk}/"
    assert "olio" in office.get(page).content.decode()
    other = f"/ufficio/liberex/partecipanti/{payee.pk}/ordini/{made.pk}/fine/"
    assert office.get(other).status_code == 404
    office.post(f"{page}ordini/{made.pk}/fine/")
    made.refresh_from_db()
    assert (made.state, told(Event.objects.get(kind="liberex.standing"))) == (
        "ended",
        "Ordine permanente di 30,00 Liberex a Forno Àlba: terminato.",
    )
    assert "ordini/" not in office.get(page).content.decode()
