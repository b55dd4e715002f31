"""The libro soci in the office: readings, files, acts; who may, and what is said."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from membership import admitted, left
from office import enter_as
from openpyxl import load_workbook

from vivaio_core.contract.fiscal import luhn_ok
from vivaio_core.people.models import Party
from vivaio_core.people.opening import Newcomer, bring_in
from vivaio_core.people.services import register_party
from vivaio_core.register.models.book import RegisterEntry, SharePayment
from vivaio_core.register.printing.pdf import Column, TablePdf, printable
from vivaio_core.register.selectors import book
from vivaio_core.trail.models import Event

pytestmark = pytest.mark.django_db
D = date


@pytest.fixture
def gianna() -> Party:
    party = register_party(first_name="Gianna", last_name="Verdi", fiscal_code="VRDGNN62C58F257V", birth_date=D(1962, 3, 18))
    admitted(party, D(2021, 3, 3), qty=4)
    return party


def crowd(count: int, start: int = 0) -> None:
    codes = [text for number in range(start, start + count) for last in range(10) if luhn_ok(text := f"{number + 1:07d}036{last}")]
    newcomers = [
        Newcomer(registered_on=D(2021, 1, 1), name=f"Coop {place + start:05d}", fiscal_code=code, admitted_on=D(2022, 2, 10), shares=2)
        for place, code in enumerate(codes)
    ]
    bring_in(newcomers=newcomers)


def test_the_register_on_three_dates_is_right_to_the_unit(gianna):
    leo = register_party(first_name="Leonardo", last_name="Bianchi", fiscal_code="BNCLRD91T03F257L")
    admitted(leo, D(2023, 5, 1), qty=2)
    left(gianna, D(2024, 6, 1))
    operator = enter_as("operator")
    seen = {}
    for day in ("2021-03-02", "2021-03-03", "2023-06-01", "2024-06-01"):
        answer = operator.get(reverse("office_register:standing"), {"on": day})
        seen[day] = [(line.party.display_name, line.qty, line.amount_cents, line.member) for line in answer.context["lines"]]
        sheet = load_workbook(BytesIO(operator.get(reverse("office_register:standing"), {"on": day, "formato": "xlsx"}).content)).active
        assert [(row[1], row[8], round(row[9] * 100)) for row in sheet.iter_rows(min_row=4, values_only=True)] == [line[:3] for line in seen[day]]
    assert seen == {
        "2021-03-02": [],
        "2021-03-03": [("Gianna Verdi", 4, 10000, True)],
        "2023-06-01": [("Gianna Verdi", 4, 10000, True), ("Leonardo Bianchi", 2, 5000, True)],
        "2024-06-01": [("Gianna Verdi", 4, 10000, False), ("Leonardo Bianchi", 2, 5000, True)],
    }
    assert "uscito il 1 giugno 2024, quote da rimborsare" in answer.content.decode()
    assert "In questa data nel libro non c" in operator.get(reverse("office_register:standing"), {"on": "2001-01-01"}).content.decode()


def test_the_pdf_holds_every_member_and_the_trail_knows_who_took_it(gianna):
    crowd(120)
    operator = enter_as("operator")
    answer = operator.get(reverse("office_register:standing"), {"formato": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert answer.content.count(b"/Type /Page\n") >= 3
    event = Event.objects.get(kind="office.export")
    assert (event.payload["rows"], event.payload["format"]) == (121, "pdf")
    for name in ("voters", "annotations"):
        assert operator.get(reverse(f"office_register:{name}"), {"formato": "pdf"}).content.startswith(b"%PDF")


def test_a_letter_that_the_type_lacks_loses_its_mark_and_nothing_is_cut():
    assert printable("Ștefan Łukasz è à") == "Stefan Łukasz è à"
    assert printable("王") == "□"
    columns = [Column("Nome", 1), Column("Valore", 1, number=True)]
    made = TablePdf("Una cooperativa dal nome lungo " * 6, "", columns).draw([("parola " * 300, 1)] * 3, ("In tutto", 3))
    assert made.startswith(b"%PDF")
    assert made.count(b"/Type /Page\n") == 2
    tall = TablePdf("Prova", "", columns).draw([("parola " * 3000, 1)])
    assert tall.count(b"/Type /Page\n") > 3


def test_voters_are_listed_with_a_place_to_sign(gianna):
    operator = enter_as("operator")
    page = operator.get(reverse("office_register:voters"), {"on": "2021-06-01"}).content.decode()
    assert "Possono votare 1 soci su 1: quelli nel libro soci da almeno 90 giorni." in page
    assert "Gianna Verdi" in page
    early = operator.get(reverse("office_register:voters"), {"on": "2021-05-31"}).content.decode()
    assert "In questa data non può votare nessuno." in early


def test_shares_money_and_annotations_of_a_member(gianna):
    operator = enter_as("operator")
    form = {"qty": "3", "organ": "board", "held_on": "2022-01-10", "minute_no": "2/2022", "recorded_on": "2022-01-12"}
    operator.post(reverse("office_register:increase", args=[gianna.pk]), form)
    assert book.holding(gianna, D(2022, 1, 10)).qty == 7
    operator.post(reverse("office_register:pay", args=[gianna.pk]), {"euro": "1.175,50", "on": "2022-01-12", "method": "bonifico"})
    assert SharePayment.objects.get().amount_cents == 117550
    operator.post(
        reverse("office_register:annotate", args=[gianna.pk]),
        {"text": "Nuova residenza", "effective_on": "2022-02-01", "recorded_on": "2022-02-01"},
    )
    assert RegisterEntry.objects.get(seq=3).text == "Nuova residenza"
    page = operator.get(reverse("office_people:person", args=[gianna.pk])).content.decode()
    assert "7 (175,00 €)" in page.replace("\xa0", " ")
    refused = operator.post(reverse("office_register:increase", args=[gianna.pk]), {**form, "recorded_on": "2021-01-01"}).content.decode()
    assert "L&#x27;annotazione" in refused or "ha già annotazioni del" in refused
    assert "2/2022" in refused


@pytest.mark.parametrize("euro", ["", "0", "-5", "1,234", "1.23,4", "12.3456", "1e3", "٣", "abc", "1.234.567.890,00"])
def test_amounts_that_are_none_are_refused(gianna, euro):
    operator = enter_as("operator")
    answer = operator.post(reverse("office_register:pay", args=[gianna.pk]), {"euro": euro, "on": "2022-01-12", "method": "bonifico"})
    assert answer.status_code == 200
    assert not SharePayment.objects.exists()


def test_an_operation_is_read_corrected_and_undone_by_who_may(gianna):
    entry = RegisterEntry.objects.get()
    operator, board = enter_as("operator"), enter_as("board")
    page = operator.get(reverse("office_register:operation", args=[entry.operation_id])).content.decode()
    assert "Ammissione" in page
    assert "rettifica" in page
    assert "Annulla l'operazione" in page
    assert "Annulla l'operazione" not in board.get(reverse("office_register:operation", args=[entry.operation_id])).content.decode()
    form = {"note": "persona sbagliata", "recorded_on": "2021-04-01"}
    for name, key in (("undo", entry.operation_id), ("correct", entry.pk)):
        assert board.post(reverse(f"office_register:{name}", args=[key]), form).status_code == 302
    assert RegisterEntry.objects.count() == 1
    tomorrow = {**form, "recorded_on": "2999-01-01"}
    assert "deve ancora venire" in operator.post(reverse("office_register:undo", args=[entry.operation_id]), tomorrow).content.decode()
    operator.post(reverse("office_register:undo", args=[entry.operation_id]), form)
    assert book.totals(D(2022, 1, 1)).members == 0
    again = operator.post(reverse("office_register:correct", args=[entry.pk]), form).content.decode()
    assert "è già stata rettificata" in again


def test_lists_cost_the_same_with_more_rows(gianna):
    operator = enter_as("operator")
    urls = [reverse(f"office_register:{name}") for name in ("index", "standing", "voters")]

    def counted() -> list[int]:
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                answer = operator.get(url)
            found.append(len(queries))
            assert len(answer.content) < 150_000
        return found

    crowd(60)
    counted()
    few = counted()
    crowd(1000, start=100)
    assert counted() == few
    assert max(few) <= 20


def test_search_finds_by_number_and_name(gianna):
    crowd(3)
    operator = enter_as("operator")
    assert [row.party.display_name for row in operator.get(reverse("office_register:index"), {"q": "verdi"}).context["object_list"]] == [
        "Gianna Verdi"
    ]
    assert len(operator.get(reverse("office_register:index"), {"kind": "admission"}).context["object_list"]) == 4


def test_who_has_not_paid_waits_on_the_start_page(gianna):
    operator = enter_as("operator")
    assert "socio con quote ancora da versare" in operator.get("/ufficio/").content.decode()
    page = operator.get(reverse("office_register:standing"), {"da_pagare": "1"})
    assert [line.party for line in page.context["lines"]] == [gianna]
    operator.post(reverse("office_register:pay", args=[gianna.pk]), {"euro": "100", "on": "2022-01-12", "method": "bonifico"})
    assert "quote ancora da versare" not in operator.get("/ufficio/").content.decode()
