"""Reading what banks give: CAMT.053 of several versions, CSV as Italian banks write it; whatever does not add up is refused whole (M4)."""

from datetime import date, datetime

import pytest
from bank_files import IBAN, camt, entry, statement, table
from hypothesis import given
from hypothesis import strategies as st
from spreadsheets import xlsx

from vivaio_core.pages.numbers import euros
from vivaio_core.payments.bank.camt import read_camt
from vivaio_core.payments.bank.listed import read_listed
from vivaio_core.payments.bank.read import Fault, day_of, point_cents, signed_cents
from vivaio_core.payments.codes import code_in_fours, payment_code
from vivaio_core.payments.selectors.bank import codes_in
from vivaio_core.people.errors import Refused

CODE = payment_code("prova:1", 0)


def csv_lines(content, opening=0, closing=0):
    return read_listed(content, iban=IBAN, opening=opening, closing=closing).lines


@pytest.mark.parametrize(("version", "party"), [("02", "{}"), ("08", "<Pty>{}</Pty>"), ("13", "<Pty>{}</Pty>"), ("", "{}")])
def test_m4_camt_is_read_whatever_its_version(version, party):
    given = entry("25.5", ref="E2E-7", name="Bassi Anna", iban="DE89370400440532013000", text="Rata  di polizza", bank_id="B1", party=party)
    (read,) = read_camt(camt(statement(given, entry("0.50", side="DBIT", text="Spese"), closing="125.00"), version=version))
    first, second = read.lines
    assert (read.iban, read.opening, read.closing) == (IBAN, 10000, 12500)
    assert (first.amount, first.reference, first.payer_name, first.payer_iban) == (2550, "E2E-7", "Bassi Anna", "DE89370400440532013000")
    assert (first.text, first.bank_id, first.value_on) == ("Rata di polizza", "B1", date(2026, 3, 9))
    assert (second.amount, second.reference, second.text) == (-50, "", "Spese")


def test_m4_a_batch_is_read_payment_by_payment_when_the_sums_meet():
    def details(*amounts):
        parts = "".join(f'<TxDtls><Refs><EndToEndId>E{a}</EndToEndId></Refs><Amt Ccy="EUR">{a}</Amt></TxDtls>' for a in amounts)
        return f"<NtryDtls>{parts}</NtryDtls>"

    good = entry("30.00", bank_id="L1", details=details("10.00", "20.00"))
    odd = entry("30.00", bank_id="L2", details=details("10.00", "19.99"))
    strange = entry("30.00", bank_id="L3", details=details("10.00", "venti"))
    (read,) = read_camt(camt(statement(good, odd, strange, closing="190.00")))
    assert [(line.amount, line.bank_id) for line in read.lines] == [(1000, "L1/1"), (2000, "L1/2"), (3000, "L2"), (3000, "L3")]


def test_m4_entries_not_booked_are_left_out_and_empty_days_are_passed_over():
    pending = entry("99.00", status="<Sts><Cd>PDNG</Cd></Sts>")
    booked = entry("1.00", status="<Sts><Cd>BOOK</Cd></Sts>")
    empty, full = statement(closing="100.00"), statement(pending, booked, closing="101.00")
    (read,) = read_camt(camt(empty, full, version="08"))
    assert [line.amount for line in read.lines] == [100]
    below = statement(entry("5.00", side="DBIT"), opening="-1.00", closing="-6.00")
    assert read_camt(camt(below))[0].closing == -600


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (camt(statement(entry("25.00"), closing="126.00")), "1,00 €"),
        (camt(statement(entry("25.00", ccy="CHF"), closing="125.00")), "riga 1: l'importo non è in euro"),
        (camt(statement(entry("25.00"), entry("2,00"), entry("1.00", day="2026-02-31"), closing="1.00")), "riga 2"),
        (camt(statement(entry("25.00", side="?"), closing="125.00")), "entrato o uscito"),
        (camt(statement(closing="100.00")), "nessuna riga"),
        (camt(statement(entry("1.00"), closing="101.00", iban="")), "IBAN"),
        (camt(statement(entry("1.00"), closing="101.00").replace("CLBD", "CLAV")), "saldo"),
        (camt(), "non è un estratto conto"),
        (b"<html><body>Accesso scaduto</body></html>", "non è un estratto conto"),
        (b"<Document><BkToCstmrStmt>", "non si può leggere"),
        (camt(statement(entry("1.00"), closing="101.00"), before="<!DOCTYPE x>"), "non si può leggere"),
        (camt(statement(entry("1.00", text="&a;").replace("&amp;", "&"), closing="101.00"), before='<!DOCTYPE x [<!ENTITY a "b">]>'), "leggere"),
        (b'<?xml version="1.0" encoding="ebcdic-of-mars"?><a/>', "non si può leggere"),
        (b"<a>" * 200_000, "non si può leggere"),
    ],
)
def test_m4_a_camt_that_does_not_add_up_is_refused_whole(content, why):
    with pytest.raises(Refused, match=why):
        read_camt(content)


