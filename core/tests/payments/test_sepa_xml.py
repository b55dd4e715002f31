"""The XML for the bank: valid against the schemas, exact to the cent, in letters that banks read. No database."""

import xml.etree.ElementTree as ET
from datetime import date
from string import ascii_letters, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sepaxml.validation import ValidationError, try_valid_xml

from vivaio_core.ledger.errors import Refused as NoAmount
from vivaio_core.payments.sepa import codes
from vivaio_core.payments.sepa.days import after, easter, works
from vivaio_core.payments.sepa.letters import plain
from vivaio_core.payments.sepa.write import DEBITS, TRANSFERS, Line, Sender, debits, transfers
from vivaio_core.people.errors import Refused

BASIC = set(ascii_letters + digits + "/-?:().,'+ ")
IBAN = "IT60X0542811101000000123456"
SENDER = Sender("Società «Insieme» & C.", IBAN, "IT58ZZZ0000012345678901")
DAY = date(2026, 4, 7)


def line(cents=10, **fields):
    given = {"name": "Niccolò D’Amò", "iban": IBAN, "end_to_end": "RF18539007547034", "words": "Quota è già «dovuta»"}
    return Line(**{**given, "cents": cents, "mandate": "M1", "signed_on": date(2026, 1, 2), "sequence": "RCUR", **fields})


def tags(content, tag):
    return [element.text for element in ET.fromstring(content).iter() if element.tag.endswith("}" + tag)]


def test_debits_are_valid_and_sums_are_exact_to_the_cent():
    lines = [line(10, sequence="FRST"), line(20), line(99_999_999_999)]
    content = debits(sender=SENDER, message_id="SDD-1", collect_on=DAY, lines=lines)
    try_valid_xml(content, DEBITS)
    assert tags(content, "CtrlSum") == ["1000000000.29", "0.10", "1000000000.19"]
    assert tags(content, "InstdAmt") == ["0.10", "0.20", "999999999.99"]
    assert (tags(content, "NbOfTxs"), tags(content, "SeqTp"), tags(content, "MsgId")) == (["3", "1", "2"], ["FRST", "RCUR"], ["SDD-1"])
    assert tags(content, "PmtInfId") == ["SDD-1-1", "SDD-1-2"]
    assert set(tags(content, "ReqdColltnDt")) == {"2026-04-07"}
    assert set(tags(content, "Nm")) == {"Societa 'Insieme' e C.", "Niccolo D'Amo"}
    assert set(tags(content, "Ustrd")) == {"Quota e gia 'dovuta'"}
    assert {"NOTPROVIDED", "IT58ZZZ0000012345678901"} <= set(tags(content, "Id"))


def test_transfers_are_valid_with_and_without_the_banks_code():
    for bic in ("", "CRPPIT2PXXX"):
        content = transfers(sender=Sender("Insieme", IBAN, bic=bic), message_id="SCT-1", execute_on=DAY, lines=[line(30), line(1)])
        try_valid_xml(content, TRANSFERS)
        assert tags(content, "CtrlSum") == ["0.31", "0.31"]
        assert tags(content, "BICFI") == ([bic] if bic else [])
        assert (b"NOTPROVIDED" in content) == (not bic)
        assert b"<FinInstnId />" not in content


@pytest.mark.parametrize("cents", [0, -1, -500, 0.1 + 0.2, "30", True, 2**70])
def test_what_is_no_amount_never_reaches_a_file(cents):
    with pytest.raises(NoAmount):
        transfers(sender=SENDER, message_id="X", execute_on=DAY, lines=[line(cents)])
    with pytest.raises(NoAmount):
        debits(sender=SENDER, message_id="X", collect_on=DAY, lines=[line(cents)])


def test_the_schema_refuses_what_a_bank_would():
    for wrong in ({"iban": "IT60"}, {"mandate": "M" * 36}, {"name": "\U0001f642"}):
        with pytest.raises(ValidationError):
            debits(sender=SENDER, message_id="X", collect_on=DAY, lines=[line(**wrong)])


def test_a_thousand_rows_add_up():
    content = debits(sender=SENDER, message_id="X", collect_on=DAY, lines=[line(number * 7 + 1) for number in range(1000)])
    assert tags(content, "CtrlSum")[0] == f"{(sum(number * 7 + 1 for number in range(1000))) / 100:.2f}"
    assert tags(content, "NbOfTxs") == ["1000", "1000"]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Nicolò D’Angelo", "Nicolo D'Angelo"),
        ("Rossi & Figli S.n.c.", "Rossi e Figli S.n.c."),
        ("Żółć Ærø ß", "Zolc AEro ss"),
        ("Юрий", "Iurii"),
        ("// quota 1/2 //", "quota 1/2"),
        ("50 € «subito»\n<b>ora</b>", "50 euro 'subito' b ora /b"),
        ("\U0001f642", ""),
        ("à" * 80, "a" * 70),
    ],
)
def test_words_become_letters_that_every_bank_reads(said, read):
    assert plain(said, 70) == read


@given(st.text(max_size=120), st.sampled_from([35, 70, 140]))
def test_whatever_is_written_only_letters_of_banks_come_out(said, most):
    read = plain(said, most)
    assert len(read) <= most
    assert set(read) <= BASIC
    assert read == plain(read, most) == read.strip("/ ")
    assert "//" not in read


def test_banks_do_not_work_at_weekends_and_on_six_holidays():
    assert [easter(year) for year in (2024, 2025, 2026, 2038)] == [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2038, 4, 25)]
    shut = [date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 12, 25), date(2027, 1, 1), date(2026, 4, 4)]
    assert not any(works(day) for day in shut)
    assert works(date(2026, 6, 2))
    assert after(date(2026, 4, 2), 1) == DAY
    assert after(date(2026, 4, 2), 3) == date(2026, 4, 9)


def test_codes_are_checked_before_they_are_written_down():
    assert codes.sepa_iban("it60 x054 2811 1010 0000 0123 456") == IBAN
    assert codes.creditor_identifier(" it58zzz0000012345678901 ") == "IT58ZZZ0000012345678901"
    assert (codes.bank_code("crppit2p"), codes.bank_code(""), codes.creditor_identifier("")) == ("CRPPIT2P", "", "")
    assert codes.mandate_reference("mand 2026-1") == "MAND2026-1"
    wrong = [
        *(
            (codes.sepa_iban, text)
            for text in ("", "IT61X0542811101000000123456", "IT60A0542811101000000123456", "x" * 200, "AE070331234567890123456")
        ),
        *((codes.creditor_identifier, text) for text in ("IT59ZZZ0000012345678901", "ZZZ", "x" * 99)),
        *((codes.bank_code, text) for text in ("CRPP", "12345678901234")),
        *((codes.mandate_reference, text) for text in ("", "à", "/M1", "M//1", "M" * 36, "M_1")),
    ]
    for check, text in wrong:
        with pytest.raises(Refused):
            check(text)
