"""Files with every fault: each ends in a sentence or in a marked line, none is lost (people P28)."""

import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spreadsheets import HEADINGS, person, xlsx

from vivaio_core.imports.columns import columns_of, guessed
from vivaio_core.imports.judging.values import Unclear, cents_of, day_of, whole_of
from vivaio_core.imports.models import ImportBatch
from vivaio_core.imports.reading.delimited import lines_of
from vivaio_core.imports.reading.open import open_sheet
from vivaio_core.imports.services.download import template
from vivaio_core.imports.services.upload import upload
from vivaio_core.imports.storage import private
from vivaio_core.people.errors import Refused


def cells(content: bytes) -> list[list[str]]:
    return [line.cells for line in open_sheet(content).lines]


def protected() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 512


def archive(**files: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "/"), content)
    return out.getvalue()


BROKEN = {
    "empty": b"",
    "blank": b"  \n \n",
    "cut in half": xlsx([HEADINGS, person(1)])[:2000],
    "no archive": b"PK\x03\x04 not a zip",
    "other archive": archive(word__document=b"<x/>"),
    "ods": archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
    "broken xml": archive(xl__workbook=b"<", **{"xl/workbook.xml": b"<workbook", "[Content_Types].xml": b"<Types"}),
    "old xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "password": protected(),
    "picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "utf-16": "Cognome;Nome\nVerdi;Ada\n".encode("utf-16"),
    "open quote": b'Cognome;Nome\nVerdi;"Ada\nNeri;Ugo\n',
    "no encoding": b"Cognome;Nome\nV\x81rdi;\x8dda\n",
    "only headings": xlsx([HEADINGS]),
    "nothing in the sheet": xlsx([]),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_used_ends_in_a_sentence_and_keeps_nothing(name):
    with pytest.raises(Refused) as refusal:
        upload(file_name="soci.xlsx", content=BROKEN[name], mode="people", actor=None)
    assert len(str(refusal.value)) > 15
    assert refusal.value.field == "file"
    assert not ImportBatch.objects.exists()
    assert not private().exists("imports") or not private().listdir("imports")[1]


def test_password_and_old_format_are_told_apart():
    with pytest.raises(Refused, match="password"):
        open_sheet(protected())
    with pytest.raises(Refused, match="XLS"):
        open_sheet(BROKEN["old xls"])


def test_too_many_lines_and_too_big_a_file(settings):
    settings.IMPORT_MAX_ROWS = 2
    with pytest.raises(Refused, match="2"):
        cells(xlsx([HEADINGS, person(1), person(2), person(3)]))
    settings.IMPORT_MAX_MB = 0
    with pytest.raises(Refused):
        open_sheet(b"Cognome;Nome\nVerdi;Ada\n")


def test_every_cell_is_a_text_and_numbers_are_marked():
    row = ["Verdi", 1230366, 12.5, date(1970, 5, 1), datetime(1970, 5, 1, 10, 30, tzinfo=UTC).replace(tzinfo=None), True, None, "  doppi   "]
    line = next(open_sheet(xlsx([["Cognome", "P.IVA", "Importo", "a", "b", "c", "d", "Nome"], row])).lines)
    assert line.cells == ["Verdi", "1230366", "12.5", "1970-05-01", "1970-05-01 10:30", "sì", "", "doppi"]
    assert line.numeric == (1, 2)


def test_blank_lines_titles_and_repeated_headings():
    rows = [["Elenco dei soci"], [], ["Cognome", "Nome", "Telefono", "Telefono"], [], ["Verdi", "Ada", "1", "2"], [None], ["Neri", "Ugo"]]
    sheet = open_sheet(xlsx(rows))
    assert sheet.headers == ["Cognome", "Nome", "Telefono", "Telefono (2)"]
    assert [(line.number, line.cells) for line in sheet.lines] == [(5, ["Verdi", "Ada", "1", "2"]), (7, ["Neri", "Ugo", "", ""])]


def test_a_formula_without_its_result_marks_the_line():
    rows = [["Cognome", "Nome"], ["Verdi", '=CONCATENATE("A","da")'], ["Neri", "Ugo"]]
    lines = list(open_sheet(xlsx(rows)).lines)
    assert [line.marks for line in lines] == [("formula",), ()]


def test_merged_cells_mark_their_lines():
    lines = list(open_sheet(xlsx([HEADINGS, person(1), person(2), person(3)], shape=lambda sheet: sheet.merge_cells("A2:A3"))).lines)
    assert [line.marks for line in lines] == [("merged",), ("merged",), ()]


def test_more_cells_than_headings_mark_the_line_and_are_kept():
    lines = list(open_sheet(b"Cognome;Nome;Indirizzo\nVerdi;Ada;Via Roma; 12\nNeri;Ugo\n").lines)
    assert lines[0].marks == ("too_many_cells",)
    assert lines[0].cells == ["Verdi", "Ada", "Via Roma", "12"]
    assert lines[1].cells == ["Neri", "Ugo", ""]


def test_a_very_long_cell_is_kept():
    long = "x" * 10_000
    assert cells(xlsx([HEADINGS[:2], [long, "Ada"]]))[0][0] == long
    assert cells(f"Cognome,Nome\n{long},Ada\n".encode())[0][0] == long


@pytest.mark.parametrize("sign", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_in_both_encodings_with_each_sign(sign, encoding):
    text = f'Cognome{sign}Nome{sign}Città\r\nD\'Àlessio{sign}Niccolò{sign}"Forlì{sign} centro"\r\n'
    assert cells(text.encode(encoding)) == [["D'Àlessio", "Niccolò", f"Forlì{sign} centro"]]


def test_a_broken_quote_names_its_line():
    with pytest.raises(Refused, match="3"):
        list(lines_of(b'a;b\n1;2\n3;"4\n5;6\n'))


def test_the_first_sheet_with_something_is_read_and_the_others_are_named():
    def more(sheet):
        sheet.parent.create_sheet("Fornitori").append(["Ragione sociale"])
        sheet.parent.create_sheet("Vuoto")

    sheet = open_sheet(xlsx([HEADINGS, person(1)], shape=more))
    assert (sheet.title, sheet.others) == ("Soci", ["Fornitori"])


def test_the_template_is_understood_by_its_own_headings():
    for mode in ("people", "opening_register"):
        content = template(mode)
        names = [column.name for column in columns_of(mode)]
        with pytest.raises(StopIteration):
            next(open_sheet(content).lines)
        headers = open_sheet(content).headers
        assert guessed(headers, mode) == {name: place for place, name in enumerate(names)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("03/04/2021", date(2021, 4, 3)),
        ("3.4.2021", date(2021, 4, 3)),
        ("31-12-1999", date(1999, 12, 31)),
        ("2021-04-03", date(2021, 4, 3)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_days_are_day_first(text, expected):
    assert day_of(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("03/04/21", "short_year"),
        ("04/30/2021", "impossible_day"),
        ("29/02/2023", "impossible_day"),
        ("aprile", "no_day"),
        ("01/01/0021", "impossible_day"),
        ("2021-04-03 10:30", "no_day"),
    ],
)
def test_days_that_are_not_clear_are_refused(text, code):
    with pytest.raises(Unclear, match=code):
        day_of(text)
    with pytest.raises(Unclear, match="day_is_number"):
        day_of("44289", numeric=True)


@pytest.mark.parametrize(
    ("text", "cents"),
    [("1.234,56", 123456), ("25,00", 2500), ("25", 2500), ("€ 1.000", 100000), ("1234.5", 123450), ("1.234.567", 123456700), ("0,5", 50)],
)
def test_amounts_are_italian(text, cents):
    assert cents_of(text) == cents


@pytest.mark.parametrize("text", ["1,234.56", "venti", "1.23.4", "25,005", "--3", "9" * 30])
def test_amounts_that_are_not_clear_are_refused(text):
    with pytest.raises(Unclear):
        cents_of(text)


def test_whole_numbers():
    assert [whole_of(text) for text in ("4", "1.000", "12,00")] == [4, 1000, 12]
    with pytest.raises(Unclear):
        whole_of("4,5")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content):
    refusal = None
    try:
        for line in open_sheet(content).lines:
            assert all(isinstance(cell, str) for cell in line.cells)
    except Refused as found:
        refusal = found
    assert refusal is None or len(str(refusal)) > 15


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_and_no_line_is_lost(text):
    content = text.encode("utf-8", "replace")
    try:
        lines = list(lines_of(content))
    except Refused:
        return
    shown = [cell for line in lines for cell in line.cells]
    wanted = text.encode("utf-8", "replace").decode()
    assert sum(char.isalnum() for char in "".join(shown)) == sum(char.isalnum() for char in wanted)
    assert [line.number for line in lines] == sorted({line.number for line in lines})


@given(st.text(max_size=40))
def test_any_cell_is_a_day_and_an_amount_or_unclear(text):
    for read, kind in ((day_of, date), (cents_of, int), (whole_of, int)):
        try:
            found = read(text)
        except Unclear:
            continue
        assert isinstance(found, kind)