def test_m4_every_row_at_fault_is_told_at_once():
    rows = [entry("1.00"), entry("x"), entry("1.00", ccy="USD"), entry("1.00", day="ieri")]
    with pytest.raises(Refused) as refused:
        read_camt(camt(statement(*rows, closing="1.00")))
    assert all(f"riga {number}:" in str(refused.value) for number in (2, 3, 4))
    assert "riga 1:" not in str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1", "cp1252"])
def test_m4_csv_of_an_italian_bank_dare_avere(encoding):
    heading = "Data contabile;Data valuta;Dare;Avere;Descrizione operazione;Ordinante"
    rows = ["09/03/2026;10/03/2026;;1.234,56;Bonifico per società;Niccolò Bassi", "10/03/2026;10/03/2026;2,50;;Spese;", ";;;;;"]
    first, second = csv_lines(table(*rows, heading=heading, encoding=encoding), opening=0, closing=123_206)
    assert (first.amount, first.booked_on, first.value_on) == (123_456, date(2026, 3, 9), date(2026, 3, 10))
    assert (first.text, first.payer_name, second.amount) == ("Bonifico per società", "Niccolò Bassi", -250)


def test_m4_csv_lines_above_the_headings_and_balances_are_passed_over():
    rows = ["Conto 123456;;;", "Data;Valuta;Importo (EUR);Causale", ";;1.000,00;Saldo iniziale", "09/03/26;;-12,30;Bollo", ";;987,70;Saldo finale"]
    (line,) = csv_lines(table(*rows[1:], heading=rows[0]), opening=100_000, closing=98_770)
    assert (line.amount, line.value_on, line.number) == (-1230, date(2026, 3, 9), 4)


def test_m4_words_of_several_columns_and_zeros_beside_amounts():
    rows = ["09/03/2026;EUR;0,00;12,00;Bonifico;RF18", "09/03/2026;EUR;1,00;0,00;Spese;"]
    first, second = csv_lines(table(*rows, heading="Data;Valuta;Uscite;Entrate;Causale;Descrizione"), closing=1100)
    assert (first.amount, first.text, first.value_on, second.amount) == (1200, "Bonifico RF18", date(2026, 3, 9), -100)
    with pytest.raises(Refused, match="riga 2: l'importo non è in euro"):
        csv_lines(table("09/03/2026;;1,00;x;USD", heading="Data;Valuta;Importo;Causale;Divisa"))


def test_m4_xlsx_numbers_keep_their_decimal_point():
    day = datetime(2026, 3, 9)  # noqa: DTZ001 - as spreadsheets hold it
    heading = ["Data", "Valuta", "Importo", "Descrizione"]
    lines = csv_lines(xlsx([["Estratto conto"], heading, [day, day, 1234.5, "Quota"], ["09/03/2026", None, "-1.234,50", "Bollo"]]))
    assert [(line.amount, line.booked_on, line.text) for line in lines] == [(123450, day.date(), "Quota"), (-123450, day.date(), "Bollo")]
    with pytest.raises(Refused, match="riga 2: l'importo non si può leggere"):
        csv_lines(xlsx([heading, [day, day, 1.234, "Quota"]]))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (table("09/03/2026;;10,00;Bonifico"), "differenza"),
        (table("09/03/2026;;dieci;Bonifico", "boh;;1;x"), "riga 2: l'importo non si può leggere.*riga 3: la data"),
        (table("09/03/2026;;0,00;Niente"), "l'importo è zero"),
        (table("09/03/2026;1;1;x", heading="Data;Dare;Avere;Causale"), "un solo importo"),
        (b"PK\x03\x04rotto", "."),
        (table("a;b", heading="uno;due"), "titoli Data e Importo"),
        (table(), "nessuna riga"),
        (table("09/03/2026;;99999999999999;x"), "troppo grande|non si può leggere"),
        (b"", "vuoto"),
        (b"\x00\x01", "."),
    ],
)
def test_m4_a_csv_that_does_not_add_up_is_refused_whole(content, why):
    with pytest.raises(Refused, match=why):
        csv_lines(content)


@given(st.integers(min_value=-(10**11), max_value=10**11))
def test_amounts_as_italians_write_them_come_back(cents):
    assert signed_cents(euros(cents)) == cents
    assert point_cents(f"{abs(cents) // 100}.{abs(cents) % 100:02d}") == abs(cents)


@pytest.mark.parametrize("text", ["", "-", "1.2.3", "1,234.56", "12.345,6.7", "٣,00", "1e3", "0x10", "1,234", "--1"])
def test_what_is_no_amount_is_told(text):
    with pytest.raises(Fault):
        signed_cents(text)


@pytest.mark.parametrize("text", ["", "31/02/2026", "2026", "1/1/1066", "domani", "32/01/2026"])
def test_what_is_no_day_is_told(text):
    with pytest.raises(Fault):
        day_of(text)


def test_m4_a_code_is_found_as_people_write_it():
    fours = code_in_fours(CODE)
    for said in (CODE, CODE.lower(), fours, fours.replace(" ", "-"), f"PAGAMENTO {fours} POLIZZA", f"RATA/{CODE}/MARZO"):
        assert CODE in codes_in(said)
    assert codes_in("GRAZIE PER LA GITA RF18") == set()
