"""The public figures, the office's list, page and acts, and who may what."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from vivaio_core.documents.services import sign
from vivaio_core.site.registry import rooms
from vivaio_core.suppliers.models import Supplier
from vivaio_core.suppliers.services import Profile, propose_supplier

pytestmark = pytest.mark.django_db
INDEX = "office_suppliers:index"


def measure(client: Client, url: str) -> tuple[int, int]:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    assert answer.status_code == 200
    return len(queries), len(answer.content)


def test_the_public_page_counts_and_names_nobody(client, publish, crowd):
    assert "non è ancora aperto" in client.get(reverse("suppliers:figures")).content.decode()
    one = publish(date(2021, 1, 1))
    crowd(3, one, is_cooperative=True, coop_type="work", local=True, staff_count=4)
    crowd(1, one)
    shown = client.get(reverse("suppliers:figures")).content.decode()
    assert "75 %" in shown
    assert "Cooperativa di lavoro" in shown
    assert "Ditta 0" not in shown
    assert reverse("documents:document", args=["charter"]) in shown


def test_the_public_page_costs_the_same(client, publish, crowd):
    one, url = publish(date(2021, 1, 1)), reverse("suppliers:figures")
    crowd(10, one)
    first = measure(client, url)
    crowd(990, one)
    assert measure(client, url)[0] == first[0]


def test_indicators_tell_the_figures(publish, crowd):
    (room,) = [one for one in rooms() if one.label == "suppliers"]
    assert room.indicators(timezone.localdate()) == []
    crowd(3, publish(date(2021, 1, 1)), is_cooperative=True, local=True, staff_count=4)
    active, local = room.indicators(timezone.localdate())
    assert (active.value, active.note, list(active.series)) == ("3", "3 sono cooperative.", [("Cooperative", 3.0), ("Altre imprese", 0.0)])
    assert (local.value, local.unit) == ("100", "%")


def test_the_list_costs_the_same_at_10_and_1000(operator, publish, crowd):
    one = publish(date(2021, 1, 1))
    crowd(10, one)
    first = measure(operator, reverse(INDEX))
    part = measure(operator, reverse("office_suppliers:index_results"))[0] - measure(operator, reverse("office_documents:add"))[0]
    crowd(990, one)
    second = measure(operator, reverse(INDEX))
    assert first[0] == second[0]
    assert second[1] <= 150_000
    assert part <= 8


def test_search_and_filters(operator, publish, crowd, party):
    one = publish(date(2021, 1, 1))
    crowd(1, one, is_cooperative=True, local=True, supplies="Pulizie")
    crowd(1)
    propose_supplier(party=party, profile=Profile(), actor=None)

    def names(**query: str) -> set[str]:
        text = operator.get(reverse(INDEX), query).content.decode()
        return {name for name in ("Ditta 00000", "Ditta 00001", "Officina Neri") if name in text}

    assert names() == {"Ditta 00000", "Ditta 00001", "Officina Neri"}
    assert names(q="pulizie") == names(state="active") == names(cooperative="yes") == names(local="yes") == {"Ditta 00000"}
    assert names(state="suspended") == names(signature="none") == {"Ditta 00001"}
    assert names(state="candidate") == {"Officina Neri"}
    assert names(signature="good") == {"Ditta 00000"}
    assert names(signature="due") == set()
    text = b"".join(operator.get(reverse(INDEX), {"export": "csv", "state": "suspended"}).streaming_content).decode()
    assert "sospeso: Carta da firmare" in text


@pytest.mark.parametrize("query", ["q=%00", "state=x&cooperative=y&local=z&signature=w", "ordering=password", "p=-1", "export=pdf"])
def test_wild_queries_are_harmless(operator, crowd, query):
    crowd(2)
    assert operator.get(f"{reverse(INDEX)}?{query}").status_code == 200


def test_from_candidate_to_supplier_and_out(operator, publish, party):
    version = publish(date(2021, 1, 1))
    wrong = {"supplies": "Riparazioni", "coop_type": "work"}
    refused = operator.post(reverse("office_suppliers:propose", args=[party.pk]), wrong).content.decode()
    assert "solo per una cooperativa" in refused
    assert "Riparazioni" in refused
    operator.post(reverse("office_suppliers:propose", args=[party.pk]), wrong | {"is_cooperative": "on"})
    supplier = Supplier.objects.get()
    start, page = reverse("office_suppliers:act", args=[supplier.pk, "start"]), reverse("office_suppliers:page", args=[supplier.pk])
    assert "Manca la firma" in operator.post(start, {"on": "2026-03-01"}).content.decode()
    sign(party=party, version=version, channel="paper", actor=None, at=version.published_at)
    assert operator.post(start, {"on": "2026-03-01"}).status_code == 302
    assert "La firma è valida" in operator.get(page).content.decode()
    operator.post(reverse("office_suppliers:correct", args=[supplier.pk]), {"supplies": "Altro", "staff_count": "7"})
    supplier.refresh_from_db()
    assert (supplier.supplies, supplier.staff_count, supplier.is_cooperative) == ("Altro", 7, False)
    operator.post(reverse("office_suppliers:act", args=[supplier.pk, "end"]), {"on": "2026-04-01", "reason": "Chiude"})
    supplier.refresh_from_db()
    assert supplier.state == "ended"
    operator.post(reverse("office_suppliers:act", args=[supplier.pk, "reopen"]))
    supplier.refresh_from_db()
    assert supplier.state == "candidate"
    assert "Candidato" in operator.get(reverse("office_people:person", args=[party.pk])).content.decode()


def test_the_page_of_a_suspended_one_says_why(operator, publish, crowd):
    publish(date(2021, 1, 1))
    (supplier,) = crowd(1)
    page = operator.get(reverse("office_suppliers:page", args=[supplier.pk])).content.decode()
    assert "Sospeso: Carta da firmare" in page
    assert "Nessuna firma valida dal 1 marzo 2021" in page
    assert "Quello che ha già fornito si paga" in page
    assert "fornitore sospeso" in operator.get(reverse("wagtailadmin_home")).content.decode()


def test_the_board_reads_and_writes_nothing(entered, party):
    board = entered("board")
    supplier = propose_supplier(party=party, profile=Profile(), actor=None)
    assert board.get(reverse(INDEX)).status_code == 200
    assert board.get(reverse("office_suppliers:page", args=[supplier.pk])).status_code == 200
    for name, args in (("correct", [supplier.pk]), ("act", [supplier.pk, "start"]), ("act", [supplier.pk, "end"]), ("propose", [party.pk])):
        assert board.post(reverse(f"office_suppliers:{name}", args=args), {"on": "2026-01-01", "reason": "x"}).status_code == 302
    supplier.refresh_from_db()
    assert supplier.state == "candidate"


def test_what_is_not_there_is_not_found(operator, party):
    supplier = propose_supplier(party=party, profile=Profile(), actor=None)
    assert operator.get(reverse("office_suppliers:page", args=[999])).status_code == 404
    assert operator.get(reverse("office_suppliers:act", args=[supplier.pk, "altro"])).status_code == 404
    assert operator.get(reverse("office_suppliers:act", args=[999, "start"])).status_code == 404
    assert operator.get(reverse("office_suppliers:propose", args=[999_999])).status_code == 404
