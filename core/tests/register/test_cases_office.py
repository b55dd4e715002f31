"""Exits and transfers in the office: lists, pages, acts, letters, who may, how much it costs."""

from datetime import date, timedelta

import pytest
from cases_world import START, accepted, asked, fit_to_enter, out
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from membership import admitted

from vivaio_core.people.models import Party
from vivaio_core.people.services import register_party
from vivaio_core.register.models.book import RegisterEntry
from vivaio_core.register.models.cases import ExitCase, ShareTransfer
from vivaio_core.register.selectors import cases as reads
from vivaio_core.register.services.share_transfers import ask_transfer

pytestmark = pytest.mark.django_db
D = date
BOARD = {"organ": "board", "held_on": "2026-04-01", "minute_no": "7"}


@pytest.fixture
def elena(db: None) -> Party:
    party = register_party(first_name="Elena", last_name="Ferrari", fiscal_code="VRDGNN62C58F257V")
    admitted(party, START, 3, paid=True)
    return party


def send(client: Client, url: str, **data: object) -> str:
    """Post and follow; the page that comes."""
    answer = client.post(url, data, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_from_the_letter_to_the_refund_through_the_forms(operator, elena):
    page = send(operator, reverse("office_exits:open_exit"), party="1", received_on="2026-03-05", ground="statute", reason="Mi trasferisco")
    case = ExitCase.objects.get()
    assert "da esaminare" in page.casefold()
    assert "Mi trasferisco" in page

    def act(name: str, **data: object) -> str:
        return send(operator, reverse("office_exits:act", args=[case.pk, name]), **data)

    act("accept", **BOARD)
    act("communicate", on="2026-04-02")
    act("annotate", recorded_on="2026-04-10")
    case.refresh_from_db()
    assert (case.state, case.membership_end_on) == ("effective", D(2026, 4, 2))
    case.balance_close_on = D(2025, 12, 31)
    case.save()
    page = send(operator, reverse("office_exits:year"), close_on="2025-12-31", approved_on="2026-04-28")
    assert "1 rimborso" in page
    form = operator.get(reverse("office_exits:act", args=[case.pk, "refund"])).content.decode()
    assert 'value="75,00"' in form
    page = act("refund", euro="75,00", method="bonifico", reference="CRO 9", recorded_on="2026-05-02")
    case.refresh_from_db()
    assert case.state == "liquidated"
    assert "chiusa" in page.casefold()
    assert [entry.kind for entry in RegisterEntry.objects.order_by("seq")] == ["admission", "end", "refund"]


def test_what_was_typed_is_never_lost(operator, elena):
    url = reverse("office_exits:open_exit")
    page = send(operator, url, party="99", received_on="2026-03-05", ground="statute", reason="Il mio motivo")
    assert "Nessuno ha questa tessera" in page
    assert "Il mio motivo" in page
    page = send(operator, url, party="vrdgnn 62c58 f257v", received_on="2026-03-05", ground="statute", qty="1", reason="Il mio motivo")
    assert "Non si recede in parte" in page
    assert "Il mio motivo" in page
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "deve ancora venire" in send(operator, url, party="1", received_on=tomorrow, ground="statute")
    assert not ExitCase.objects.exists()


def test_exclusion_and_death_open_from_their_forms(operator, elena):
    page = send(operator, reverse("office_exits:open_exclusion"), party="1", received_on="2026-03-05", ground="unpaid", reason="Quote non versate")
    assert "diffida" in page
    assert not ExitCase.objects.exists()
    send(operator, reverse("office_exits:open_death"), party="1", received_on="2026-03-05", happened_on="2026-03-01", heirs="Leo")
    case = ExitCase.objects.get()
    page = operator.get(reverse("office_exits:page", args=[case.pk])).content.decode()
    assert "Annota la fine nel libro soci" in page
    assert "Fai subentrare un erede" not in page


def test_a_transfer_through_the_forms(operator, elena):
    leo = fit_to_enter(register_party(first_name="Leo", last_name="Ferrari", fiscal_code="BNCLRD91T03F257L"))
    send(operator, reverse("office_transfers:open"), seller="1", qty="3", buyer="BNCLRD91T03F257L", received_on="2026-03-05")
    transfer = ShareTransfer.objects.get()
    assert transfer.buyer == leo
    page = operator.get(reverse("office_transfers:page", args=[transfer.pk])).content.decode()
    assert "libera per silenzio" in page.casefold()
    assert "Nessuna risposta comunicata entro il 4 maggio 2026" in page
    url = reverse("office_transfers:act", args=[transfer.pk, "register"])
    assert 'value="BNCLRD91T03F257L"' in operator.get(url).content.decode()
    assert "solo dopo il 4 maggio 2026" in send(operator, url, buyer="BNCLRD91T03F257L", effective_on="2026-05-04", recorded_on="2026-05-10")
    send(operator, url, buyer="BNCLRD91T03F257L", effective_on="2026-05-05", recorded_on="2026-05-10")
    transfer.refresh_from_db()
    assert transfer.state == "registered"
    assert [entry.kind for entry in RegisterEntry.objects.order_by("seq")] == ["admission", "transfer_out", "admission", "transfer_in", "end"]


def test_letters_say_what_the_case_says(operator, elena):
    case = asked(elena)
    answer = reverse("office_exits:letter", args=[case.pk, "risposta"])
    assert operator.get(answer).status_code == 404
    case.delete()
    case = out(elena)
    page = operator.get(reverse("office_exits:letter", args=[case.pk, "risposta"])).content.decode()
    assert "delibera del 1 aprile 2026" in page
    page = operator.get(reverse("office_exits:letter", args=[case.pk, "fine-rapporto"])).content.decode()
    assert "tessera n. 1, non è più socio dal 2 aprile 2026" in page
    assert "<script" not in page
    assert operator.get(reverse("office_exits:letter", args=[case.pk, "altro"])).status_code == 404


def test_the_board_reads_and_does_nothing(entered, elena):
    board, case = entered("board"), accepted(elena)
    page = board.get(reverse("office_exits:page", args=[case.pk])).content.decode()
    assert "Annota la fine" not in page
    for url in ("open_exit", "open_exclusion", "open_death", "year"):
        assert board.get(reverse(f"office_exits:{url}")).status_code in (302, 403)
    assert board.post(reverse("office_exits:act", args=[case.pk, "annotate"]), {"recorded_on": "2026-04-10"}).status_code in (302, 403)
    assert board.get(reverse("office_transfers:open")).status_code in (302, 403)
    case.refresh_from_db()
    assert case.state == "accepted"


def test_nonsense_is_answered_quietly(operator, elena):
    case = asked(elena)
    for name, args in (("act", [case.pk, "vola"]), ("page", [999]), ("act", [999, "accept"])):
        assert operator.get(reverse(f"office_exits:{name}", args=args)).status_code == 404
    for query in ("?todo=boh", "?state=boh", "?kind=%00", "?p=zzz", "?q=%00"):
        assert operator.get(reverse("office_exits:index") + query).status_code in (200, 302, 400, 404), query
    assert operator.get(reverse("office_exits:open_exit") + "?socio=" + "9" * 300).status_code == 200


def many(start: int, stop: int) -> None:
    """So many people with an exit and a transfer each."""
    rows = [Party(display_name=f"Persona {n}", search_key=f"persona {n}") for n in range(start, stop)]
    people = Party.objects.bulk_create(rows)
    ExitCase.objects.bulk_create(ExitCase(party=party, kind="exit", received_on=START, examine_due_on=START) for party in people)
    ShareTransfer.objects.bulk_create(ShareTransfer(seller=party, qty=1, received_on=START, answer_due_on=START) for party in people)


@pytest.mark.parametrize("name", ["office_exits:index", "office_transfers:index"])
def test_a_list_costs_the_same_for_ten_and_for_a_thousand(operator, name):
    costs = []
    for start, stop in ((0, 10), (10, 1000)):
        many(start, stop)
        for query in ("", "?q=persona", "?state=received", "?todo=enter"):
            operator.get(reverse(name) + query)
            with CaptureQueriesContext(connection) as queries:
                page = operator.get(reverse(name) + query)
            assert page.status_code == 200
            assert len(page.content) < 150_000
            costs.append((query, len(queries)))
    assert costs[:4] == costs[4:]


def test_the_case_page_costs_the_same_with_a_long_history(operator, elena):
    case = asked(elena)
    url = reverse("office_exits:page", args=[case.pk])
    operator.get(url)
    with CaptureQueriesContext(connection) as queries:
        operator.get(url)
    assert len(queries) <= 20


def test_search_and_filters_find_what_they_say(operator, elena):
    many(0, 3)
    asked(elena)
    page = operator.get(reverse("office_exits:index") + "?q=ferrari").content.decode()
    assert "Elena Ferrari" in page
    assert "Persona 1" not in page
    assert "Elena Ferrari" in operator.get(reverse("office_exits:index") + "?q=1").content.decode()
    assert list(reads.exits_to_do(reads.exits(), "overdue", D(2026, 3, 6)).values_list("party__search_key", flat=True)) != []
    assert elena not in [case.party for case in reads.exits_to_do(reads.exits(), "overdue", D(2026, 5, 4))]
    assert elena in [case.party for case in reads.exits_to_do(reads.exits(), "overdue", D(2026, 5, 5))]


def test_what_waits_says_how_many_and_since_when(elena):
    assert all(one.count == 0 for one in reads.waiting(D(2026, 3, 6)))
    asked(elena)
    first = reads.waiting(D(2026, 3, 6))[0]
    assert (first.count, first.oldest, first.urgent) == (1, D(2026, 3, 5), False)
    assert reads.waiting(D(2026, 5, 5))[0].urgent


def test_silence_moves_a_transfer_by_itself(elena):
    ask_transfer(seller=elena, qty=1, received_on=D(2026, 3, 5), actor=None)
    count = {on: [one.count for one in reads.waiting(on)[-2:]] for on in (D(2026, 5, 4), D(2026, 5, 5))}
    assert count == {D(2026, 5, 4): [1, 0], D(2026, 5, 5): [0, 1]}
    with CaptureQueriesContext(connection) as queries:
        reads.waiting(D(2026, 5, 5))
    assert len(queries) == 2


def test_the_person_page_leads_to_the_cases(operator, elena):
    case = asked(elena)
    page = operator.get(reverse("office_people:person", args=[elena.pk])).content.decode()
    assert reverse("office_exits:page", args=[case.pk]) in page
    assert f"{reverse('office_transfers:open')}?socio=1" in page
