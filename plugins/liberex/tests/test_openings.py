"""Opening balances by file: every line judged, written as a whole, twice adds nothing."""

from datetime import date
from io import BytesIO

import pytest
from circuit_world import Circuit
from openpyxl import Workbook

from vivaio_core.ledger.api import check
from vivaio_core.ledger.models import Account
from vivaio_core.people.errors import Refused
from vivaio_liberex.services.openings import confirm_openings, read_openings

pytestmark = pytest.mark.django_db
ON = date(2026, 1, 1)


@pytest.fixture
def circuit(db) -> Circuit:
    return Circuit()


def read(text: str | bytes):
    return read_openings(content=text if isinstance(text, bytes) else text.encode(), file_name="saldi.csv", on=ON, actor=None)


def balance(code: str) -> int:
    return Account.objects.get(code=code).balance


def test_a_good_file_is_written_as_a_whole_and_twice_adds_nothing(circuit):
    a, b = circuit.member("a"), circuit.member("b", line=50_000)
    text = f"Codice;Saldo\n{a.code};1.234,56\n{b.code.lower()};-500\n"
    first = read(text)
    assert [row["fault"] for row in first.rows] == ["", ""]
    assert [confirm_openings(opening=first, actor=None) for _ in range(2)] == [2, 0]
    assert (balance(a.account.code), balance(b.account.code), balance("apertura")) == (123_456, -50_000, -73_456)
    again = read(text + "\n")
    assert [row["known"] for row in again.rows] == [True, True]
    assert confirm_openings(opening=again, actor=None) == 0
    assert (balance("apertura"), check()) == (-73_456, [])


def test_every_fault_is_told_at_its_line_and_nothing_is_written(circuit):
    a, b, c = circuit.member("a"), circuit.member("b", line=10_000), circuit.member("c", ceiling=10_000)
    lines = [f"{a.code};10", "ZZZZZZ;10", f"{a.code};11", f"{b.code};-100,01", f"{c.code};100,01", f"{a.code};nulla", f"{a.code};٥"]
    made = read("Codice;Saldo\n" + "\n".join(lines) + "\n")
    assert [bool(row["fault"]) for row in made.rows] == [False, *[True] * 6]
    with pytest.raises(Refused, match="3, 4, 5, 6, 7, 8"):
        confirm_openings(opening=made, actor=None)
    assert not Account.objects.filter(code="apertura").exists()


def test_another_balance_for_an_opened_account_is_a_fault(circuit):
    a = circuit.member("a")
    confirm_openings(opening=read(f"Codice;Saldo\n{a.code};10\n"), actor=None)
    made = read(f"Codice;Saldo\n{a.code};11\n")
    assert made.rows[0]["fault"]
    with pytest.raises(Refused):
        confirm_openings(opening=made, actor=None)
    assert balance(a.account.code) == 1_000


def test_a_spreadsheet_and_zero_balances(circuit):
    a, b = circuit.member("a"), circuit.member("b")
    book, out = Workbook(), BytesIO()
    for row in (["Codice", "Saldo"], [a.code, 12.5], [b.code, 0]):
        book.active.append(row)
    book.save(out)
    assert confirm_openings(opening=read(out.getvalue()), actor=None) == 1
    assert balance(a.account.code) == 1_250


@pytest.mark.parametrize("text", ["", "Nome;Cifra\na;1\n", "Codice;Saldo\n", "\x00\x01"])
def test_a_file_that_cannot_be_used_says_why(circuit, text):
    with pytest.raises(Refused) as caught:
        read(text)
    assert str(caught.value)


def test_the_office_brings_in_looks_and_confirms(circuit, operator):
    from django.core.files.uploadedfile import SimpleUploadedFile

    a = circuit.member("Forno Rossi")
    file = SimpleUploadedFile("saldi.csv", f"Codice;Saldo\n{a.code};10\nZZZZZZ;1\n".encode())
    page = operator.post("/ufficio/liberex/saldi-iniziali/nuovo/", {"file": file, "on": "2026-01-01"}, follow=True)
    text = page.content.decode()
    assert "Forno Rossi" in text
    assert "saldi-iniziali" in page.request["PATH_INFO"]
    assert "/scrivi/" not in text
    bad = operator.post("/ufficio/liberex/saldi-iniziali/nuovo/", {"file": SimpleUploadedFile("x.csv", b"a;b\n1;2\n"), "on": "2026-01-01"})
    assert bad.status_code == 200
    good = SimpleUploadedFile("saldi.csv", f"Codice;Saldo\n{a.code};10\n".encode())
    page = operator.post("/ufficio/liberex/saldi-iniziali/nuovo/", {"file": good, "on": "2026-01-01"}, follow=True)
    assert "/scrivi/" in page.content.decode()
    operator.post(page.request["PATH_INFO"] + "scrivi/")
    assert balance(a.account.code) == 1_000


def test_a_fault_tells_what_the_account_has_today(circuit):
    a, b = circuit.member("a", line=50_000), circuit.member("b")
    circuit.pay(a, b, 40_000, ON)
    (row,) = read(f"Codice;Saldo\n{a.code};-300\n").rows
    assert "ha −400,00 Liberex" in row["fault"]
    assert "fido di 500,00 Liberex" in row["fault"]
